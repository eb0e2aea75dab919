//! The settings file that `dslint init` begins: every key with what it is for, only the target switched on.

use super::keys::{KEYS, Key, Kind};
use crate::wrap::wrap;

/// Where comments are wrapped.
const WIDTH: usize = 98;

/// The text. `found` says what was found here; `to` is the target.
pub(crate) fn text(found: &[String], to: &str) -> String {
    let mut text = String::new();
    comment(
        &mut text,
        "Settings of dslint for this directory and all below it, up to the next dslint.toml. Flags of the command line win \
         over this file; `dslint config` shows what holds and where it comes from.",
    );
    if !found.is_empty() {
        text.push('\n');
        comment(&mut text, "Found here:");
        for line in found {
            text.push_str(&format!("#   {line}\n"));
        }
    }
    for key in &KEYS {
        text.push('\n');
        comment(&mut text, &format!("{} Without it: {}.", key.description, key.default));
        if let Kind::Word(words) = key.kind {
            let words: Vec<String> = words().into_iter().map(|word| word.name).collect();
            comment(&mut text, &format!("One of {}.", words.join(", ")));
        }
        push_example(&mut text, key, to);
    }
    text
}

/// The target stands, so that a newer dslint does not move it; the rest is there to be switched on.
fn push_example(text: &mut String, key: &Key, to: &str) {
    if key.name == "to" {
        text.push_str(&format!("to = \"{to}\"\n"));
        return;
    }
    for line in key.example.lines() {
        text.push_str(&format!("# {line}\n"));
    }
}

fn comment(text: &mut String, words: &str) {
    for line in wrap(words, WIDTH) {
        text.push_str(&format!("# {line}\n"));
    }
}
