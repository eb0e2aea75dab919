//! Reports: one resolved view of an analysis, and a renderer for each format. The view knows paths, lines and columns; the
//! renderers know their format and nothing of the engine.

pub mod concise;
pub mod escape;
mod excerpt;
pub(crate) mod fingerprint;
mod generated;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub(crate) mod mistake;
pub mod msbuild;
pub mod sarif;
pub mod step_summary;
mod summary;
mod symbol;
#[cfg(test)]
mod tests;
mod view;

pub use view::{
    Base, BaselineEntry, Finding, PackageEntry, Place, ProjectEntry, Report, SearchedFiles, SkippedFile,
    SuppressedFinding,
};
pub(crate) use view::{Known, RangeEntry};

/// A report that could not be put into words.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Serialization failed.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// XML could not be written.
    #[error(transparent)]
    Xml(#[from] std::io::Error),
    /// An excerpt failed.
    #[error(transparent)]
    Excerpt(#[from] codespan_reporting::files::Error),
}
