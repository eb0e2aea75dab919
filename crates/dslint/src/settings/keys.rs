//! The keys of a settings file: one table for the reader, the schema for editors, and the file that `dslint init` writes.

use clap::ValueEnum;

use crate::cli::{FailOn, Format, MinSeverity};

/// A key at the top of the file.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it is for, in full sentences.
    pub(crate) description: &'static str,
    /// What holds without it.
    pub(crate) default: &'static str,
    /// Lines that use it.
    pub(crate) example: &'static str,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A release or a version, as a string.
    Version,
    /// One of some words.
    Word(fn() -> Vec<Word>),
    /// A list of patterns.
    Globs,
    /// The path of a directory.
    Folder,
    /// A table of rules and levels.
    Levels,
    /// Tables of sidecar ignores.
    Ignores,
}

/// A word, and what it means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    pub(crate) name: String,
    pub(crate) meaning: String,
}

/// The words that the command line has for the same thing.
fn words<T: ValueEnum>() -> Vec<Word> {
    let words = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    words
        .map(|word| Word {
            name: word.get_name().to_owned(),
            meaning: word.get_help().map(ToString::to_string).unwrap_or_default(),
        })
        .collect()
}

/// All keys, in the order in which `init` writes them.
pub(crate) const KEYS: [Key; 9] = [
    Key {
        name: "to",
        kind: Kind::Version,
        description: "Release to go to, like \"7.3\" or \"7.3.1\".",
        default: "the newest release that the rules cover",
        example: "to = \"7.3\"",
    },
    Key {
        name: "from",
        kind: Kind::Version,
        description: "Release to come from, like \"7.2\" or \"7.2.4\". It holds for all projects.",
        default: "the version that each project refers to",
        example: "from = \"7.2\"",
    },
    Key {
        name: "exclude",
        kind: Kind::Globs,
        description: "Paths to leave out, in the syntax of .gitignore, from the directory of this file.",
        default: "nothing but what .gitignore names",
        example: "exclude = [\"samples/\", \"/src/Legacy/**/*.cs\"]",
    },
    Key {
        name: "min-severity",
        kind: Kind::Word(words::<MinSeverity>),
        description: "Nothing below this severity is reported.",
        default: "note",
        example: "min-severity = \"note\"",
    },
    Key {
        name: "fail-on",
        kind: Kind::Word(words::<FailOn>),
        description: "`dslint check` exits with 1 when something of this severity or above is reported.",
        default: "warning",
        example: "fail-on = \"warning\"",
    },
    Key {
        name: "format",
        kind: Kind::Word(words::<Format>),
        description: "How `dslint check` reports.",
        default: "human",
        example: "format = \"human\"",
    },
    Key {
        name: "extra-rules",
        kind: Kind::Folder,
        description: "A directory with rule pages of your own, from the directory of this file.",
        default: "none",
        example: "extra-rules = \"dslint-rules\"",
    },
    Key {
        name: "rules",
        kind: Kind::Levels,
        description: "How loud rules are, by code, by name, or by the start of their codes (\"DS73*\"): error, warning, \
                      note, on, off.",
        default: "what their pages say",
        example: "[rules]\nDS7303 = \"note\"\nDS7305 = \"on\"\n\"DS71*\" = \"off\"",
    },
    Key {
        name: "ignore",
        kind: Kind::Ignores,
        description: "Findings to leave out in files that cannot hold a comment, such as JSON.",
        default: "none",
        example: "[[ignore]]\npath = \"config/clients.json\"\nrule = \"DS7302\"\nuntil = \"8.0\"\nreason = \"this file goes \
                  away with the old portal\"",
    },
];

/// A key of an `[[ignore]]` table.
#[derive(Debug)]
pub(crate) struct IgnoreKey {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) is_required: bool,
}

/// All keys of an `[[ignore]]` table.
pub(crate) const IGNORE_KEYS: [IgnoreKey; 4] = [
    IgnoreKey {
        name: "path",
        description: "The files, in the syntax of .gitignore, from the directory of this file.",
        is_required: true,
    },
    IgnoreKey { name: "rule", description: "The rule, by code or name.", is_required: true },
    IgnoreKey {
        name: "until",
        description: "From this target on the findings are reported again, like \"8.0\".",
        is_required: false,
    },
    IgnoreKey { name: "reason", description: "Why the findings may stay.", is_required: true },
];

/// What may stand behind a rule in `[rules]`, and what it does.
pub(crate) const LEVELS: [(&str, &str); 5] = [
    ("error", "Report its findings as errors"),
    ("warning", "Report its findings as warnings"),
    ("note", "Report its findings as notes"),
    ("on", "Run it, also when it is off by default"),
    ("off", "Do not run it"),
];
