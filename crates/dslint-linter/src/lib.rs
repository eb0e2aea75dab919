//! Facts and rules to diagnostics, fixes and the ledger. Pure: it reads files through a trait, knows no command line
//! and serializes nothing.

mod analysis;
mod checks;
mod diagnostic;
mod lint;
mod load;
mod matching;
mod message;
mod plan;
mod source;
mod words;

pub use analysis::{Analysis, Request, Searched, Skipped};
pub use diagnostic::{Confidence, Diagnostic, Edit, Fix, Label};
pub use lint::analyze;
pub use source::{Reader, SourceFile, SourceId, SourceKind, Sources};
