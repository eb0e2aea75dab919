//! The program as its users meet it: the real binary, run over small trees.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in what it shares with others")]

#[cfg(unix)]
mod action;
mod bad_input;
mod baseline;
mod completions;
mod config;
mod corpus;
mod diff;
mod exit_codes;
mod fix;
mod formats;
mod github;
mod hook;
mod human;
mod plan;
mod plan_ledger;
mod projects;
mod rules;
mod sarif;
mod sarif_validator;
mod scope;
mod screens;
mod services;
mod support;
mod suppress;
