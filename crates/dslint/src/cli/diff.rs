//! The arguments of `diff`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

use super::{Color, FailOn, MinSeverity, SettingsArguments};

pub(super) const EXIT_CODES: &str = "\
Exit codes, the same for every format:
  0  the commits add nothing at or above the --fail-on threshold
  1  they do
  2  wrong arguments or settings, no git repository, or no such commit or path
  3  nothing to check was found
  4  dslint itself failed";

/// The arguments of `diff`.
#[derive(Args, Debug, Clone)]
pub struct DiffArguments {
    /// The commits: OLD..NEW, OLD...NEW (from where the two parted), or OLD, which is short for OLD..HEAD
    ///
    /// They are read from the repository; the work tree may be in any state and is left alone. A finding counts as there
    /// before when OLD has it too, in the same or a renamed file. Where a project comes from an older version of
    /// IdentityServer in OLD, everything that breaks between the two counts as new, and the plan of exactly that way is
    /// reported too.
    #[arg(value_name = "COMMITS")]
    pub range: String,

    /// Directories, files, projects and solutions in these commits to report for [default: the working directory]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    /// Release to go to [default: the newest one that a project is raised to, else as for `check`]
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,

    /// How to report
    #[arg(long, value_enum, default_value_t = DiffFormat::Human, value_name = "FORMAT")]
    pub format: DiffFormat,

    /// Write the report to a file, replaced in one step, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// As for `check`
    #[arg(long = "rule", value_name = "CODE|NAME")]
    pub rules: Vec<String>,

    /// As for `check`
    #[arg(long = "exclude", value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Report nothing below this severity [default: note]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub min_severity: Option<MinSeverity>,

    /// Exit with 1 when something of this severity or above is added [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// Number of threads [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,

    /// Print findings, plans and errors, and nothing else
    #[arg(long, short)]
    pub quiet: bool,
}

/// How `diff` reports.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiffFormat {
    /// Source excerpts, a summary, and the plan of raised versions, for a terminal
    Human,
    /// One line for each finding
    Concise,
    /// The same as human, to paste into a pull request
    Markdown,
    /// Everything, as documented in docs/diff.schema.json
    Json,
    /// Annotations of GitHub Actions and its step summary; of findings alone
    Github,
}
