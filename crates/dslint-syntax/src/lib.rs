//! Bytes to text, tokens and trees. This crate decodes source files, lexes and parses C# and the C# of Razor, evaluates the
//! preprocessor and reads XML, JSON and YAML, always with byte ranges into the decoded text. It knows no rules, no types and
//! does no IO; it is the only crate that sees tree-sitter.

pub mod ast;
pub mod csharp;
pub mod directive;
pub mod guard;
mod kind;
pub mod lexer;
mod literal;
mod lower;
mod normalize;
pub mod razor;
pub mod settings;
pub mod text;
pub mod xml;
