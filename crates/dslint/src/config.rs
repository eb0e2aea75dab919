//! `dslint config`: the settings that hold, and where each of them comes from.

mod severities;

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::{ConfigArguments, ConfigFormat};
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;
use crate::paths;
use crate::settings::{self, Flags, NAME, Origin, Settings};
use crate::style::{self, paint};
use crate::wrap::counted;

/// Version of the JSON document.
const VERSION: u32 = 1;

/// What holds. The contract of `--format json`, in docs/config.schema.json.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    version: u32,
    file: Option<String>,
    from: Entry<Option<String>>,
    to: Entry<String>,
    format: Entry<String>,
    min_severity: Entry<String>,
    fail_on: Entry<String>,
    exclude: Vec<Entry<String>>,
    extra_rules: Entry<Option<String>>,
    rules: Vec<RuleEntry>,
    ignores: Vec<IgnoreEntry>,
    editorconfig: Vec<EditorConfigEntry>,
}

#[derive(Serialize)]
struct Entry<T> {
    value: T,
    origin: OriginEntry,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum OriginEntry {
    Default,
    File { path: String, line: u32 },
    Flag { flag: &'static str },
}

#[derive(Serialize)]
struct RuleEntry {
    code: String,
    name: String,
    runs: Entry<bool>,
    severity: Entry<&'static str>,
}

#[derive(Serialize)]
struct IgnoreEntry {
    path: String,
    rule: String,
    until: Option<String>,
    reason: String,
    origin: OriginEntry,
}

/// A severity in `.editorconfig` or a global config.
#[derive(Serialize)]
struct EditorConfigEntry {
    path: String,
    line: u32,
    section: Option<String>,
    rules: String,
    severity: String,
}

/// Resolves the settings as `check` does, and prints them.
pub(crate) fn run(arguments: &ConfigArguments, console: &Console) -> Result<Exit, Error> {
    let settings = Settings::resolve(Flags {
        paths: &arguments.paths,
        file: Some(&arguments.settings),
        from: arguments.from.as_deref(),
        to: arguments.to.as_deref(),
        rules: &arguments.rules,
        exclude: &arguments.exclude,
        format: None,
        min_severity: arguments.min_severity,
        fail_on: arguments.fail_on,
    })?;
    let is_missing = |path: &&PathBuf| !settings.working_directory.join(path).exists();
    let missing: Vec<String> =
        arguments.paths.iter().filter(is_missing).map(|path| path.display().to_string()).collect();
    if !missing.is_empty() {
        return Err(Error::MissingPaths { paths: missing, nearest_command: None, others_checked: false });
    }
    let start = settings::start(&arguments.paths, &settings.working_directory);
    let document = document(&settings, &start);
    let text = match arguments.format {
        ConfigFormat::Human => human(&document),
        ConfigFormat::Json => {
            serde_json::to_string_pretty(&document).map_err(|error| Error::Render(error.to_string()))? + "\n"
        }
    };
    console.out(&text).map_err(Error::Stdout)?;
    Ok(Exit::Clean)
}

fn document(settings: &Settings, start: &Path) -> Document {
    let here = settings.working_directory.as_path();
    let origin = |origin: &Origin| OriginEntry::of(origin, here);
    let rules = settings.rules.iter().map(|setting| RuleEntry {
        code: setting.rule.code.to_string(),
        name: setting.rule.name.to_string(),
        runs: Entry { value: setting.is_on.value, origin: origin(&setting.is_on.origin) },
        severity: Entry { value: setting.severity.value.as_str(), origin: origin(&setting.severity.origin) },
    });
    let ignores = settings.ignores.iter().map(|ignore| IgnoreEntry {
        path: ignore.path.clone(),
        rule: ignore.rule.code.to_string(),
        until: ignore.until.as_ref().map(ToString::to_string),
        reason: ignore.reason.clone(),
        origin: OriginEntry::File { path: paths::relative(here, &ignore.at.path), line: ignore.line },
    });
    let exclude =
        settings.excluded.iter().map(|glob| Entry { value: glob.value.clone(), origin: origin(&glob.origin) });
    Document {
        version: VERSION,
        file: settings.file.as_ref().map(|file| paths::relative(here, file)),
        from: Entry {
            value: settings.from.value.as_ref().map(ToString::to_string),
            origin: origin(&settings.from.origin),
        },
        to: Entry { value: settings.to.value.to_string(), origin: origin(&settings.to.origin) },
        format: Entry { value: word(settings.format.value), origin: origin(&settings.format.origin) },
        min_severity: Entry { value: word(settings.min_severity.value), origin: origin(&settings.min_severity.origin) },
        fail_on: Entry { value: word(settings.fail_on.value), origin: origin(&settings.fail_on.origin) },
        exclude: exclude.collect(),
        extra_rules: Entry {
            value: settings.extra_rules.value.as_ref().map(|folder| paths::relative(here, folder)),
            origin: origin(&settings.extra_rules.origin),
        },
        rules: rules.collect(),
        ignores: ignores.collect(),
        editorconfig: severities::around(start, settings.rule_set)
            .into_iter()
            .map(|it| EditorConfigEntry {
                path: paths::relative(here, &it.file),
                line: it.line,
                section: it.section,
                rules: it.rules,
                severity: it.severity,
            })
            .collect(),
    }
}

/// The word of the command line.
fn word(value: impl clap::ValueEnum) -> String {
    value.to_possible_value().map(|word| word.get_name().to_owned()).unwrap_or_default()
}

impl OriginEntry {
    fn of(origin: &Origin, here: &Path) -> OriginEntry {
        match origin {
            Origin::Default => OriginEntry::Default,
            Origin::File { path, line } => OriginEntry::File { path: paths::relative(here, path), line: *line },
            Origin::Flag(flag) => OriginEntry::Flag { flag },
        }
    }

    fn is_default(&self) -> bool {
        matches!(self, OriginEntry::Default)
    }

    fn text(&self) -> String {
        match self {
            OriginEntry::Default => "default".to_owned(),
            OriginEntry::File { path, line } => format!("{path}:{line}"),
            OriginEntry::Flag { flag } => (*flag).to_owned(),
        }
    }
}

/// A table of values and origins; of the rules only those that differ from their pages.
fn human(document: &Document) -> String {
    let mut rows: Vec<(&str, String, &OriginEntry)> = Vec::new();
    let from = document.from.value.clone().unwrap_or_else(|| "the version of each project".to_owned());
    rows.push(("from", from, &document.from.origin));
    rows.push(("to", document.to.value.clone(), &document.to.origin));
    rows.push(("format", document.format.value.clone(), &document.format.origin));
    rows.push(("min-severity", document.min_severity.value.clone(), &document.min_severity.origin));
    rows.push(("fail-on", document.fail_on.value.clone(), &document.fail_on.origin));
    if document.exclude.is_empty() {
        rows.push(("exclude", "none".to_owned(), &OriginEntry::Default));
    }
    rows.extend(document.exclude.iter().map(|glob| ("exclude", glob.value.clone(), &glob.origin)));
    let folder = document.extra_rules.value.clone().unwrap_or_else(|| "none".to_owned());
    rows.push(("extra-rules", folder, &document.extra_rules.origin));

    let mut text = match &document.file {
        Some(file) => format!("settings file: {file}\n\n"),
        None => format!("settings file: none; `dslint init` writes {NAME}\n\n"),
    };
    push_table(&mut text, rows.iter().map(|(name, value, origin)| [(*name).to_owned(), value.clone(), origin.text()]));

    let running = document.rules.iter().filter(|rule| rule.runs.value).count();
    text.push_str(&format!("\n{} of {} run", running, counted(document.rules.len(), "rule", "rules")));
    let changed: Vec<&RuleEntry> = document.rules.iter().filter(|rule| rule.origin().is_some()).collect();
    // With --rule every rule is decided by the flag; which ones run says it all.
    let told: Vec<&RuleEntry> = match changed.iter().any(|rule| matches!(rule.runs.origin, OriginEntry::Flag { .. })) {
        true => changed.into_iter().filter(|rule| rule.runs.value).collect(),
        false => changed,
    };
    match told.is_empty() {
        true => text.push_str(", all as their pages say\n"),
        false => text.push_str("; not as their pages say:\n"),
    }
    let width = told.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    push_table(
        &mut text,
        told.iter().map(|rule| {
            let level = if rule.runs.value { rule.severity.value } else { "off" };
            let origin = rule.origin().map(OriginEntry::text).unwrap_or_default();
            [format!("{:<width$}  {}", rule.code, rule.name), level.to_owned(), origin]
        }),
    );
    if !document.ignores.is_empty() {
        text.push_str("\nignored:\n");
    }
    push_table(
        &mut text,
        document.ignores.iter().map(|ignore| {
            let until = ignore.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
            [ignore.path.clone(), format!("{}{until}: {}", ignore.rule, ignore.reason), ignore.origin.text()]
        }),
    );
    if !document.editorconfig.is_empty() {
        text.push_str("\nseverities of .editorconfig and .globalconfig, which outweigh those above:\n");
    }
    push_table(
        &mut text,
        document.editorconfig.iter().map(|it| {
            let files = it.section.as_ref().map_or_else(|| "all files".to_owned(), |section| format!("[{section}]"));
            let origin = OriginEntry::File { path: it.path.clone(), line: it.line };
            [format!("{}  {files}", it.rules), it.severity.clone(), origin.text()]
        }),
    );
    text
}

impl RuleEntry {
    /// Where what is not as the page says comes from.
    fn origin(&self) -> Option<&OriginEntry> {
        [&self.runs.origin, &self.severity.origin].into_iter().find(|origin| !origin.is_default())
    }
}

/// Rows of name, value and origin, with the names and values each as wide as the widest.
fn push_table(text: &mut String, rows: impl Iterator<Item = [String; 3]>) {
    let rows: Vec<[String; 3]> = rows.collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    for [name, value, origin] in &rows {
        let value = crate::report::escape::line(value);
        text.push_str(&format!("  {name:<first$}  {value:<second$}  {}\n", paint(style::FAINT, origin)));
    }
}
