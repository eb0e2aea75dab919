//! NuGet versions and version ranges, ordered and matched as NuGet does it. A leaf crate: it knows no projects, no
//! rules and no files.

mod range;
mod version;

pub use range::{Bound, ParseRangeError, VersionRange};
pub use version::{NuGetVersion, ParseVersionError};
