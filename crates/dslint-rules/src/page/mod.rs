//! Reading a rule page: Markdown with a TOML head, examples with markers.

mod body;
mod error;
mod example;
mod head;
mod head_match;
mod raw;

pub use body::Page;
pub use error::PageError;
pub use example::{Example, ExampleFile, Expected, Language};
pub(crate) use head::{Author, read_page};
