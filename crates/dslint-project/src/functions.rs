//! The property functions of MSBuild that project files use: methods of strings, paths, and `[MSBuild]::…`. Whatever is
//! not here is unknown, never guessed.

use std::cmp::Ordering;
use std::path::Path;

use crate::framework::TargetFramework;
use crate::paths;
use crate::properties::{Doubt, MAX_VALUE, Scope, Value, closing};

/// Evaluates `Name.Method(…)…` or `[Type]::Member(…)…`.
pub(crate) fn call(scope: &Scope<'_>, expression: &str, depth: usize) -> Value {
    evaluate(scope, expression, depth).map_or(Value::Unknown, |(text, doubt)| Value::Known(text, doubt))
}

fn evaluate(scope: &Scope<'_>, expression: &str, depth: usize) -> Option<(String, Doubt)> {
    let (mut value, mut rest) = if let Some(after) = expression.strip_prefix('[') {
        let (class, member) = after.split_once("]::")?;
        let (name, arguments, rest) = member_of(member)?;
        let (arguments, doubt) = expand_arguments(scope, arguments, depth)?;
        let class = class.trim().to_ascii_lowercase();
        let (text, own) = static_member(scope, &class, &name.to_ascii_lowercase(), &arguments)?;
        ((text, doubt.max(own)), rest)
    } else {
        let end = expression.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))?;
        let (name, rest) = expression.split_at(end);
        match scope.property(name) {
            Value::Known(text, doubt) => ((text, doubt), rest),
            Value::Undefined => ((String::new(), Doubt::Certain), rest),
            Value::Unknown => return None,
        }
    };
    while !rest.trim().is_empty() {
        let (name, arguments, after) = member_of(rest.trim().strip_prefix('.')?)?;
        let (arguments, doubt) = expand_arguments(scope, arguments, depth)?;
        value = (string_member(&value.0, &name.to_ascii_lowercase(), &arguments)?, value.1.max(doubt));
        rest = after;
    }
    Some(value)
}

/// `Name(arguments)rest` or `Name` and the rest.
fn member_of(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return None;
    }
    match rest.trim_start().strip_prefix('(') {
        Some(_) => {
            let rest = rest.trim_start();
            let close = closing(rest, 0)?;
            Some((name, Some(&rest[1..close]), &rest[close + 1..]))
        }
        None => Some((name, None, rest)),
    }
}

/// The arguments without their quotes and with their own properties expanded; `None` where one is unknown.
fn expand_arguments(scope: &Scope<'_>, arguments: Option<&str>, depth: usize) -> Option<(Vec<String>, Doubt)> {
    let mut values = Vec::new();
    let mut doubt = Doubt::Certain;
    for argument in split(arguments.unwrap_or_default()) {
        let quoted = ['\'', '"', '`']
            .iter()
            .find_map(|&quote| argument.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)));
        let expansion = scope.expand_nested(quoted.unwrap_or(argument), depth + 1);
        if expansion.doubt == Doubt::Unknown {
            return None;
        }
        doubt = doubt.max(expansion.doubt);
        values.push(expansion.text);
    }
    Some((values, doubt))
}

