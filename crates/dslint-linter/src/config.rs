//! Settings files of a run: JSON, YAML and `.env` that hold a word of a rule, read as trees.
//!
//! .NET reads `appsettings.Production.json` over `appsettings.json`, key by key and index by index. So files of one name
//! are loaded together, and each knows what it lies over.

use crate::analysis::{Searched, Skipped};
use crate::plan::Plan;
use crate::source::{Reader, SourceFile, SourceId, SourceKind, Sources};
use crate::suppress::{Marked, is_marked};
use aho_corasick::AhoCorasick;
use dslint_project::{ProjectId, Workspace};
use dslint_rules::ApiHistory;
use dslint_syntax::settings::{self, Format, Node};
use dslint_syntax::text::SourceText;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A settings file.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    pub(crate) source: SourceId,
    pub(crate) path: PathBuf,
    /// The projects in whose directory it lies, the nearest ones.
    pub(crate) owners: Vec<ProjectId>,
    pub(crate) text: Arc<str>,
    pub(crate) documents: Vec<Node>,
    /// What the variables in it make of the configuration that they lie over.
    pub(crate) environments: Vec<Node>,
    /// The file that it lies over, as an index into the loaded files.
    pub(crate) base: Option<usize>,
}

/// The size of a file, its bytes where it holds a word, and its text where it may hold suppressions; or why it was not read.
type Scan = Result<(u64, Option<Vec<u8>>, Option<Marked>), String>;

/// The format of a settings file; none for other files.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    match SourceKind::of(path)? {
        SourceKind::Settings => {}
        _ => return None,
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    Some(match extension.as_str() {
        "json" => Format::Json,
        "yaml" | "yml" => Format::Yaml,
        _ => Format::Env,
    })
}

/// Loads the settings files that hold a word of the rules that matter, and those they lie over or that lie over them,
/// sorted by path; and those that may hold suppressions.
pub(crate) fn load(
    files: &[PathBuf],
    reader: &dyn Reader,
    workspace: &Workspace,
    plan: &Plan,
    sources: &mut Sources,
    searched: &mut Searched,
    skipped: &mut Vec<Skipped>,
) -> (Vec<ConfigFile>, Vec<Marked>) {
    let mut paths: Vec<&PathBuf> = files.iter().filter(|path| format_of(path).is_some()).collect();
    paths.sort();
    paths.dedup();
    let api = ApiHistory::embedded();
    let words: BTreeSet<_> = plan.searched().into_iter().flat_map(|rule| rule.config_words(api)).collect();
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(words.iter().map(|word| word.as_str()));
    let (false, Ok(automaton)) = (words.is_empty() || paths.is_empty(), automaton) else { return Default::default() };
    let scans: Vec<Scan> = paths
        .par_iter()
        .map(|path| match reader.read(path) {
            Err(error) => Err(format!("cannot be read: {error}")),
            Ok(bytes) => {
                let is_utf16 = matches!(bytes.get(..2), Some([0xFF, 0xFE] | [0xFE, 0xFF]));
                let hit = is_utf16 || automaton.is_match(&bytes);
                Ok((bytes.len() as u64, hit.then(|| bytes.clone()), commented(path, bytes, workspace, plan)))
            }
        })
        .collect();
    // Variables lie over the settings of the hosts, which may lack the word.
    let has_variables = scans.iter().any(|scan| match scan {
        Ok((_, Some(bytes), _)) => memchr::memmem::find(bytes, b"__").is_some(),
        _ => false,
    });
    let hit: BTreeSet<PathBuf> = paths
        .iter()
        .zip(&scans)
        .filter(|(_, scan)| matches!(scan, Ok((_, Some(_), _))))
        .map(|(path, _)| family(path))
        .collect();
    let mut loaded: Vec<ConfigFile> = Vec::new();
    let mut marked = Vec::new();
    for (path, scan) in paths.into_iter().zip(scans) {
        let bytes = match scan {
            Err(why) => {
                skipped.push(Skipped { path: path.clone(), why });
                continue;
            }
            Ok((size, bytes, commented)) => {
                marked.extend(commented);
                searched.bytes += size;
                searched.scanned += 1;
                match bytes {
                    Some(bytes) => bytes,
                    None if hit.contains(&family(path)) || (has_variables && is_host_settings(path)) => {
                        match reader.read(path) {
                            Ok(bytes) => bytes,
                            Err(_) => continue,
                        }
                    }
                    None => continue,
                }
            }
        };
        let Some(format) = format_of(path) else { continue };
        let parsed: Result<(SourceText, Vec<Node>, Vec<Node>), String> =
            SourceText::decode(bytes).map_err(|error| error.to_string()).and_then(|text| {
                let documents = settings::parse(&text.text, format).map_err(|error| error.to_string())?;
                let environments: Vec<Node> = documents.iter().flat_map(Node::environments).collect();
                // Only JSON is read by the host itself.
                let nested = |node: Node| if format == Format::Json { node.nested() } else { node };
                Ok((text, documents.into_iter().map(nested).collect(), environments))
            });
        match parsed {
            Ok((decoded, documents, environments)) => {
                searched.parsed += 1;
                let text: Arc<str> = Arc::from(decoded.text);
                let source = sources.add(SourceFile::new(path.clone(), text.clone(), decoded.encoding));
                let owners = owners(workspace, path);
                loaded.push(ConfigFile {
                    source,
                    path: path.clone(),
                    owners,
                    text,
                    documents,
                    environments,
                    base: None,
                });
            }
            Err(why) => skipped.push(Skipped { path: path.clone(), why: format!("not analysed: {why}") }),
        }
    }
    for index in 0..loaded.len() {
        let path = &loaded[index].path;
        let base = family(path);
        loaded[index].base = loaded.iter().position(|other| other.path == base && other.path != *path);
    }
    (loaded, marked)
}

