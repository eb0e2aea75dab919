//! Settings: what holds for a run, and where each value comes from. A flag of the command line wins over the nearest
//! `dslint.toml`, and that over the defaults. All commands, and whoever else runs the engine, ask [`Settings::resolve`].

mod discover;
mod file;
mod keys;
mod levels;
mod mistake;
mod origin;
pub(crate) mod schema;
mod sidecar;
mod team_rules;
pub(crate) mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dslint_linter::{LeftOut, PathFilter, Reader, Request, SourceFile, Starts};
use dslint_project::Location;
use dslint_rules::{Releases, Rule, RuleCode, RuleSet, Severity};
use dslint_syntax::text::SourceText;
use dslint_version::NuGetVersion;

use crate::cli::{FailOn, Format, MinSeverity, SettingsArguments};
use crate::disk::{Disk, reason};
use crate::error::Error;
use crate::exclude::Exclude;
use crate::{paths, selection};

use file::{IgnoreEntry, SettingsFile};
use mistake::Checked;
use team_rules::NoRules;

pub(crate) use discover::{NAME, nearest, start};
pub(crate) use levels::RuleSetting;
pub(crate) use mistake::Mistakes;
pub(crate) use origin::{Origin, Setting};
pub(crate) use sidecar::SidecarIgnore;

/// What the command line says.
#[derive(Clone, Copy, Default)]
pub(crate) struct Flags<'a> {
    /// The given paths: the nearest settings file is looked for from there.
    pub(crate) paths: &'a [PathBuf],
    /// `--config`, `--no-config`.
    pub(crate) file: Option<&'a SettingsArguments>,
    pub(crate) from: Option<&'a str>,
    pub(crate) to: Option<&'a str>,
    pub(crate) rules: &'a [String],
    pub(crate) exclude: &'a [String],
    pub(crate) format: Option<Format>,
    pub(crate) min_severity: Option<MinSeverity>,
    pub(crate) fail_on: Option<FailOn>,
}

/// What holds for a run.
#[derive(Debug)]
pub(crate) struct Settings {
    /// By its real path.
    pub(crate) working_directory: PathBuf,
    /// The settings file, by its real path.
    pub(crate) file: Option<PathBuf>,
    /// `None`: the version that each project refers to.
    pub(crate) from: Setting<Option<NuGetVersion>>,
    pub(crate) to: Setting<NuGetVersion>,
    pub(crate) format: Setting<Format>,
    pub(crate) min_severity: Setting<MinSeverity>,
    pub(crate) fail_on: Setting<FailOn>,
    /// All patterns, those of the file from its directory, those of flags from the working directory. Flags come later, so that
    /// they can take back in what the file leaves out.
    pub(crate) exclude: Exclude,
    /// The same patterns as they are written.
    pub(crate) excluded: Vec<Setting<String>>,
    /// The directory of the team's rule pages.
    pub(crate) extra_rules: Setting<Option<PathBuf>>,
    /// All rules there are, those of the team included.
    pub(crate) rule_set: &'static RuleSet,
    /// What holds for each of them, in the order of their codes.
    pub(crate) rules: Vec<RuleSetting>,
    /// Findings to leave out, in the order of the file.
    pub(crate) ignores: Vec<SidecarIgnore>,
}

impl Settings {
    /// Finds and reads the settings file, and joins it with the flags.
    ///
    /// # Errors
    /// Wrong flags; a settings file that cannot be read; everything that is wrong in it and in the rule pages it names.
    pub(crate) fn resolve(flags: Flags<'_>) -> Result<Settings, Error> {
        let here = std::env::current_dir().and_then(|path| paths::real(&path)).map_err(Error::WorkingDirectory)?;
        Settings::resolve_in(&here, flags)
    }

