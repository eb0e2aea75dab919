//! What `.editorconfig` files and global configs say about the severities of rules, for `dslint config`: those of the tree and
//! those above it, up to the repository. A run takes what is nearest to each file.

use std::path::{Path, PathBuf};

use dslint_editorconfig::{ConfigFile, Severity};
use dslint_linter::Reader as _;
use dslint_rules::RuleSet;
use dslint_syntax::text::SourceText;

use crate::disk::Disk;
use crate::walk::is_written_by_tools;

const NAMES: [&str; 2] = [".editorconfig", ".globalconfig"];
/// The keys for all rules of a category and for all rules.
const BULK: [(&str, &str); 2] = [
    ("dotnet_analyzer_diagnostic.category-upgrade.severity", "category Upgrade"),
    ("dotnet_analyzer_diagnostic.severity", "all rules"),
];

/// A severity as it is written.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Written {
    pub(super) file: PathBuf,
    /// From 1.
    pub(super) line: u32,
    /// The name of the section, without brackets.
    pub(super) section: Option<String>,
    /// The code of a rule, or which rules are meant.
    pub(super) rules: String,
    pub(super) severity: String,
}

/// The severities of our rules in the settings files around a directory, sorted by file and line.
pub(super) fn around(directory: &Path, rules: &RuleSet) -> Vec<Written> {
    let mut files: Vec<PathBuf> = Vec::new();
    for above in directory.ancestors() {
        files.extend(NAMES.map(|name| above.join(name)));
        if above.join(".git").exists() {
            break;
        }
    }
    let mut below = ignore::WalkBuilder::new(directory);
    below.hidden(false).ignore(false).git_global(false).git_exclude(false).require_git(false);
    below.filter_entry(|entry| entry.depth() == 0 || !is_written_by_tools(entry.file_name()));
    let found = below.build().filter_map(Result::ok).map(ignore::DirEntry::into_path);
    files.extend(found.filter(|path| NAMES.iter().any(|name| path.ends_with(name))));
    files.sort();
    files.dedup();
    let mut written: Vec<Written> = files.iter().flat_map(|file| of_file(file, rules)).collect();
    written.sort();
    written
}

fn of_file(file: &Path, rules: &RuleSet) -> Vec<Written> {
    let text = Disk.is_file(file).then(|| Disk.read(file).ok()).flatten().and_then(|it| SourceText::decode(it).ok());
    let Some(text) = text else { return Vec::new() };
    let config = ConfigFile::parse(&file.to_string_lossy(), &text.text);
    let is_global = config.is_global();
    // Above the first section only global configs speak of files.
    let entries = config.entries().filter(|(section, ..)| is_global || section.is_some());
    let mut written = Vec::new();
    for (section, key, value, line) in entries {
        let Some(meant) = meant(key, rules).filter(|_| Severity::parse(value).is_some()) else { continue };
        let (section, severity) = (section.map(str::to_owned), value.to_lowercase());
        written.push(Written { file: file.to_path_buf(), line, section, rules: meant, severity });
    }
    written
}

fn meant(key: &str, rules: &RuleSet) -> Option<String> {
    if let Some((_, words)) = BULK.iter().find(|(bulk, _)| *bulk == key) {
        return Some((*words).to_owned());
    }
    let code = key.strip_prefix("dotnet_diagnostic.")?.strip_suffix(".severity")?;
    rules.by_code(code).map(|rule| rule.code.to_string())
}
