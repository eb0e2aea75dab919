//! The command line as clap sees it. What the arguments mean is decided in the commands.

mod baseline;
mod diff;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

use dslint_linter::Decision;
use dslint_rules::Severity;

pub use diff::{DiffArguments, DiffFormat};

pub use baseline::{BaselineArguments, BaselineCommand, BaselineRun, BaselineUpdate, KnownArguments};

const EXIT_CODES: &str = "\
Exit codes, the same for every format:
  0  nothing at or above the --fail-on threshold
  1  findings at or above the threshold
  2  wrong arguments or settings, or a given path does not exist
  3  nothing to check was found
  4  dslint itself failed";

const PROJECTS_EXIT_CODES: &str = "\
Exit codes:
  0  projects were found
  2  wrong arguments or settings, or a given path does not exist
  3  no project was found
  4  dslint itself failed";

const PLAN_EXIT_CODES: &str = "\
Exit codes:
  0  the plan was written, whatever is in it
  2  wrong arguments or settings, or a given path does not exist
  3  nothing that uses IdentityServer was found
  4  dslint itself failed";

const LSP_EXIT_CODES: &str = "\
Exit codes:
  0  the editor said `shutdown`, and then `exit`
  1  it went away without that
  2  wrong arguments or settings
  4  dslint itself failed";

const COMPLETIONS_HELP: &str = "\
To use it in every new shell:
  bash        dslint completions bash > ~/.local/share/bash-completion/completions/dslint
  zsh         dslint completions zsh > DIRECTORY/_dslint, with a directory of $fpath
  fish        dslint completions fish > ~/.config/fish/completions/dslint.fish
  powershell  dslint completions powershell >> $PROFILE
  elvish      dslint completions elvish >> ~/.config/elvish/rc.elv";

/// Says what breaks, or silently changes, when a C# code base moves from one (Duende) IdentityServer release to another.
///
/// Reads sources and project files as they are: nothing is built, restored, executed or sent anywhere.
#[derive(Parser, Debug)]
#[command(
    name = "dslint",
    version,
    long_version = crate::version::LONG.as_str(),
    args_conflicts_with_subcommands = true,
    after_help = EXIT_CODES,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// What to do; `check` when nothing else is asked for.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The arguments of `check`.
    #[command(flatten)]
    pub check: CheckArguments,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Check sources and project files (the default command)
    #[command(after_help = EXIT_CODES, max_term_width = 100)]
    Check(CheckArguments),
    /// Write the upgrade plan: steps, and for every documented change what to do, to ask, or what was searched in vain
    #[command(after_help = PLAN_EXIT_CODES, max_term_width = 100)]
    Plan(PlanArguments),
    /// Show the projects: which IdentityServer version each one gets, and where it is written
    #[command(after_help = PROJECTS_EXIT_CODES, max_term_width = 100)]
    Projects(ProjectsArguments),
    /// Report what a range of commits adds, and what the versions bring that it raises
    #[command(after_help = diff::EXIT_CODES, max_term_width = 100)]
    Diff(DiffArguments),
    /// Write down the findings that are known, so that only new ones are reported
    #[command(after_help = baseline::EXIT_CODES, max_term_width = 100)]
    Baseline(BaselineArguments),
    /// List the rules
    #[command(max_term_width = 100)]
    Rules(RulesArguments),
    /// Show the page of a rule: what changed, what to do, examples
    #[command(max_term_width = 100)]
    Explain(ExplainArguments),
    /// Show the settings that hold, and where each of them comes from
    #[command(max_term_width = 100)]
    Config(ConfigArguments),
    /// Write a commented dslint.toml into the working directory
    #[command(max_term_width = 100)]
    Init(InitArguments),
    /// Serve an editor: findings, fixes and rule pages over the Language Server Protocol
    #[command(after_help = LSP_EXIT_CODES, max_term_width = 100)]
    Lsp(LspArguments),
    /// Print a script with which a shell completes command lines of dslint
    #[command(after_help = COMPLETIONS_HELP, max_term_width = 100)]
    Completions(CompletionsArguments),
    /// Print a manual page, for `man`
    #[command(max_term_width = 100)]
    Man(ManArguments),
}

