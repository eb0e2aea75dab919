//! The program as its users meet it: the real binary, run over small trees.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in what it shares with others")]

mod bad_input;
mod corpus;
mod exit_codes;
mod fix;
mod formats;
mod human;
mod plan;
mod projects;
mod rules;
mod sarif;
mod scope;
mod support;
mod suppress;