/// Splits at the commas outside of quotes and parentheses.
pub(crate) fn split(arguments: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut quote, mut start) = (0usize, None, 0);
    for (at, byte) in arguments.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => depth = depth.saturating_sub(1),
            (None, b',') if depth == 0 => {
                parts.push(arguments[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = arguments[start..].trim();
    if !last.is_empty() || !parts.is_empty() {
        parts.push(last);
    }
    parts
}

fn boolean(value: bool) -> String {
    if value { "True".to_owned() } else { "False".to_owned() }
}

fn string_member(text: &str, name: &str, arguments: &[String]) -> Option<String> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let starts = |prefix: &str| text.starts_with(prefix);
    Some(match (name, arguments.as_slice()) {
        ("startswith", [prefix]) => boolean(starts(prefix)),
        ("startswith", [prefix, mode]) if ignores_case(mode) => {
            boolean(text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)))
        }
        ("startswith", [prefix, _]) => boolean(starts(prefix)),
        ("endswith", [suffix]) => boolean(text.ends_with(suffix)),
        ("endswith", [suffix, mode]) => boolean(if ignores_case(mode) {
            text.to_ascii_lowercase().ends_with(&suffix.to_ascii_lowercase())
        } else {
            text.ends_with(suffix)
        }),
        ("contains", [part]) => boolean(text.contains(part)),
        ("contains", [part, mode]) => boolean(if ignores_case(mode) {
            text.to_ascii_lowercase().contains(&part.to_ascii_lowercase())
        } else {
            text.contains(part)
        }),
        ("equals", [other]) => boolean(text == *other),
        ("equals", [other, mode]) => {
            boolean(if ignores_case(mode) { text.eq_ignore_ascii_case(other) } else { text == *other })
        }
        ("trim", []) => text.trim().to_owned(),
        ("trim", [set]) => text.trim_matches(|c| set.contains(c)).to_owned(),
        ("trimstart", []) => text.trim_start().to_owned(),
        ("trimstart", [set]) => text.trim_start_matches(|c| set.contains(c)).to_owned(),
        ("trimend", []) => text.trim_end().to_owned(),
        ("trimend", [set]) => text.trim_end_matches(|c| set.contains(c)).to_owned(),
        ("tolower" | "tolowerinvariant", []) => text.to_lowercase(),
        ("toupper" | "toupperinvariant", []) => text.to_uppercase(),
        ("tostring", []) => text.to_owned(),
        // A chain of replacements must not grow without end.
        ("replace", [from, to]) if !from.is_empty() && text.len() / from.len() * to.len() <= 16 * MAX_VALUE => {
            text.replace(from, to)
        }
        ("substring", [start]) => text.get(start.trim().parse().ok()?..)?.to_owned(),
        ("substring", [start, length]) => {
            let start: usize = start.trim().parse().ok()?;
            text.get(start..start.checked_add(length.trim().parse().ok()?)?)?.to_owned()
        }
        ("indexof", [part]) => text.find(part).map_or_else(|| "-1".to_owned(), |at| at.to_string()),
        ("lastindexof", [part]) => text.rfind(part).map_or_else(|| "-1".to_owned(), |at| at.to_string()),
        ("length", []) => text.len().to_string(),
        // What `[System.Version]::Parse(…)` gives.
        ("major", []) => text.split('.').next()?.parse::<u32>().ok()?.to_string(),
        ("minor", []) => text.split('.').nth(1)?.parse::<u32>().ok()?.to_string(),
        ("build", []) => text.split('.').nth(2)?.parse::<u32>().ok()?.to_string(),
        _ => return None,
    })
}

fn ignores_case(mode: &str) -> bool {
    mode.to_ascii_lowercase().contains("ignorecase")
}

fn static_member(scope: &Scope<'_>, class: &str, name: &str, arguments: &[String]) -> Option<(String, Doubt)> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let text = match class.strip_prefix("system.").unwrap_or(class) {
        "msbuild" => return msbuild(scope, name, &arguments),
        "string" => match (name, arguments.as_slice()) {
            ("isnullorempty", [text]) => boolean(text.is_empty()),
            ("isnullorwhitespace", [text]) => boolean(text.trim().is_empty()),
            ("copy" | "new", [text]) => (*text).to_owned(),
            ("concat", parts) => parts.concat(),
            ("equals", [a, b]) => boolean(a == b),
            ("equals", [a, b, mode]) => boolean(if ignores_case(mode) { a.eq_ignore_ascii_case(b) } else { a == b }),
            _ => return None,
        },
        "io.path" => path(scope, name, &arguments)?,
        "io.file" => match (name, arguments.as_slice()) {
            ("exists", [file]) => boolean(scope.files.is_file(&paths::absolute(scope.project_directory(), file))),
            _ => return None,
        },
        "version" => match (name, arguments.as_slice()) {
            ("parse" | "new", [version]) if numbers(version).is_some() => (*version).to_owned(),
            _ => return None,
        },
        // Whatever the machine says; empty is what most machines say.
        "environment" => match (name, arguments.as_slice()) {
            ("getenvironmentvariable", [_]) => return Some((String::new(), Doubt::Maybe)),
            _ => return None,
        },
        _ => return None,
    };
    Some((text, Doubt::Certain))
}

