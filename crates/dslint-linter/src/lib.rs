//! Facts and rules to diagnostics, fixes and the ledger. Pure: it reads files through a trait, knows no command line
//! and serializes nothing.

mod analysis;
mod checks;
mod config;
mod diagnostic;
mod family;
mod fix;
mod framework_step;
mod imports;
mod ledger;
mod lint;
mod load;
mod matching;
mod message;
mod plan;
mod rewrites;
mod searched;
mod source;
mod suppress;
mod timings;
mod unread;
mod words;
mod workspace;

pub use analysis::{Analysis, DatabaseContext, LeftOut, Request, Searched, Skipped, Starts};
pub use checks::{SchemaChange, schema_change};
pub use diagnostic::{Confidence, Decision, Diagnostic, Edit, Fix, Label};
pub use family::{
    FamilyPackage, identity_server_packages, identity_server_sources, identity_server_version, is_identity_server,
};
pub use fix::{Choice, FixedFile, FixedSource, Fixes, Refused, apply, fix};
pub use framework_step::FrameworkStep;
pub use ledger::{Ledger, Reason, Row, Verdict};
pub use lint::analyze;
pub use plan::StartingVersions;
pub use searched::Reach;
pub use source::{Reader, SourceFile, SourceId, SourceKind, Sources};
pub use suppress::{PathFilter, SidecarIgnore, Suppressed, Suppression, SuppressionKind};
pub use timings::Timings;
pub use workspace::load_workspace;
