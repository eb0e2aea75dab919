//! The public API of the packages, release by release: what a name meant at version A and whether it still means that at B.
//!
//! Two text files of the same form are embedded and answer together: `duende-identityserver.api` (every public and protected
//! symbol of IdentityServer from 4.1 on, with ranges) and `external.api` (the few types of other packages that binding
//! needs, always there). `rules/api/README.md` describes the form. Loading is one pass over the lines that notes where each
//! type begins; everything else is read from the text when it is asked for.
//!
//! Nothing here knows rules, C# trees or versions finer than a minor release.

mod api_member;
mod api_type;
mod history;
mod known_value;
mod parameter;
mod releases;
mod scan;
mod signature;

pub use api_member::{Accessors, ApiMember, MemberKind};
pub use api_type::{ApiType, TypeDeclaration, TypeKind};
pub use history::ApiHistory;
pub use known_value::KnownValue;
pub use parameter::{ApiParameter, ParameterMode, TypeParameter};
pub use releases::{Release, ReleaseName, ReleaseSet};
pub use signature::{SignatureType, TupleElement};
