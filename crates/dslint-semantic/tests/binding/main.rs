//! What names, members and creations mean: small programs, feature by feature.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test says what is wrong by failing"
)]

#[path = "../support/mod.rs"]
mod support;

mod aliases;
mod calls;
mod constants;
mod creations;
mod gaps;
mod generics;
mod inheritance;
mod members;
mod modern;
mod names;
mod packages;
mod patterns;
mod projects;
mod statements;
mod types;

use support::{compare, describe, with_program};

/// Checks what stands at each marker: a line `number what` for each.
fn check(source: &str, expected: &str) {
    let got = with_program(source, |program, markers| {
        markers.iter().map(|&marker| format!("{} {}", marker.number, describe(program, marker))).collect::<Vec<_>>()
    });
    compare(source, expected, &got);
}
