//! Values of members that the API files show only as code, from `known-values.tsv`.

use super::scan::column;

/// What a member always yields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownValue {
    /// One string.
    Text(&'static str),
    /// A collection of strings, in order.
    List(Vec<&'static str>),
}

impl KnownValue {
    /// The strings it consists of.
    pub fn texts(&self) -> &[&'static str] {
        match self {
            KnownValue::Text(text) => std::slice::from_ref(text),
            KnownValue::List(texts) => texts,
        }
    }
}

/// One line of the table: member, `text` or `list`, values separated by `|`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownValueLine {
    /// Full name of the member; `~` stands for both roots.
    pub(crate) member: &'static str,
    line: &'static str,
}

impl KnownValueLine {
    /// Reads the table; comments and blank lines are passed over.
    pub(crate) fn all(table: &'static str) -> Vec<KnownValueLine> {
        table
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| KnownValueLine { member: column(line, 0), line })
            .collect()
    }

    /// The value of this line; `None` when its kind is unknown.
    pub(crate) fn value(self) -> Option<KnownValue> {
        let values = column(self.line, 2);
        match column(self.line, 1) {
            "text" => Some(KnownValue::Text(values)),
            "list" if values.is_empty() => Some(KnownValue::List(Vec::new())),
            "list" => Some(KnownValue::List(values.split('|').collect())),
            _ => None,
        }
    }
}
