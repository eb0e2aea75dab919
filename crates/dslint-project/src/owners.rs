//! Which projects a source file belongs to, answered from indexes so that a tree of many projects costs little per file.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use crate::compile::{Membership, OperationKind, Pattern, Sources, membership};
use crate::paths;
use crate::project::{Language, Project, ProjectId};

/// Projects by where their files can be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Owners {
    /// By the key of the project's directory, with `/` at the end.
    by_directory: HashMap<String, Vec<ProjectId>>,
    /// By the key of a file that is included by its path and lies outside of the project's directory.
    by_file: HashMap<String, Vec<ProjectId>>,
    /// By the base of a wildcard that leads outside of the project's directory.
    by_base: HashMap<String, Vec<ProjectId>>,
}

impl Owners {
    pub(crate) fn new(projects: &[Project]) -> Self {
        let mut owners = Self::default();
        for project in projects.iter().filter(|project| project.language == Language::CSharp) {
            let own = directory_key(&project.directory);
            for operation in project.builds.iter().flat_map(|build| &build.compile) {
                if operation.kind == OperationKind::Remove {
                    continue;
                }
                for pattern in operation.patterns.iter().filter(|pattern| !pattern.base().starts_with(&own)) {
                    let projects = match pattern {
                        Pattern::File(file, _) => owners.by_file.entry(file.clone()).or_default(),
                        other => owners.by_base.entry(other.base().to_owned()).or_default(),
                    };
                    if projects.last() != Some(&project.id) {
                        projects.push(project.id);
                    }
                }
            }
            owners.by_directory.entry(own).or_default().push(project.id);
        }
        owners
    }

    /// The projects that compile `path`, sorted. Where several have it by their default globs, only the nearest count:
    /// MSBuild would give a file below two project directories to both, which nobody means.
    pub(crate) fn of(&self, projects: &[Project], path: &Path) -> Vec<ProjectId> {
        let key = paths::key(path);
        if Sources::of(&key).is_none() {
            return Vec::new();
        }
        let mut owners = BTreeSet::new();
        let outside = self.by_file.get(&key).into_iter().flatten();
        for &id in outside {
            owners.extend(Self::membership(projects, id, &key).map(|_| id));
        }
        let mut nearest_found = false;
        let mut directory = key.as_str();
        while let Some((above, _)) = directory.trim_end_matches('/').rsplit_once('/') {
            directory = &key[..above.len() + 1];
            for &id in self.by_base.get(directory).into_iter().flatten() {
                owners.extend(Self::membership(projects, id, &key).map(|_| id));
            }
            let mut found = false;
            for &id in self.by_directory.get(directory).into_iter().flatten() {
                match Self::membership(projects, id, &key) {
                    Some(Membership::Explicit) => {
                        found = true;
                        owners.insert(id);
                    }
                    Some(Membership::Default) if !nearest_found => {
                        found = true;
                        owners.insert(id);
                    }
                    Some(Membership::Default) => {}
                    // What a nearer project builds into is nobody's source.
                    None if owners.is_empty() && Self::is_output(&key, directory) => return Vec::new(),
                    None => {}
                }
            }
            nearest_found |= found;
        }
        owners.into_iter().collect()
    }

    fn is_output(key: &str, directory: &str) -> bool {
        key.strip_prefix(directory).is_some_and(|rest| rest.starts_with("bin/") || rest.starts_with("obj/"))
    }

    fn membership(projects: &[Project], id: ProjectId, key: &str) -> Option<Membership> {
        let project = projects.get(id.0 as usize)?;
        project.builds.iter().filter_map(|build| membership(&build.compile, key)).max()
    }
}

fn directory_key(directory: &Path) -> String {
    format!("{}/", paths::key(directory).trim_end_matches('/'))
}
