//! Which source files a project compiles: the SDK's default globs, then every `Include` and `Remove` in order. Answers
//! for a given path; nothing here lists files.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use globset::{GlobBuilder, GlobMatcher};

use crate::paths;
use crate::properties::{Properties, list, unescape};
use crate::sdk::SdkReference;

/// Which sort of source file an operation speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sources {
    /// `Compile` items: `.cs` files.
    CSharp,
    /// `.cshtml` and `.razor` files.
    Razor,
}

impl Sources {
    /// The sort of a file by its name; `None` where it is not source code.
    pub(crate) fn of(key: &str) -> Option<Self> {
        let (_, extension) = key.rsplit_once('.')?;
        match extension {
            "cs" => Some(Self::CSharp),
            "cshtml" | "razor" => Some(Self::Razor),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OperationKind {
    Include,
    Remove,
}

/// One `Include` or `Remove` of source files.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) kind: OperationKind,
    pub(crate) sources: Sources,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) exclude: Vec<Pattern>,
    /// Whether it hangs on an undecided condition. An uncertain `Remove` removes nothing.
    pub(crate) uncertain: bool,
    /// Whether it is the SDK's own glob.
    pub(crate) is_default: bool,
}

impl Operation {
    /// The sort of sources that items of this type are, if they are any.
    pub(crate) fn sources(kind: &str) -> Option<Sources> {
        match kind {
            "compile" => Some(Sources::CSharp),
            "content" | "razorcomponent" | "razorgenerate" => Some(Sources::Razor),
            _ => None,
        }
    }
}

/// How a project came to a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Membership {
    /// By the SDK's default glob.
    Default,
    /// By an item that the project writes.
    Explicit,
}

/// Whether the operations hold a file, given as a key of its path.
pub(crate) fn membership(operations: &[Operation], key: &str) -> Option<Membership> {
    let sources = Sources::of(key)?;
    let mut state = None;
    for operation in operations.iter().filter(|operation| operation.sources == sources) {
        let matches = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(key));
        if !matches(&operation.patterns) {
            continue;
        }
        match operation.kind {
            OperationKind::Include if matches(&operation.exclude) => {}
            OperationKind::Include if operation.is_default => state = state.max(Some(Membership::Default)),
            OperationKind::Include => state = Some(Membership::Explicit),
            OperationKind::Remove if operation.uncertain => {}
            OperationKind::Remove => state = None,
        }
    }
    state
}

/// A path or a wildcard, matched against keys of paths.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    /// One file: its key, and its path as it is written.
    File(String, PathBuf),
    /// Everything below a directory, whose key ends in `/`.
    Below(String),
    /// Everything below a directory that lies in a hidden directory or in `node_modules`.
    HiddenBelow(String),
    /// MSBuild wildcards, made absolute.
    Wildcard {
        /// The directory before the first wildcard.
        base: String,
        /// The same as it is written.
        directory: PathBuf,
        glob: String,
        matcher: OnceLock<Option<GlobMatcher>>,
    },
}

impl Pattern {
    /// A pattern as a project in `directory` writes it, with either slash and escapes.
    pub(crate) fn new(directory: &Path, written: &str) -> Self {
        let wild = written.contains(['*', '?']);
        let path = paths::absolute(directory, &unescape(written));
        let key = paths::key(&path);
        let Some(at) = key.find(['*', '?']).filter(|_| wild) else { return Self::File(key, path) };
        let base = key[..at].rfind('/').map_or("", |slash| &key[..=slash]).to_owned();
        if &key[at..] == "**" {
            return Self::Below(base);
        }
        let is_wild = |part: &Path| part.to_string_lossy().contains(['*', '?']);
        let directory = path.ancestors().find(|part| !is_wild(part)).unwrap_or(&path).to_path_buf();
        Self::Wildcard { glob: glob(&key), base, directory, matcher: OnceLock::new() }
    }

    pub(crate) fn matches(&self, key: &str) -> bool {
        match self {
            Self::File(file, _) => file == key,
            Self::Below(directory) => key.starts_with(directory.as_str()),
            Self::HiddenBelow(directory) => {
                let Some(rest) = key.strip_prefix(directory.as_str()) else { return false };
                let folders = rest.rsplit_once('/').map_or("", |(folders, _)| folders);
                folders.split('/').any(|folder| folder.starts_with('.') || folder == "node_modules")
            }
            Self::Wildcard { base, glob, matcher, .. } => {
                key.starts_with(base.as_str())
                    && matcher.get_or_init(|| compiled(glob)).as_ref().is_some_and(|matcher| matcher.is_match(key))
            }
        }
    }

