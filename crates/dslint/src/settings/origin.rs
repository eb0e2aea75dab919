//! Where a value comes from.

use std::path::Path;
use std::sync::Arc;

use crate::paths;

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// Nobody said anything else.
    Default,
    /// A line of a settings file.
    File {
        /// The file, by its real path.
        path: Arc<Path>,
        /// Line, from 1.
        line: u32,
    },
    /// A flag of the command line.
    Flag(&'static str),
}

impl Origin {
    /// `default`, `dslint.toml:3` or `--to`, the path seen from a directory.
    pub(crate) fn text(&self, from: &Path) -> String {
        match self {
            Origin::Default => "default".to_owned(),
            Origin::File { path, line } => format!("{}:{line}", paths::relative(from, path)),
            Origin::Flag(flag) => (*flag).to_owned(),
        }
    }
}

/// A value, and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

impl<T> Setting<T> {
    /// What holds when nobody says anything else.
    pub(crate) fn default(value: T) -> Setting<T> {
        Setting { value, origin: Origin::Default }
    }

    /// The flag's value, else the file's, else the default.
    pub(crate) fn first(flag: Option<T>, name: &'static str, file: Option<Setting<T>>, default: T) -> Setting<T> {
        match flag {
            Some(value) => Setting { value, origin: Origin::Flag(name) },
            None => file.unwrap_or_else(|| Setting::default(default)),
        }
    }

    /// The same from the same place, seen otherwise.
    pub(crate) fn map<U>(self, turn: impl FnOnce(T) -> U) -> Setting<U> {
        Setting { value: turn(self.value), origin: self.origin }
    }
}