/// The text of a YAML file that may hold suppressions.
fn commented(path: &Path, bytes: Vec<u8>, workspace: &Workspace, plan: &Plan) -> Option<Marked> {
    let is_yaml = format_of(path) == Some(Format::Yaml);
    let text = (is_yaml && is_marked(&bytes, plan.rule_set)).then(|| SourceText::decode(bytes).ok()).flatten()?;
    Some(Marked { path: path.to_path_buf(), owners: owners(workspace, path), text })
}

/// The file that a file lies over: `appsettings.json` for `appsettings.Production.json`; itself for one that lies over none.
fn family(path: &Path) -> PathBuf {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let parts: Vec<&str> = name.split('.').collect();
    match parts[..] {
        [base, _, extension] => path.with_file_name(format!("{base}.{extension}")),
        _ => path.to_path_buf(),
    }
}

/// Whether hosts read a file without being told.
pub(crate) fn is_host_settings(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    name.starts_with("appsettings.") && name.ends_with(".json")
}

/// The projects of the nearest directory above a file that has some.
pub(crate) fn owners(workspace: &Workspace, path: &Path) -> Vec<ProjectId> {
    let depth = |directory: &Path| directory.components().count();
    let around = workspace.projects.iter().filter(|project| path.starts_with(&project.directory));
    let around: Vec<_> = around.collect();
    let Some(nearest) = around.iter().map(|project| depth(&project.directory)).max() else { return Vec::new() };
    around.into_iter().filter(|project| depth(&project.directory) == nearest).map(|project| project.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_lie_over_each_other() {
        let family = |path: &str| family(Path::new(path)).display().to_string();
        assert_eq!(family("a/appsettings.Production.json"), "a/appsettings.json");
        assert_eq!(family("a/appsettings.json"), "a/appsettings.json");
        assert_eq!(family("a/x.y.z.json"), "a/x.y.z.json");
    }
}
