//! The baseline file: JSON that people read in reviews, as docs/baseline.schema.json documents it. Nothing in it depends on
//! lines, times or machines, so that it changes only when what is known changes.

use std::fmt;
use std::io;
use std::path::Path;

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

use dslint_linter::Reader as _;
use dslint_syntax::text::SourceText;

use crate::disk::{Disk, reason};
use crate::report::fingerprint::{Fingerprint, Identity};

/// Version of the contract.
const VERSION: u32 = 1;
/// What is shown of a line.
const LONGEST_TEXT: usize = 120;

/// A known finding. The order of the fields is the one in which entries are sorted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// From the top of the tree.
    pub(crate) path: String,
    pub(crate) code: String,
    /// The rule's name.
    pub(crate) rule: String,
    /// The member or type around the place; empty outside of all.
    #[serde(default)]
    pub(crate) symbol: String,
    /// The marked line, shortened. For readers only.
    #[serde(default)]
    pub(crate) text: String,
    #[serde(serialize_with = "write_fingerprint", deserialize_with = "read_fingerprint")]
    pub(crate) fingerprint: Fingerprint,
}

impl Entry {
    /// The entry of a finding.
    pub(crate) fn of(identity: &Identity) -> Entry {
        Entry {
            path: identity.path.clone(),
            code: identity.rule.code.to_string(),
            rule: identity.rule.name.to_string(),
            symbol: identity.symbol.clone(),
            text: shortened(&identity.line),
            fingerprint: identity.fingerprint,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Document {
    #[serde(deserialize_with = "read_version")]
    version: u32,
    findings: Vec<Entry>,
}

/// Why a baseline could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BaselineError {
    #[error("{}", reason(.0))]
    Unreadable(io::Error),
    #[error("{0}")]
    NoText(String),
    #[error("{why} (line {line}, column {column})")]
    Broken { line: usize, column: usize, why: String },
}

/// Reads a baseline; its entries are sorted, and what stands there twice counts once.
pub(super) fn read(path: &Path) -> Result<Vec<Entry>, BaselineError> {
    let bytes = Disk.read(path).map_err(BaselineError::Unreadable)?;
    let text = SourceText::decode(bytes).map_err(|error| BaselineError::NoText(error.to_string()))?.text;
    parse(&text)
}

fn parse(text: &str) -> Result<Vec<Entry>, BaselineError> {
    let document: Document = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let said = error.to_string();
        let place = format!(" at line {line} column {column}");
        BaselineError::Broken { line, column, why: said.strip_suffix(&place).unwrap_or(&said).to_owned() }
    })?;
    let mut entries = document.findings;
    entries.sort();
    entries.dedup_by(|later, earlier| later.fingerprint == earlier.fingerprint);
    Ok(entries)
}

/// The text of a baseline.
pub(super) fn text(entries: Vec<Entry>) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(&Document { version: VERSION, findings: entries })? + "\n")
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(LONGEST_TEXT) {
        None => line.to_owned(),
        Some(_) => line.chars().take(LONGEST_TEXT - 1).chain(['…']).collect(),
    }
}

fn write_fingerprint<S: Serializer>(fingerprint: &Fingerprint, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(fingerprint)
}

fn read_fingerprint<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
    // What a visitor refuses gets the line where it stands, and not the one where the entry ends.
    deserializer.deserialize_str(OfText)
}

struct OfText;

impl de::Visitor<'_> for OfText {
    type Value = Fingerprint;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a fingerprint")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Fingerprint, E> {
        text.parse().map_err(E::custom)
    }
}

fn read_version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        VERSION => Ok(VERSION),
        other => Err(de::Error::custom(format!("version {other} is not known here: this dslint writes {VERSION}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, ordinal: u32) -> Entry {
        Entry {
            path: path.to_owned(),
            code: "DS7302".to_owned(),
            rule: "client-credentials-requires-secret".to_owned(),
            symbol: "Config.Machine".to_owned(),
            text: "RequireClientSecret = false,".to_owned(),
            fingerprint: Fingerprint { hash: 7, ordinal },
        }
    }

    #[test]
    fn is_read_as_it_is_written_in_any_order_and_with_any_line_ends() {
        let entries = vec![entry("a.cs", 1), entry("a.cs", 2), entry("b.cs", 3)];
        let text = text(entries.clone()).unwrap();
        assert_eq!(parse(&text.replace('\n', "\r\n")).unwrap(), entries);
        let mut turned = entries.clone();
        turned.reverse();
        turned.push(entry("a.cs", 1));
        assert_eq!(parse(&super::text(turned).unwrap()).unwrap(), entries);
    }

    #[test]
    fn says_where_it_is_broken() {
        let good = text(vec![entry("a.cs", 1)]).unwrap();
        let error = |text: &str| parse(text).unwrap_err().to_string();
        let conflict = good.replace("  \"findings\"", "<<<<<<< HEAD\n  \"findings\"");
        assert_eq!(error(&conflict), "key must be a string (line 3, column 1)");
        let version = good.replace("\"version\": 1", "\"version\": 2");
        assert!(error(&version).starts_with("version 2 is not known here"), "{}", error(&version));
        assert!(error(&version).contains("(line 2, "), "{}", error(&version));
        let fingerprint = good.replace("07:1", "07");
        assert!(error(&fingerprint).starts_with("a fingerprint has 32"), "{}", error(&fingerprint));
        assert!(error(&fingerprint).contains("(line 10, "), "{}", error(&fingerprint));
        assert!(error("").contains("(line 1, "), "{}", error(""));
    }

    #[test]
    fn long_lines_are_shortened() {
        assert_eq!(shortened("x"), "x");
        assert_eq!(shortened(&"é".repeat(500)).chars().count(), LONGEST_TEXT);
    }
}
