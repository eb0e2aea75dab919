//! `file:` URIs and paths.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What RFC 3986 leaves unreserved, and the slashes between segments.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The path of a URI; `None` for what is no file, such as a buffer without a name.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    let (scheme, rest) = uri.0.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let is_local = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match (is_local, drive(&path)) {
        (true, Some(windows)) if cfg!(windows) => Some(PathBuf::from(windows.replace('/', "\\"))),
        (true, _) => Some(PathBuf::from(path.as_ref())),
        (false, _) if cfg!(windows) => Some(PathBuf::from(format!("\\\\{host}{}", path.replace('/', "\\")))),
        (false, _) => None,
    }
}

/// `C:/x` of `/C:/x`.
fn drive(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let is_drive = matches!(rest.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    is_drive.then_some(rest)
}

/// The URI of an absolute path.
pub(crate) fn of(path: &Path) -> Uri {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    if cfg!(windows)
        && let Some(share) = text.strip_prefix("//")
    {
        return Uri(format!("file://{}", utf8_percent_encode(share, ESCAPED)));
    }
    let slash = if text.starts_with('/') { "" } else { "/" };
    Uri(format!("file://{slash}{}", utf8_percent_encode(&text, ESCAPED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(text: &str) -> Option<PathBuf> {
        path(&Uri(text.to_owned()))
    }

    #[cfg(unix)]
    #[test]
    fn there_and_back() {
        for text in ["/w/a b/ü.cs", "/w/100%/#1/x?.cs", "/w/[a]/c++.cs", "/"] {
            let uri = of(Path::new(text));
            assert!(uri.0.is_ascii() && !uri.0.contains([' ', '#', '?', '[']), "{uri:?}");
            assert_eq!(path(&uri), Some(PathBuf::from(text)));
        }
    }

    #[cfg(unix)]
    #[test]
    fn as_editors_write_them() {
        assert_eq!(path_of("file:///w/a%20b.cs"), Some("/w/a b.cs".into()));
        assert_eq!(path_of("file:/w/a.cs"), Some("/w/a.cs".into()));
        assert_eq!(path_of("FILE://localhost/w/c%2B%2B.cs"), Some("/w/c++.cs".into()));
        for other in ["untitled:Untitled-1", "git:/w/a.cs?x", "file://server/share/a.cs", "file:///%FF", "nonsense"] {
            assert_eq!(path_of(other), None, "{other}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn drives_and_shares() {
        assert_eq!(path_of("file:///c%3A/w/a.cs"), Some(r"c:\w\a.cs".into()));
        assert_eq!(path_of("file://server/share/a.cs"), Some(r"\\server\share\a.cs".into()));
        assert_eq!(of(Path::new(r"C:\w\a b.cs")).0, "file:///C%3A/w/a%20b.cs");
    }
}
