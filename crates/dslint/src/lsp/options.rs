//! What the settings of the editor say: the same as the flags of the command line, and they outweigh those.

use std::path::PathBuf;

use clap::ValueEnum as _;
use serde_json::Value;

use crate::cli::MinSeverity;

/// What is said of another word than those.
const SEVERITIES: &str = "the setting `dslint.minSeverity` is none of `error`, `warning` and `note`";

/// Settings of the editor, below `dslint`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Options {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) config: Option<PathBuf>,
    /// The lowest severity that is shown.
    pub(crate) min_severity: Option<MinSeverity>,
}

impl Options {
    /// Reads `{ "to": "7.3" }`, be it inside `{ "dslint": … }` or not. What is null or empty is not set; other keys belong to
    /// the extension of the editor. The second value says what was wrong.
    pub(crate) fn read(value: &Value) -> (Options, Vec<String>) {
        let section = value.get("dslint").unwrap_or(value);
        let mut wrong = Vec::new();
        let mut text = |key: &str| match section.get(key) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Some(_) => {
                wrong.push(format!("the setting `dslint.{key}` is not a string"));
                None
            }
        };
        let (from, to) = (text("from"), text("to"));
        let config = text("config").map(PathBuf::from);
        let word = text("minSeverity");
        let min_severity = word.and_then(|word| {
            let severity = MinSeverity::from_str(&word, false);
            severity.map_err(|_| wrong.push(SEVERITIES.to_owned())).ok()
        });
        let options = Options { from, to, config, min_severity };
        (options, wrong)
    }

    /// These, and where they say nothing the others.
    pub(crate) fn or(self, others: &Options) -> Options {
        Options {
            from: self.from.or_else(|| others.from.clone()),
            to: self.to.or_else(|| others.to.clone()),
            config: self.config.or_else(|| others.config.clone()),
            min_severity: self.min_severity.or(others.min_severity),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn sections_and_plain_objects_are_read() {
        let expected = Options { to: Some("7.3".to_owned()), ..Options::default() };
        let plain = json!({ "to": " 7.3", "from": "", "path": 7 });
        assert_eq!(Options::read(&plain), (expected.clone(), vec![]));
        assert_eq!(Options::read(&json!({ "dslint": plain })), (expected, vec![]));
        assert_eq!(Options::read(&Value::Null), (Options::default(), vec![]));
        assert_eq!(Options::read(&json!({ "to": 7.3 })).1, ["the setting `dslint.to` is not a string"]);
        let (severe, wrong) = Options::read(&json!({ "minSeverity": "warning" }));
        assert_eq!((severe.min_severity, wrong), (Some(MinSeverity::Warning), vec![]));
        assert_eq!(Options::read(&json!({ "minSeverity": "loud" })).1, [SEVERITIES]);
    }
}
