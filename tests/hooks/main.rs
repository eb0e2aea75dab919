//! The hooks of this repository as their users meet them: real pre-commit and real prek refuse a commit, or let it pass.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in what it shares with others")]

mod commits;
mod installed;
mod repository;
mod runner;
