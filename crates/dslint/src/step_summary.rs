//! The summary of a step of GitHub Actions: a file that the runner names, which steps add Markdown to.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::console::Console;
use crate::disk::reason;
use crate::report::{self, Report};

/// The variable that names the file.
const VARIABLE: &str = "GITHUB_STEP_SUMMARY";
/// What GitHub takes from a step, in bytes; it drops all of a longer one.
const LARGEST: u64 = 1024 * 1024;

/// Adds the findings to the summary, where there is one. Whether that was done.
pub(crate) fn append(report: &Report<'_>, console: &Console) -> bool {
    let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return false;
    };
    match write(report, &path) {
        Ok(()) => true,
        Err(error) => {
            let path = path.display();
            console.warning(&format!("cannot write the step summary to {path}: {}", reason(&error)));
            false
        }
    }
}

fn write(report: &Report<'_>, path: &Path) -> io::Result<()> {
    let taken = fs::metadata(path).map_or(0, |metadata| metadata.len());
    let room = usize::try_from(LARGEST.saturating_sub(taken)).unwrap_or(0);
    // What others wrote may not end its line.
    let start = if taken > 0 { "\n" } else { "" };
    let text = start.to_owned() + &report::step_summary::render(report, room.saturating_sub(start.len()));
    if text.len() > room {
        return Err(io::Error::other("it is full: GitHub takes 1 MiB from a step"));
    }
    File::options().create(true).append(true).open(path)?.write_all(text.as_bytes())
}