impl Command {
    /// When to use colours.
    pub(crate) fn color(&self) -> Color {
        match self {
            Command::Check(arguments) => arguments.color,
            Command::Plan(arguments) => arguments.color,
            Command::Projects(arguments) => arguments.color,
            Command::Diff(arguments) => arguments.color,
            Command::Baseline(arguments) => arguments.run().color,
            Command::Rules(arguments) => arguments.color,
            Command::Explain(arguments) => arguments.color,
            Command::Config(arguments) => arguments.color,
            Command::Init(arguments) => arguments.color,
            Command::Lsp(_) | Command::Completions(_) | Command::Man(_) => Color::Auto,
        }
    }

    /// Whether to leave out notes.
    pub(crate) fn is_quiet(&self) -> bool {
        matches!(
            self,
            Command::Check(CheckArguments { quiet: true, .. }) | Command::Diff(DiffArguments { quiet: true, .. })
        )
    }
}

/// The arguments of `check`.
#[derive(Args, Debug, Clone)]
#[command(group = ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true))]
pub struct CheckArguments {
    /// Directories and files to check [default: the working directory]
    ///
    /// Directories are searched for C#, Razor, JSON, YAML, project, solution and lock files. What .gitignore names is left out, so are
    /// bin, obj, node_modules and .git; symbolic links are not followed. For a single file or a directory inside a
    /// project, the rest of the project is read for context, and findings are reported for what was given. A project file
    /// stands for its project, and a file that projects take in, such as Directory.Packages.props or packages.lock.json,
    /// for all of those. A path that does not exist is an error (exit code 2), told after the others were checked.
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    /// Release to come from, like 7.2 or 7.2.4 [default: the version that each project refers to]
    #[arg(long, value_name = "VERSION")]
    pub from: Option<String>,

    /// Come from the versions that the projects had in a git commit, like HEAD or origin/main
    ///
    /// For a change that raises versions: what it brings is seen although the projects refer to the new version already.
    /// Projects that the commit does not have, or has with the same version, start from what they refer to.
    #[arg(long, value_name = "COMMIT", conflicts_with = "from")]
    pub from_commit: Option<String>,

    /// Release to go to, like 7.3 or 7.3.1 [default: the newest release that the rules cover]
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,

    /// How to report [default: human]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,

    /// With --format sarif: the category of the upload, for several runs over one commit
    ///
    /// Code scanning takes what an upload no longer reports for fixed, and compares it with the last one of its category.
    #[arg(long, value_name = "NAME", default_value = "dslint/", value_parser = NonEmptyStringValueParser::new())]
    pub sarif_category: String,

    /// Write the report to a file, replaced in one step, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Apply the safe fixes, and report what is left
    ///
    /// Only files that findings are reported for are changed. What comes out is analysed before anything is written: a file
    /// that would have a new syntax error or a new finding is left as it is, with a warning. Encodings, line ends and
    /// everything around a fix stay byte for byte. Exit code 2 when a file could not be written.
    #[arg(long)]
    pub fix: bool,

    /// With --fix or --diff: apply the fixes too that may change what the code means
    #[arg(long, requires = "fixing")]
    pub unsafe_fixes: bool,

    /// With --fix or --diff: where behaviour changes, write down the former default, so that everything goes on as before
    ///
    /// Only findings whose rule offers it are changed that way. Combine it with --rule to decide about one change.
    #[arg(long, requires = "fixing", conflicts_with = "adopt_new_behavior")]
    pub keep_old_behavior: bool,

    /// With --fix or --diff: where behaviour changes, change the code so that it works with the new behaviour
    #[arg(long, requires = "fixing")]
    pub adopt_new_behavior: bool,

    /// Print what --fix would change, as a unified diff instead of the report, and write nothing
    ///
    /// The exit code is the one without this option: the findings are all still there.
    #[arg(long, conflicts_with = "format")]
    pub diff: bool,

    /// Run only this rule, by code or name; may be repeated
    #[arg(long = "rule", value_name = "CODE|NAME")]
    pub rules: Vec<String>,

    /// Leave out paths that match, in the syntax of .gitignore from the working directory; may be repeated
    ///
    /// Applies to given files too, with a note. A pattern that starts with `!` takes paths back in.
    #[arg(long = "exclude", value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Take the paths as a commit hook passes them: the files that were changed
    ///
    /// Paths that are excluded, gone or of no kind that dslint reads are passed over in silence, and nothing left to check
    /// is exit code 0. Projects come from the versions that they had in the last commit (where pre-commit was given
    /// --from-ref, in that one). A project file, or a file that projects take in, stands for itself; a project is reported
    /// whole if the change gives it another target framework or another version of a package that rules look at, or if it
    /// is new. --fix changes no other files than the given ones, and raises a version only if --rule names the rule.
    #[arg(long)]
    pub hook: bool,

