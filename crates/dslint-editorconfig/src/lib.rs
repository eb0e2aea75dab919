//! `.editorconfig` files and global analyzer configs in the dialect of the C# compiler: text in, keys for a source file
//! out. Opens no file and knows no rules.
//!
//! The dialect differs from that of editorconfig.org in small ways that matter: `key : value` is accepted, `#` and `;` cut
//! a value wherever they stand, a line that makes no sense is dropped without a word, and `?` is any character, `/`
//! included. Sources: Roslyn's `AnalyzerConfig`, `AnalyzerConfigSet` and `SectionNameMatching`.

mod glob;
mod parse;
mod set;
mod severity;

pub use parse::ConfigFile;
pub use set::{ConfigSet, Options, Setting};
pub use severity::{Chosen, Severity};
