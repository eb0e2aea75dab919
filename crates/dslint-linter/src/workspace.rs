//! The projects of a run, loaded in one way for whoever asks about them.

use crate::plan::Plan;
use crate::source::{Reader, SourceKind};
use dslint_project::Workspace;
use dslint_semantic::table::{ProjectContext, ProjectUsing};
use dslint_syntax::text::SourceText;
use smol_str::SmolStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The project model's view of the files.
struct ProjectFiles<'r>(&'r dyn Reader);

impl dslint_project::Files for ProjectFiles<'_> {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        let bytes = self.0.read(path).ok()?;
        SourceText::decode(bytes).ok().map(|source| Arc::from(source.text))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.is_file(path)
    }
}

/// The projects and solutions among the files of a run. Upward searches and imports stay inside `root`.
pub fn load_workspace(root: &Path, files: &[PathBuf], reader: &dyn Reader) -> Workspace {
    let is_wanted = |path: &&PathBuf| matches!(SourceKind::of(path), Some(SourceKind::MsBuild | SourceKind::Solution));
    let project_files: Vec<PathBuf> = files.iter().filter(is_wanted).cloned().collect();
    Workspace::load(&ProjectFiles(reader), root, &project_files)
}

/// What binding needs to know of each project. Its code is written against the API of the release it starts from.
pub(crate) fn contexts(workspace: &Workspace, plan: &Plan) -> Vec<ProjectContext> {
    workspace
        .projects
        .iter()
        .map(|project| ProjectContext {
            closure: workspace.closure(project.id).into_iter().map(|id| id.0).collect(),
            usings: project
                .usings
                .iter()
                .map(|using| ProjectUsing {
                    target: using.name.clone(),
                    alias: using.alias.as_deref().map(SmolStr::new),
                    is_static: using.is_static,
                })
                .collect(),
            release: plan.release(&[project.id]),
        })
        .collect()
}