    /// Show what is suppressed too, with the reasons; it never counts as a finding
    ///
    /// In JSON as `suppressed`, in SARIF as results with `suppressions`, in other formats not at all; without this option they are only counted.
    #[arg(long)]
    pub show_suppressed: bool,

    /// Report nothing below this severity [default: note]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub min_severity: Option<MinSeverity>,

    /// Exit with 1 when something of this severity or above is reported [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,

    /// What is known.
    #[command(flatten)]
    pub known: KnownArguments,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// Number of threads [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,

    /// Print findings and errors, and nothing else
    #[arg(long, short)]
    pub quiet: bool,

    /// Tell on standard error how much was read and how long each phase took
    #[arg(long)]
    pub timings: bool,
}

impl CheckArguments {
    /// What was decided about changes of behaviour.
    pub(crate) fn decision(&self) -> Option<Decision> {
        match (self.keep_old_behavior, self.adopt_new_behavior) {
            (true, _) => Some(Decision::KeepOld),
            (_, true) => Some(Decision::AdoptNew),
            _ => None,
        }
    }
}

/// The arguments of `plan`.
#[derive(Args, Debug, Clone)]
pub struct PlanArguments {
    /// Directories, projects and solutions to plan for [default: the working directory]
    ///
    /// They are searched as `check` does. Each project among them that uses IdentityServer gets a plan.
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    /// Release to come from, like 7.2 or 7.2.4 [default: the version that each project refers to]
    #[arg(long, value_name = "VERSION")]
    pub from: Option<String>,

    /// Release to go to, like 7.3 or 7.3.1 [default: the newest release that the rules cover]
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,

    /// How to write the plan
    #[arg(long, value_enum, default_value_t = PlanFormat::Human, value_name = "FORMAT")]
    pub format: PlanFormat,

    /// Write the plan to a file, replaced in one step, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Leave out paths that match, in the syntax of .gitignore from the working directory; may be repeated
    #[arg(long = "exclude", value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Number of threads [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// The arguments of `projects`.
#[derive(Args, Debug, Clone)]
pub struct ProjectsArguments {
    /// Directories, projects and solutions to look at [default: the working directory]
    ///
    /// They are searched as `check` does. Projects that the found ones reference are read and listed too.
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    /// How to print
    #[arg(long, value_enum, default_value_t = ProjectsFormat::Human, value_name = "FORMAT")]
    pub format: ProjectsFormat,

    /// Leave out paths that match, in the syntax of .gitignore from the working directory; may be repeated
    #[arg(long = "exclude", value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// The arguments of `rules`.
#[derive(Args, Debug, Clone)]
pub struct RulesArguments {
    /// How to print the list
    #[arg(long, value_enum, default_value_t = ListFormat::Human, value_name = "FORMAT")]
    pub format: ListFormat,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// The arguments of `explain`.
#[derive(Args, Debug, Clone)]
pub struct ExplainArguments {
    /// The rule, by code or name
    #[arg(value_name = "CODE|NAME")]
    pub rule: String,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// Which settings file holds.
#[derive(Args, Debug, Clone, Default)]
pub struct SettingsArguments {
    /// Settings file to use instead of the nearest dslint.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Use no settings file
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
}

/// The arguments of `config`.
#[derive(Args, Debug, Clone)]
pub struct ConfigArguments {
    /// What would be checked: the nearest dslint.toml is looked for from there upwards [default: the working directory]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    /// How to print
    #[arg(long, value_enum, default_value_t = ConfigFormat::Human, value_name = "FORMAT")]
    pub format: ConfigFormat,

    /// As for `check`
    #[arg(long, value_name = "VERSION")]
    pub from: Option<String>,

    /// As for `check`
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,

    /// As for `check`
    #[arg(long = "rule", value_name = "CODE|NAME")]
    pub rules: Vec<String>,

    /// As for `check`
    #[arg(long = "exclude", value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// As for `check`
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub min_severity: Option<MinSeverity>,

    /// As for `check`
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// The arguments of `init`.
#[derive(Args, Debug, Clone)]
pub struct InitArguments {
    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// The arguments of `lsp`.
#[derive(Args, Debug, Clone)]
pub struct LspArguments {
    /// As for `check`; a setting of the editor outweighs it
    #[arg(long, value_name = "VERSION")]
    pub from: Option<String>,

