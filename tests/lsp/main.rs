//! The language server as editors meet it: the real binary over its standard streams, and real editors.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in what it shares with others")]

mod actions;
mod client;
mod conformance;
mod corpus;
mod editors;
mod edits;
mod protocol;
mod pull;
mod status;
#[allow(dead_code, reason = "the tests of the command line use the rest")]
#[path = "../cli/support.rs"]
mod support;
mod workspace;
