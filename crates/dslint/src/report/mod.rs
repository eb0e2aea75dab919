//! Reports: one resolved view of an analysis, and a renderer for each format. The view knows paths, lines and columns; the
//! renderers know their format and nothing of the engine.

pub mod concise;
pub mod escape;
mod excerpt;
pub mod human;
pub mod json;
pub mod sarif;
mod summary;
#[cfg(test)]
mod tests;
mod view;

pub use view::{
    Base, Finding, PackageEntry, Place, ProjectEntry, Report, SearchedFiles, SkippedFile, SuppressedFinding,
};

/// A report that could not be put into words.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Serialization failed.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// An excerpt failed.
    #[error(transparent)]
    Excerpt(#[from] codespan_reporting::files::Error),
}