fn msbuild(scope: &Scope<'_>, name: &str, arguments: &[&str]) -> Option<(String, Doubt)> {
    let above = |start: &Path, file: &str| paths::file_above(scope.root, start, file, |path| scope.files.is_file(path));
    let framework = |text: &str| text.parse::<TargetFramework>().ok();
    let order = |test: fn(Ordering) -> bool| match arguments {
        [a, b] => Some(boolean(test(compare_versions(a, b)?))),
        _ => None,
    };
    let text = match (name, arguments) {
        ("getpathoffileabove", [file]) => path_text(above(&scope.file.directory, file).as_deref()),
        ("getpathoffileabove", [file, start]) => {
            path_text(above(&paths::absolute(&scope.file.directory, start), file).as_deref())
        }
        ("getdirectorynameoffileabove", [start, file]) => {
            let start = paths::absolute(&scope.file.directory, start);
            path_text(paths::directory_above(scope.root, &start, file, |path| scope.files.is_file(path)))
        }
        ("istargetframeworkcompatible", [target, candidate]) => {
            boolean(match (framework(target), framework(candidate)) {
                (Some(target), Some(candidate)) => target.is_compatible_with(&candidate),
                _ => false,
            })
        }
        ("gettargetframeworkidentifier", [target]) => {
            framework(target).map(|it| it.identifier().to_owned()).unwrap_or_default()
        }
        ("gettargetframeworkversion", [target]) | ("gettargetframeworkversion", [target, _]) => framework(target)
            .map(|it| match it.version() {
                (major, minor, 0) => format!("{major}.{minor}"),
                (major, minor, patch) => format!("{major}.{minor}.{patch}"),
            })
            .unwrap_or_default(),
        ("gettargetplatformidentifier", [target]) => {
            let framework = framework(target);
            let platform = framework.as_ref().and_then(TargetFramework::platform).unwrap_or_default();
            platform.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().to_owned()
        }
        ("versionequals", _) => order(Ordering::is_eq)?,
        ("versionnotequals", _) => order(Ordering::is_ne)?,
        ("versiongreaterthan", _) => order(Ordering::is_gt)?,
        ("versiongreaterthanorequals", _) => order(Ordering::is_ge)?,
        ("versionlessthan", _) => order(Ordering::is_lt)?,
        ("versionlessthanorequals", _) => order(Ordering::is_le)?,
        ("ensuretrailingslash", [path]) if path.is_empty() || path.ends_with(['/', '\\']) => (*path).to_owned(),
        ("ensuretrailingslash", [path]) => format!("{path}/"),
        ("normalizepath", parts) if !parts.is_empty() => normalized(scope, parts),
        ("normalizedirectory", parts) if !parts.is_empty() => paths::with_slash(Path::new(&normalized(scope, parts))),
        ("valueordefault", [value, default]) => (if value.is_empty() { *default } else { *value }).to_owned(),
        ("escape" | "unescape", [text]) => (*text).to_owned(),
        ("isosplatform", [_]) => return Some((boolean(false), Doubt::Maybe)),
        ("isosunixlike", []) => return Some((boolean(true), Doubt::Maybe)),
        ("isrunningfromvisualstudio", []) => return Some((boolean(false), Doubt::Maybe)),
        _ => return None,
    };
    Some((text, Doubt::Certain))
}