    /// The directory that everything it matches lies in.
    pub(crate) fn base(&self) -> &str {
        match self {
            Self::File(file, _) => file.rfind('/').map_or("", |slash| &file[..=slash]),
            Self::Below(base) | Self::HiddenBelow(base) | Self::Wildcard { base, .. } => base,
        }
    }
}

/// MSBuild knows `*`, `?` and `**` as a whole folder name; everything else stands for itself.
fn glob(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 8);
    for (index, folder) in key.split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        if folder == "**" {
            out.push_str(folder);
            continue;
        }
        let mut before = '/';
        for character in folder.chars() {
            match character {
                '*' if before == '*' => {}
                '[' => out.push_str("[[]"),
                ']' => out.push_str("[]]"),
                '{' => out.push_str("[{]"),
                '}' => out.push_str("[}]"),
                '\\' => out.push_str("[\\\\]"),
                other => out.push(other),
            }
            before = character;
        }
    }
    out
}

fn compiled(glob: &str) -> Option<GlobMatcher> {
    // Keys are lower case already.
    let glob = GlobBuilder::new(glob).literal_separator(true).backslash_escape(true).build().ok()?;
    Some(glob.compile_matcher())
}

/// The default globs of an SDK project in `directory`.
pub(crate) fn default_operation(
    directory: &Path,
    properties: &Properties,
    sdks: &[SdkReference],
) -> impl Iterator<Item = Operation> {
    let on = !sdks.is_empty() && !properties.is_false("EnableDefaultItems");
    let base = format!("{}/", paths::key(directory).trim_end_matches('/'));
    let mut exclude = vec![Pattern::HiddenBelow(base.clone())];
    let output = |name: &str, default: &str| match properties.value(name) {
        "" => default.to_owned(),
        written => written.trim_end_matches(['/', '\\']).to_owned(),
    };
    for folder in [output("BaseOutputPath", "bin"), output("BaseIntermediateOutputPath", "obj")] {
        exclude.push(Pattern::new(directory, &format!("{folder}/**")));
    }
    for name in ["DefaultItemExcludes", "DefaultItemExcludesInProjectFolder"] {
        let written = list(properties.value(name)).filter(|part| !part.contains("$("));
        exclude.extend(written.map(|part| Pattern::new(directory, part)));
    }
    let csharp = on && !properties.is_false("EnableDefaultCompileItems");
    let razor = on && !properties.is_false("EnableDefaultContentItems");
    [(csharp, Sources::CSharp), (razor, Sources::Razor)].into_iter().filter(|(on, _)| *on).map(move |(_, sources)| {
        Operation {
            kind: OperationKind::Include,
            sources,
            patterns: vec![Pattern::Below(base.clone())],
            exclude: exclude.clone(),
            uncertain: false,
            is_default: true,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_as_msbuild_does() {
        for (written, inside, outside) in [
            (r"**\*.cs", "/r/p/a.cs /r/p/x/y/a.cs", "/r/a.cs /r/p/a.csx"),
            ("*.cs", "/r/p/a.cs", "/r/p/x/a.cs"),
            (r"..\Shared\*.cs", "/r/shared/a.cs", "/r/shared/x/a.cs /r/p/shared/a.cs"),
            (r"..\Shared\**\*.cs", "/r/shared/a.cs /r/shared/x/y.cs", "/r/p/a.cs"),
            ("Gen/**", "/r/p/gen/a.cs /r/p/gen/x/a.cs", "/r/p/gena.cs"),
            ("Gen/**/*", "/r/p/gen/a.cs /r/p/gen/x/a.cs", "/r/p/gena.cs"),
            ("**/obj/**", "/r/p/obj/a.cs /r/p/x/obj/y/a.cs", "/r/p/object/a.cs"),
            ("?.cs", "/r/p/a.cs", "/r/p/ab.cs"),
            ("a[1]{b}!*.cs", "/r/p/a[1]{b}!x.cs", "/r/p/a1bx.cs"),
            ("A%2Ab.cs", "/r/p/a*b.cs", "/r/p/axb.cs"),
            (r"Program.CS", "/r/p/program.cs", "/r/p/x/program.cs"),
        ] {
            let pattern = Pattern::new(Path::new("/r/p"), written);
            for key in inside.split(' ') {
                assert!(pattern.matches(key), "{written} holds {key}");
            }
            for key in outside.split(' ') {
                assert!(!pattern.matches(key), "{written} does not hold {key}");
            }
        }
    }

    #[test]
    fn knows_the_directory_of_a_pattern() {
        let base = |written: &str| Pattern::new(Path::new("/r/p"), written).base().to_owned();
        assert_eq!(base(r"..\S\**\*.cs"), "/r/s/");
        assert_eq!(base("x/a*.cs"), "/r/p/x/");
        assert_eq!(base("x/a.cs"), "/r/p/x/");
    }
}