    /// The same from another working directory, given by its real path.
    pub(crate) fn resolve_in(here: &Path, flags: Flags<'_>) -> Result<Settings, Error> {
        let path = settings_file(flags, here)?;
        let from_file = match &path {
            Some(path) => OfFile::read(path, here)?,
            None => OfFile::none()?,
        };
        let OfFile { file, rule_set, mut rules, ignores } = from_file;

        let releases = Releases::embedded();
        let newest = || releases.newest_covered().map(|line| line.last_patch.clone()).ok_or(Error::Releases);
        let to = flags.to.map(|text| releases.resolve(text.trim())).transpose();
        let to = to.map_err(|source| Error::Release { option: "--to", source })?;
        let from = flags.from.map(|text| releases.resolve_lower(text.trim())).transpose();
        let from = from.map_err(|source| Error::Release { option: "--from", source })?;
        let to = Setting::first(to, "--to", file.to, newest()?);
        let from = Setting::first(from.map(Some), "--from", file.from.map(|from| from.map(Some)), None);
        if let Some(version) = from.value.as_ref().filter(|from| **from > to.value) {
            let named = |name: &str, version: &NuGetVersion, origin: &Origin| match origin {
                Origin::File { .. } => format!("`{name}` {version} ({})", origin.text(here)),
                _ => format!("--{name} {version}"),
            };
            return Err(Error::Backwards {
                from: named("from", version, &from.origin),
                to: named("to", &to.value, &to.origin),
            });
        }

        if !flags.rules.is_empty() {
            levels::narrow(&mut rules, &selection::find_all(rule_set, flags.rules)?);
        }
        let patterns: Vec<String> = file.exclude.iter().map(|glob| glob.value.clone()).collect();
        let directory = path.as_deref().and_then(Path::parent).unwrap_or(here);
        // The patterns of the file were checked one by one.
        let exclude = Exclude::new(directory, &patterns)?.and_then(Exclude::new(here, flags.exclude)?);
        let of_flags =
            flags.exclude.iter().map(|glob| Setting { value: glob.clone(), origin: Origin::Flag("--exclude") });
        Ok(Settings {
            from,
            to,
            format: Setting::first(flags.format, "--format", file.format, Format::Human),
            min_severity: Setting::first(flags.min_severity, "--min-severity", file.min_severity, MinSeverity::Note),
            fail_on: Setting::first(flags.fail_on, "--fail-on", file.fail_on, FailOn::Warning),
            exclude,
            excluded: file.exclude.into_iter().chain(of_flags).collect(),
            extra_rules: file.extra_rules.map_or(Setting::default(None), |(folder, _)| folder.map(Some)),
            rule_set,
            rules,
            ignores,
            file: path,
            working_directory: here.to_path_buf(),
        })
    }

    /// The rules that run, in the order of their codes.
    pub(crate) fn running(&self) -> Vec<&'static Rule> {
        self.rules.iter().filter(|setting| setting.is_on.value).map(|setting| setting.rule).collect()
    }

    /// The rules whose findings are not as loud as their pages say.
    pub(crate) fn severities(&self) -> BTreeMap<RuleCode, Severity> {
        let configured = self.rules.iter().filter(|setting| setting.severity.origin != Origin::Default);
        configured.map(|setting| (setting.rule.code.clone(), setting.severity.value)).collect()
    }

    /// What the engine is asked for by these settings, for files below `root`: every project on the way from what it refers
    /// to, or from the version that is set, and nothing known of files that were left out.
    pub(crate) fn request<'r>(&self, root: &Path, files: Vec<PathBuf>, reader: &'r dyn Reader) -> Request<'r> {
        Request {
            root: root.to_path_buf(),
            files,
            left_out: LeftOut::default(),
            reader,
            from: self.from.value.clone(),
            starts: Starts::default(),
            to: self.to.value.clone(),
            rules: self.running(),
            severities: self.severities(),
            rule_set: self.rule_set,
            sidecar: self.sidecar(),
        }
    }

    /// What to leave out in which files, for the engine.
    pub(crate) fn sidecar(&self) -> Vec<dslint_linter::SidecarIgnore> {
        let directory = self.file.as_deref().and_then(Path::parent).unwrap_or(&self.working_directory);
        let entry = |ignore: &SidecarIgnore| {
            // The pattern was checked when it was read.
            let glob = Exclude::new(directory, std::slice::from_ref(&ignore.path)).ok()?;
            Some(dslint_linter::SidecarIgnore {
                rule: ignore.rule.code.to_string(),
                paths: PathFilter::new(move |path| glob.matches_with_parents(path, false)),
                until: ignore.until.clone(),
                reason: ignore.reason.clone(),
                at: Some(ignore.at.clone()),
                removal: ignore.removal,
            })
        };
        self.ignores.iter().filter_map(entry).collect()
    }

    /// The rules that would run if the settings file did not say `off`.
    pub(crate) fn switched_off(&self) -> Vec<&'static Rule> {
        let is_off = |setting: &&RuleSetting| {
            let is_on = &setting.is_on;
            !is_on.value && matches!(is_on.origin, Origin::File { .. }) && setting.rule.is_on_by_default
        };
        self.rules.iter().filter(is_off).map(|setting| setting.rule).collect()
    }
}

