//! Paths as reports write them: relative, with forward slashes; and real paths without Windows' `\\?\` in front.

use std::io;
use std::path::{Component, Path, PathBuf};

/// `path` seen from `base`, with forward slashes; `..` where it lies elsewhere, absolute where there is no way. Both are
/// absolute paths without `.` and `..`.
pub(crate) fn relative(base: &Path, path: &Path) -> String {
    let from: Vec<Component<'_>> = base.components().collect();
    let to: Vec<Component<'_>> = path.components().collect();
    let common = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
    if common == 0 {
        return slashed(path);
    }
    let mut relative = PathBuf::new();
    for _ in common..from.len() {
        relative.push("..");
    }
    relative.extend(&to[common..]);
    if relative.as_os_str().is_empty() { ".".to_owned() } else { slashed(&relative) }
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// The real path of something that exists, with symbolic links resolved.
pub(crate) fn real(path: &Path) -> io::Result<PathBuf> {
    let real = path.canonicalize()?;
    Ok(if cfg!(windows) { without_verbatim_prefix(real) } else { real })
}

fn without_verbatim_prefix(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if rest.as_bytes().get(1) == Some(&b':') => PathBuf::from(rest),
        _ => path,
    }
}

/// An absolute path without `.` and `..`, whatever is there.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// The deepest directory that holds all of the paths (each may be that directory itself).
pub(crate) fn common_ancestor<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Option<PathBuf> {
    let mut paths = paths.into_iter();
    let mut common = paths.next()?.to_path_buf();
    for path in paths {
        while !path.starts_with(&common) {
            if !common.pop() {
                return None;
            }
        }
    }
    Some(common)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths() {
        for (base, path, expected) in [
            ("/w", "/w/a/b.cs", "a/b.cs"),
            ("/w/x", "/w/a/b.cs", "../a/b.cs"),
            ("/w/x/y", "/w/x", ".."),
            ("/w", "/w", "."),
            ("/w", "/wx/a", "../wx/a"),
        ] {
            assert_eq!(relative(Path::new(base), Path::new(path)), expected, "{base} {path}");
        }
    }

    #[test]
    fn dots() {
        assert_eq!(without_dots(Path::new("/w/./a/../b/.")), PathBuf::from("/w/b"));
        assert_eq!(without_dots(Path::new("/../x")), PathBuf::from("/x"));
    }

    #[test]
    fn ancestors() {
        let common = |paths: &[&str]| common_ancestor(paths.iter().map(Path::new));
        assert_eq!(common(&["/a/b/c", "/a/b/d"]), Some("/a/b".into()));
        assert_eq!(common(&["/a/b/c", "/a/b"]), Some("/a/b".into()));
        assert_eq!(common(&["/a", "/b"]), Some("/".into()));
        assert_eq!(common(&["/ab", "/a"]), Some("/".into()));
        assert_eq!(common(&[]), None);
    }

    #[test]
    fn windows_paths() {
        assert_eq!(without_verbatim_prefix(r"\\?\C:\x".into()), PathBuf::from(r"C:\x"));
        assert_eq!(without_verbatim_prefix(r"\\?\UNC\s\x".into()), PathBuf::from(r"\\?\UNC\s\x"));
    }
}