fn path(scope: &Scope<'_>, name: &str, arguments: &[&str]) -> Option<String> {
    Some(match (name, arguments) {
        ("combine", parts) => {
            let mut joined = String::new();
            for part in parts {
                if part.starts_with(['/', '\\']) {
                    joined.clear();
                } else if !joined.is_empty() && !joined.ends_with(['/', '\\']) {
                    joined.push('/');
                }
                joined.push_str(part);
            }
            joined
        }
        ("getfilename", [path]) => file_name(path).to_owned(),
        ("getfilenamewithoutextension", [path]) => {
            let name = file_name(path);
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
        }
        ("getextension", [path]) => {
            file_name(path).rsplit_once('.').map(|(_, extension)| format!(".{extension}")).unwrap_or_default()
        }
        ("getdirectoryname", [path]) => {
            path.rsplit_once(['/', '\\']).map(|(start, _)| start.to_owned()).unwrap_or_default()
        }
        ("getfullpath", parts @ [_]) => normalized(scope, parts),
        ("directoryseparatorchar", []) => "/".to_owned(),
        _ => return None,
    })
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn normalized(scope: &Scope<'_>, parts: &[&str]) -> String {
    let mut path = scope.project_directory().to_path_buf();
    for part in parts {
        path = paths::absolute(&path, part);
    }
    path.to_string_lossy().into_owned()
}

fn path_text(path: Option<&Path>) -> String {
    path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default()
}

/// `v8.0`, `8`, `8.0.1+sha`, `8.0-rc`: what MSBuild's version functions take.
fn numbers(version: &str) -> Option<[u32; 4]> {
    let version = version.trim().trim_start_matches(['v', 'V']);
    let version = version.split(['-', '+']).next().unwrap_or(version);
    let mut numbers = [0; 4];
    for (index, part) in version.split('.').enumerate() {
        *numbers.get_mut(index)? = part.parse().ok()?;
    }
    Some(numbers)
}

/// Compares two versions; `None` where one is none.
pub(crate) fn compare_versions(a: &str, b: &str) -> Option<Ordering> {
    Some(numbers(a)?.cmp(&numbers(b)?))
}

#[cfg(test)]
mod tests {
    use crate::properties::Doubt;
    use crate::properties::tests::with_scope;

    #[test]
    fn evaluates_what_project_files_use() {
        let properties = [("TargetFramework", "net8.0"), ("Name", "My.App.Tests"), ("V", "v8.0"), ("Empty", "")];
        with_scope(&properties, |scope| {
            for (raw, text) in [
                ("$(TargetFramework.StartsWith('net8'))", "True"),
                ("$(TargetFramework.StartsWith(\"net4\"))", "False"),
                ("$(Name.EndsWith('.Tests'))", "True"),
                ("$(MSBuildProjectName.Contains('Test'))", "False"),
                ("$(Name.ToLowerInvariant().Replace('.', '-'))", "my-app-tests"),
                ("$(V.TrimStart('vV'))", "8.0"),
                ("$(V.Substring(1))", "8.0"),
                ("$(V.Substring(1, 1))", "8"),
                ("$(Name.Length)", "12"),
                ("$(Name.IndexOf('App'))", "3"),
                ("$(Missing.Trim())", ""),
                ("$([System.String]::IsNullOrEmpty('$(Empty)'))", "True"),
                ("$([System.String]::Copy('$(Name)').StartsWith('My'))", "True"),
                ("$([MSBuild]::IsTargetFrameworkCompatible('$(TargetFramework)', 'net6.0'))", "True"),
                ("$([MSBuild]::IsTargetFrameworkCompatible('net6.0', '$(TargetFramework)'))", "False"),
                ("$([MSBuild]::IsTargetFrameworkCompatible('', 'net6.0'))", "False"),
                ("$([MSBuild]::GetTargetFrameworkIdentifier('$(TargetFramework)'))", ".NETCoreApp"),
                ("$([MSBuild]::GetTargetFrameworkVersion('net472'))", "4.7.2"),
                ("$([MSBuild]::GetTargetPlatformIdentifier('net8.0-windows10.0'))", "windows"),
                ("$([MSBuild]::VersionGreaterThanOrEquals($(V), 8.0))", "True"),
                ("$([MSBuild]::VersionLessThan('7.0', '8'))", "True"),
                ("$([System.Version]::Parse('8.1').Minor)", "1"),
                ("$([MSBuild]::EnsureTrailingSlash('a'))", "a/"),
                ("$([MSBuild]::ValueOrDefault('$(Empty)', 'x'))", "x"),
                ("$([MSBuild]::NormalizePath('$(MSBuildThisFileDirectory)', '..\\x'))", "/r/x"),
                ("$([System.IO.Path]::Combine('a', 'b/', 'c'))", "a/b/c"),
                ("$([System.IO.Path]::GetFileNameWithoutExtension('a\\b.c.cs'))", "b.c"),
                ("$([System.IO.Path]::GetFullPath('../x'))", "/r/src/x"),
                ("$([System.IO.File]::Exists('../x.props'))", "True"),
                (
                    "$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))",
                    "/r/Directory.Build.props",
                ),
                ("$([MSBuild]::GetPathOfFileAbove('x.props'))", "/r/src/x.props"),
                ("$([MSBuild]::GetPathOfFileAbove('none.props'))", ""),
                (
                    "$([MSBuild]::GetDirectoryNameOfFileAbove($(MSBuildThisFileDirectory), Directory.Build.props))/y",
                    "/r/y",
                ),
            ] {
                let expansion = scope.expand(raw);
                assert_eq!((expansion.text.as_str(), expansion.doubt), (text, Doubt::Certain), "{raw}");
            }
        });
    }

    #[test]
    fn leaves_the_rest_unknown() {
        with_scope(&[("A", "1")], |scope| {
            for raw in [
                "$([System.DateTime]::Now)",
                "$([MSBuild]::Bitwise(1))",
                "$(A.Frob())",
                "$(A[0])",
                "$(A.Substring(9))",
                "$(A.Substring(0, 99999999999999999999))",
                "$(Registry:HKEY_LOCAL_MACHINE\\x)",
                "$([MSBuild]::)",
                "$([)",
                "$(.)",
                "$([System.String]::Copy('$(A.Nope())'))",
            ] {
                assert_eq!(scope.expand(raw).doubt, Doubt::Unknown, "{raw}");
            }
            assert_eq!(scope.expand("$([MSBuild]::IsOSPlatform('Windows'))").doubt, Doubt::Maybe);
            assert_eq!(scope.expand("$(OS)").doubt, Doubt::Maybe);
        });
    }
}