/// The settings file that holds.
fn settings_file(flags: Flags<'_>, here: &Path) -> Result<Option<PathBuf>, Error> {
    match flags.file {
        Some(SettingsArguments { no_config: true, .. }) => Ok(None),
        Some(SettingsArguments { config: Some(given), .. }) => {
            let unreadable = |why: String| Error::SettingsFile { path: given.display().to_string(), why };
            let path = paths::real(&here.join(given)).map_err(|error| unreadable(reason(&error)))?;
            Ok(Some(path))
        }
        _ => Ok(discover::nearest(&discover::start(flags.paths, here))),
    }
}

/// What a settings file says, with its rules looked up.
struct OfFile {
    file: SettingsFile,
    rule_set: &'static RuleSet,
    rules: Vec<RuleSetting>,
    ignores: Vec<SidecarIgnore>,
}

impl OfFile {
    fn none() -> Result<OfFile, Error> {
        let rule_set = selection::rule_set()?;
        let rules = levels::resolve(rule_set, &[], None);
        Ok(OfFile { file: SettingsFile::default(), rule_set, rules, ignores: Vec::new() })
    }

    fn read(path: &Path, here: &Path) -> Result<OfFile, Error> {
        let unreadable = |why: String| Error::SettingsFile { path: paths::relative(here, path), why };
        let bytes = Disk.read(path).map_err(|error| unreadable(reason(&error)))?;
        let text = SourceText::decode(bytes).map_err(|error| unreadable(error.to_string()))?;
        let file = Arc::new(SourceFile::new(path.to_path_buf(), Arc::from(text.text), text.encoding));
        OfFile::of_text(file, here)
    }

    fn of_text(file: Arc<SourceFile>, here: &Path) -> Result<OfFile, Error> {
        let at: Arc<Path> = Arc::from(file.path.as_path());
        let mut checked = Checked::new(file, here);
        let mut file = file::read(&mut checked);
        let built_in = selection::rule_set()?;
        let mut wrong_pages = Vec::new();
        let mut rule_set = Some(built_in);
        if let Some((folder, range)) = &file.extra_rules {
            rule_set = match team_rules::load(built_in, &folder.value, here) {
                Ok(rules) => Some(rules),
                Err(NoRules::Folder(why)) => {
                    checked.wrong(*range, why, Some("the path starts at the directory of this file".to_owned()));
                    None
                }
                Err(NoRules::Pages(mistakes)) => {
                    wrong_pages = mistakes;
                    None
                }
            };
        }
        let entries = std::mem::take(&mut file.ignores);
        let mut ignores = Vec::new();
        let mut rules = Vec::new();
        // Without the team's rules nobody can say which ones there are not.
        if let Some(rule_set) = rule_set {
            rules = levels::resolve(rule_set, &file.levels, Some(&mut checked));
            ignores = entries.into_iter().filter_map(|entry| ignore(rule_set, entry, &at, &mut checked)).collect();
        }
        checked.finish(wrong_pages).map_err(Error::Settings)?;
        Ok(OfFile { file, rule_set: rule_set.unwrap_or(built_in), rules, ignores })
    }
}

fn ignore(
    rules: &'static RuleSet,
    entry: IgnoreEntry,
    path: &Arc<Path>,
    checked: &mut Checked,
) -> Option<SidecarIgnore> {
    match selection::find(rules, &entry.rule) {
        Ok(rule) => Some(SidecarIgnore {
            rule,
            path: entry.path,
            until: entry.until,
            reason: entry.reason,
            at: Location { path: Arc::clone(path), range: entry.range },
            line: entry.line,
            removal: entry.removal,
        }),
        Err(error) => {
            checked.wrong(entry.rule_range, error.to_string(), error.help());
            None
        }
    }
}
