//! Exit codes: the same for every format.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold.
    Findings,
    /// The client of the language server went away without a word.
    Disconnected,
    /// Wrong arguments or settings.
    Usage,
    /// There was nothing to check.
    NothingToCheck,
    /// dslint itself failed.
    Internal,
}

impl Exit {
    /// The number.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings | Exit::Disconnected => 1,
            Exit::Usage => 2,
            Exit::NothingToCheck => 3,
            Exit::Internal => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
