//! Writes fixed files: in one step each, only where the file is still the one that was read, never through a link that
//! leads out of the tree. What cannot be written is told, and the others are written all the same.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use dslint_linter::{FixedFile, Fixes, Refused};

use crate::console::Console;
use crate::disk::reason;
use crate::paths;
use crate::wrap::counted;

/// What came of writing.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// How many files were written.
    pub(crate) files: usize,
    /// Findings that were fixed in them.
    pub(crate) findings: usize,
    /// What was not written.
    pub(crate) failed: Vec<Refused>,
}

/// Writes the files. `root` is the top of the tree.
pub(crate) fn write(files: &[FixedFile], root: &Path) -> Written {
    let mut written = Written::default();
    for file in files {
        match replace(file, root) {
            Ok(()) => {
                written.files += 1;
                written.findings += file.applied.len();
            }
            Err(why) => written.failed.push(Refused { path: file.path.clone(), why }),
        }
    }
    written
}

/// Tells what was left as it is.
pub(crate) fn tell_refused(refused: &[Refused], working_directory: &Path, console: &Console) {
    for file in refused {
        console.warning(&format!("{} was not changed: {}", paths::relative(working_directory, &file.path), file.why));
    }
}

/// `fixed 3 findings in 2 files; 1 more with --unsafe-fixes`
pub(crate) fn summary(verb: &str, findings: usize, files: usize, fixes: &Fixes) -> String {
    let mut text = match findings {
        0 => "nothing to fix".to_owned(),
        _ => format!("{verb} {} in {}", counted(findings, "finding", "findings"), counted(files, "file", "files")),
    };
    if fixes.left_unsafe > 0 {
        text.push_str(&format!("; {} more with --unsafe-fixes", fixes.left_unsafe));
    }
    text
}

fn replace(file: &FixedFile, root: &Path) -> Result<(), String> {
    let in_words = |error: io::Error| format!("cannot be written: {}", reason(&error));
    let target = target(&file.path, root)?;
    let metadata = fs::metadata(&target).map_err(in_words)?;
    // Renaming over it would work all the same, but whoever took the right away meant it.
    if metadata.permissions().readonly() {
        return Err("it is read-only".to_owned());
    }
    let temporary = temporary(&target);
    let done = File::create_new(&temporary).map_err(in_words).and_then(|mut new| {
        new.write_all(&file.new).map_err(in_words)?;
        new.set_permissions(metadata.permissions()).map_err(in_words)?;
        new.sync_all().map_err(in_words)?;
        // As late as can be: nobody's work of the last seconds is lost.
        match fs::read(&target) {
            Ok(now) if now == file.old => fs::rename(&temporary, &target).map_err(in_words),
            Ok(_) => Err("it changed since it was read".to_owned()),
            Err(error) => Err(in_words(error)),
        }
    });
    if done.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    done
}

/// The file itself, where the path is a symbolic link or goes through one: the link is kept.
fn target(path: &Path, root: &Path) -> Result<PathBuf, String> {
    let real = paths::real(path).map_err(|error| format!("cannot be written: {}", reason(&error)))?;
    if real != path && !real.starts_with(root) {
        return Err("a symbolic link leads out of the tree; it was not followed".to_owned());
    }
    Ok(real)
}

/// A name beside the file that nothing else has and that no build takes for a source.
fn temporary(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> (tempfile::TempDir, PathBuf) {
        let guard = tempfile::tempdir().unwrap();
        let root = paths::real(guard.path()).unwrap();
        (guard, root)
    }

    fn file(path: PathBuf, old: &str, new: &str) -> FixedFile {
        FixedFile { path, old: old.into(), new: new.into(), applied: Vec::new() }
    }

    #[test]
    fn writes_in_one_step_and_leaves_nothing_behind() {
        let (_guard, root) = tree();
        let path = root.join("A.cs");
        fs::write(&path, "old").unwrap();
        let written = write(&[file(path.clone(), "old", "new")], &root);
        assert!(written.failed.is_empty());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
    }

    #[test]
    fn keeps_what_somebody_wrote_meanwhile_and_goes_on() {
        let (_guard, root) = tree();
        let (changed, gone, other) = (root.join("A.cs"), root.join("B.cs"), root.join("C.cs"));
        fs::write(&changed, "newer").unwrap();
        fs::write(&other, "old").unwrap();
        let files = [&changed, &gone, &other].map(|path| file(path.clone(), "old", "new"));
        let written = write(&files, &root);
        let why: Vec<_> = written.failed.iter().map(|it| it.why.as_str()).collect();
        assert_eq!(why, ["it changed since it was read", "cannot be written: entity not found"]);
        assert_eq!(fs::read_to_string(&changed).unwrap(), "newer");
        assert_eq!(fs::read_to_string(&other).unwrap(), "new");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn keeps_permissions_and_respects_read_only_files() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_guard, root) = tree();
        let (script, fixed) = (root.join("app.cs"), root.join("B.cs"));
        for (path, mode) in [(&script, 0o751), (&fixed, 0o444)] {
            fs::write(path, "old").unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let written = write(&[&script, &fixed].map(|path| file(path.clone(), "old", "new")), &root);
        assert_eq!(fs::metadata(&script).unwrap().permissions().mode() & 0o777, 0o751);
        assert_eq!(written.failed.len(), 1);
        assert_eq!(written.failed[0].why, "it is read-only");
        assert_eq!(fs::read_to_string(&fixed).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_kept_inside_the_tree_and_not_followed_out_of_it() {
        use std::os::unix::fs::symlink;
        let (_elsewhere, elsewhere) = tree();
        let (_guard, root) = tree();
        fs::write(elsewhere.join("X.props"), "old").unwrap();
        fs::write(root.join("real.props"), "old").unwrap();
        symlink(elsewhere.join("X.props"), root.join("out.props")).unwrap();
        symlink("real.props", root.join("in.props")).unwrap();
        let written = write(&["out.props", "in.props"].map(|name| file(root.join(name), "old", "new")), &root);
        assert_eq!(written.failed.len(), 1);
        assert_eq!(written.failed[0].why, "a symbolic link leads out of the tree; it was not followed");
        assert_eq!(fs::read_to_string(elsewhere.join("X.props")).unwrap(), "old");
        assert_eq!(fs::read_to_string(root.join("real.props")).unwrap(), "new");
        assert!(fs::symlink_metadata(root.join("in.props")).unwrap().is_symlink());
    }
}