    /// As for `check`; a setting of the editor outweighs it
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// Number of threads [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// Speak over standard input and output, as it does anyway: editors add this
    #[arg(long)]
    pub stdio: bool,
}

/// The arguments of `completions`.
#[derive(Args, Debug, Clone)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// The arguments of `man`.
#[derive(Args, Debug, Clone)]
pub struct ManArguments {
    /// The command that the page is about [default: dslint as a whole]
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// How `check` reports.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Source excerpts and a summary, for a terminal
    Human,
    /// One line for each finding
    Concise,
    /// Everything, as documented in docs/json.schema.json
    Json,
    /// SARIF 2.1.0, for GitHub code scanning and other viewers
    Sarif,
    /// Annotations of GitHub Actions, 10 of each severity; all findings go to the step summary too
    Github,
    /// Code Quality JSON, for merge requests of GitLab
    Gitlab,
    /// Lines as compilers write them, for MSBuild's Exec task and editors; notes as `info`
    Msbuild,
    /// The same lines as msbuild, and on an agent of Azure Pipelines (TF_BUILD) its issues
    Azure,
    /// JUnit XML, a suite for each file; errors and warnings are failures
    Junit,
}

/// How `plan` writes.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlanFormat {
    /// What is open in full and what is clear in a line each, for a terminal
    Human,
    /// A checklist to paste into an issue or a pull request
    Markdown,
    /// Everything, as documented in docs/plan.schema.json
    Json,
    /// One page that needs nothing else, for a browser, a phone or paper
    Html,
}

/// How `projects` prints.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProjectsFormat {
    /// What matters, for a terminal
    Human,
    /// Everything, as documented in docs/projects.schema.json
    Json,
}

/// How `config` prints.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConfigFormat {
    /// What holds, and every rule that differs from its page
    Human,
    /// Everything, as documented in docs/config.schema.json
    Json,
}

/// How `rules` prints.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListFormat {
    /// A table
    Human,
    /// An array of objects
    Json,
}

/// The lowest severity to report.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum MinSeverity {
    /// Only errors
    Error,
    /// Errors and warnings
    Warning,
    /// Everything
    Note,
}

impl MinSeverity {
    /// Whether findings of this severity are reported.
    pub fn admits(self, severity: Severity) -> bool {
        let lowest = match self {
            MinSeverity::Error => Severity::Error,
            MinSeverity::Warning => Severity::Warning,
            MinSeverity::Note => Severity::Note,
        };
        severity <= lowest
    }
}

/// The severity that makes a run fail.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Every finding
    Note,
    /// Nothing
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
    pub fn is_met_by(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity <= Severity::Error,
            FailOn::Warning => severity <= Severity::Warning,
            FailOn::Note => true,
            FailOn::Never => false,
        }
    }
}

/// When to use colours.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn is_a_valid_command() {
        Cli::command().debug_assert();
    }

    #[test]
    fn check_is_the_default() {
        let paths = |arguments: &[&str]| {
            let cli = Cli::try_parse_from([&["dslint"], arguments].concat()).unwrap();
            assert!(cli.command.is_none());
            cli.check.paths
        };
        assert_eq!(paths(&["src"]), [PathBuf::from("src")]);
        assert_eq!(paths(&["checks", "./rules"]), [PathBuf::from("checks"), PathBuf::from("./rules")]);
        assert_eq!(paths(&["--from", "7.2", "rules"]), [PathBuf::from("rules")]);
        assert!(paths(&[]).is_empty());
        assert!(matches!(Cli::try_parse_from(["dslint", "check", "check"]).unwrap().command, Some(Command::Check(_))));
    }

    #[test]
    fn thresholds_follow_the_order_of_severities() {
        assert!(FailOn::Warning.is_met_by(Severity::Error) && FailOn::Warning.is_met_by(Severity::Warning));
        assert!(!FailOn::Warning.is_met_by(Severity::Note) && !FailOn::Error.is_met_by(Severity::Warning));
        assert!(FailOn::Note.is_met_by(Severity::Note) && !FailOn::Never.is_met_by(Severity::Error));
        assert!(MinSeverity::Error.admits(Severity::Error) && !MinSeverity::Error.admits(Severity::Warning));
        assert!(MinSeverity::Note.admits(Severity::Note));
    }
}
