//! What a user can do wrong, and what to do instead.

use std::io::{self, ErrorKind};

use dslint_rules::{PageErrors, ReleaseError};

use crate::baseline::BaselineError;
use crate::commit::CommitError;
use crate::disk::reason;
use crate::exclude::WrongGlob;
use crate::exit::Exit;
use crate::settings::Mistakes;

/// A usage or configuration error: the run could not be done as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A wrong `--from` or `--to`.
    #[error("{option}: {source}")]
    Release { option: &'static str, source: ReleaseError },
    /// The wrong way round.
    #[error("{from} is newer than {to}")]
    Backwards { from: String, to: String },
    /// A wrong `--from-commit`.
    #[error("--from-commit {revision}: {source}")]
    Commit { revision: String, source: CommitError },
    /// No such rule.
    #[error("there is no rule `{name}`")]
    UnknownRule { name: String, nearest: Option<String> },
    /// No such command.
    #[error("there is no command `{name}`")]
    UnknownCommand { name: String },
    /// A pattern that is none.
    #[error("--exclude {0}")]
    Glob(#[from] WrongGlob),
    /// A settings file, or a rule page that it names, is wrong.
    #[error("{0}")]
    Settings(Mistakes),
    /// There is no such settings file, or it is no text.
    #[error("cannot read the settings of {path}: {why}")]
    SettingsFile { path: String, why: String },
    /// `init` does not overwrite.
    #[error("{path} exists already")]
    SettingsExist { path: String },
    /// Commits that cannot be read.
    #[error("{range}: {source}")]
    Range { range: String, source: CommitError },
    /// Commits with nothing in common.
    #[error("{range}: the two have no common ancestor in this clone")]
    NoMergeBase { range: String },
    /// A baseline that cannot be read or is broken.
    #[error("cannot read the baseline {path}: {source}")]
    Baseline { path: String, source: BaselineError },
    /// `baseline create` does not overwrite.
    #[error("{path} exists already")]
    BaselineExists { path: String },
    /// `--show-known` in a format that has no word for it.
    #[error("--show-known needs --format human, json or sarif: the others cannot tell known findings from new ones")]
    ShowKnown,
    /// Paths that do not exist; the others were checked.
    #[error("{}", missing(paths))]
    MissingPaths { paths: Vec<String>, nearest_command: Option<&'static str>, others_checked: bool },
    /// The report could not be written.
    #[error("cannot write {path}: {}", reason(source))]
    Output { path: String, source: io::Error },
    /// Standard output could not be written.
    #[error("cannot write to standard output: {}", reason(.0))]
    Stdout(io::Error),
    /// The working directory is gone.
    #[error("cannot tell the working directory: {}", reason(.0))]
    WorkingDirectory(io::Error),
    /// Threads could not be started.
    #[error("cannot start {jobs} threads: {why}")]
    Threads { jobs: usize, why: String },
    /// The embedded rules are broken, which the tests exclude.
    #[error("the embedded rules are broken: {0}")]
    Rules(&'static PageErrors),
    /// No release is covered, which the tests exclude.
    #[error("the embedded release table is broken")]
    Releases,
    /// A report could not be put into words, which its types exclude.
    #[error("cannot render the report: {0}")]
    Render(String),
}

impl Error {
    /// What to do.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Error::Release { option: "--from", .. } => {
                Some("leave it out to start from the version that each project refers to".to_owned())
            }
            Error::Release { .. } => Some("leave it out to go to the newest release that is covered".to_owned()),
            Error::Backwards { .. } => Some("swap the two: the upgrade goes from the older to the newer".to_owned()),
            Error::Commit { .. } => Some("name a commit, tag or branch, like HEAD or origin/main".to_owned()),
            Error::UnknownRule { nearest: Some(nearest), .. } => Some(format!("did you mean {nearest}?")),
            Error::UnknownRule { nearest: None, .. } => Some("`dslint rules` lists all rules".to_owned()),
            Error::UnknownCommand { .. } => Some("`dslint --help` lists all commands".to_owned()),
            Error::Glob(_) => Some("patterns are written as in .gitignore: `Generated/`, `**/*.g.cs`".to_owned()),
            Error::MissingPaths { nearest_command: Some(command), .. } => {
                Some(format!("did you mean the command `dslint {command}`? a command comes before all options"))
            }
            Error::MissingPaths { others_checked: true, .. } => Some(
                "the other paths were checked; the exit code is 2 so that a mistyped path is not taken for clean"
                    .to_owned(),
            ),
            Error::MissingPaths { .. } => None,
            Error::Output { .. } => Some("the directory must exist and be writable".to_owned()),
            Error::Threads { .. } => Some("try a smaller number with --jobs".to_owned()),
            Error::Rules(_) | Error::Releases | Error::Render(_) => {
                Some("this is a defect of dslint; please report it".to_owned())
            }
            Error::SettingsFile { .. } => Some("`--no-config` runs without a settings file".to_owned()),
            Error::SettingsExist { .. } => {
                Some("`dslint config` shows what it says; to begin anew, move it away".to_owned())
            }
            Error::Range { source: CommitError::Unknown, .. } => Some(
                "name commits, tags or branches, like main..HEAD; a shallow clone has few of them: fetch more".to_owned(),
            ),
            Error::Range { source: CommitError::NoRepository(_), .. } => {
                Some("run it inside a git repository; `dslint check` needs none".to_owned())
            }
            Error::Range { .. } => None,
            Error::NoMergeBase { .. } => Some("a shallow clone has little history: fetch more of it".to_owned()),
            Error::Baseline { source: BaselineError::Unreadable(error), .. } if error.kind() == ErrorKind::NotFound => {
                Some("`dslint baseline create` writes one".to_owned())
            }
            Error::Baseline { .. } => Some(
                "restore it from the repository, or delete it and write it anew with `dslint baseline create`"
                    .to_owned(),
            ),
            Error::BaselineExists { .. } => Some(
                "`dslint baseline update` takes out what is gone, with --add also in what is new; to begin anew, delete it"
                    .to_owned(),
            ),
            Error::ShowKnown => Some("leave it out to have only new findings reported".to_owned()),
            Error::Stdout(_) | Error::WorkingDirectory(_) | Error::Settings(_) => None,
        }
    }

    /// The exit code that goes with it.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Error::Rules(_) | Error::Releases | Error::Render(_) => Exit::Internal,
            _ => Exit::Usage,
        }
    }
}

fn missing(paths: &[String]) -> String {
    match paths {
        [path] => format!("{path} does not exist"),
        paths => format!("{} paths do not exist: {}", paths.len(), paths.join(", ")),
    }
}
