//! Lexical paths as MSBuild writes them: either slash, `.` and `..`, compared without regard to case. Touches no disk.

use std::path::{Component, Path, PathBuf};

/// `written`, which may use `\` and `..`, made absolute from `base` without looking at the disk.
pub(crate) fn absolute(base: &Path, written: &str) -> PathBuf {
    let written = written.trim().replace('\\', "/");
    let mut path = base.to_path_buf();
    for component in Path::new(&written).components() {
        match component {
            Component::Prefix(_) | Component::RootDir => path.push(component.as_os_str()),
            Component::CurDir => {}
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
        }
    }
    path
}

/// A path as a key: `/` between the parts, lower case, so that Windows and Linux agree on what a project file means.
pub(crate) fn key(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    text.to_lowercase()
}

/// A directory as MSBuild's properties give it, with the slash at the end.
pub(crate) fn with_slash(directory: &Path) -> String {
    let mut text = directory.to_string_lossy().into_owned();
    if !text.ends_with(['/', '\\']) {
        text.push(std::path::MAIN_SEPARATOR);
    }
    text
}

/// The nearest `file` in `start` or a directory above it, not leaving `root`.
pub(crate) fn file_above(root: &Path, start: &Path, file: &str, is_file: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    directory_above(root, start, file, is_file).map(|directory| absolute(directory, file))
}

/// The nearest directory, `start` or above and not leaving `root`, that has `file`, which may be a relative path.
pub(crate) fn directory_above<'p>(
    root: &Path,
    start: &'p Path,
    file: &str,
    is_file: impl Fn(&Path) -> bool,
) -> Option<&'p Path> {
    let mut directories = start.ancestors().take_while(|directory| directory.starts_with(root));
    directories.find(|directory| is_file(&absolute(directory, file)))
}

/// The lower-cased extension.
pub(crate) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// The file name without its last extension.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_absolute_paths_without_a_disk() {
        for (base, written, path) in [
            ("/r/a", r"..\b\C.csproj", "/r/b/C.csproj"),
            ("/r/a", "./x/../y.cs", "/r/a/y.cs"),
            ("/r/a", "/abs/x.props", "/abs/x.props"),
            ("/r", "../../../../x", "/x"),
            ("/r/a", " x ", "/r/a/x"),
            ("/r/a", "", "/r/a"),
        ] {
            assert_eq!(absolute(Path::new(base), written), Path::new(path), "{base} {written}");
        }
    }

    #[test]
    fn searches_upwards_within_the_root() {
        let there = ["/x.props", "/r/x.props", "/r/a/b/x.props"];
        let find = |start: &str| {
            file_above(Path::new("/r"), Path::new(start), "x.props", |path| {
                there.iter().any(|it| Path::new(it) == path)
            })
        };
        assert_eq!(find("/r/a/b/c"), Some("/r/a/b/x.props".into()));
        assert_eq!(find("/r/a"), Some("/r/x.props".into()));
        assert_eq!(find("/"), None);
        assert_eq!(find("/rx"), None);
    }
}
