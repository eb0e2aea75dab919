//! Writes a report to a file in one step, so that nobody ever reads half of one.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Whether a file can be written there, asked before the work is done.
pub(crate) fn check(path: &Path) -> Result<(), Error> {
    let directory = directory_of(path);
    let refused = |kind: io::ErrorKind| Err(Error::Output { path: shown(path), source: kind.into() });
    if path.is_dir() {
        return refused(io::ErrorKind::IsADirectory);
    }
    if !directory.is_dir() {
        return refused(io::ErrorKind::NotFound);
    }
    Ok(())
}

/// Replaces the file: written beside it first, then renamed. What is no regular file (`/dev/stdout`) is written as it is.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Error> {
    let written = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => fs::write(path, text),
        _ => replace(path, text),
    };
    written.map_err(|source| Error::Output { path: shown(path), source })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link is kept: what it leads to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let temporary = directory_of(&target).join(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::File::create_new(&temporary)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_and_leaves_nothing_behind() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("r.json");
        write(&path, "one").unwrap();
        write(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn refuses_before_the_work_is_done() {
        let directory = tempfile::tempdir().unwrap();
        assert!(check(&directory.path().join("r.json")).is_ok());
        assert!(check(directory.path()).is_err());
        assert!(check(&directory.path().join("nowhere/r.json")).is_err());
    }
}
