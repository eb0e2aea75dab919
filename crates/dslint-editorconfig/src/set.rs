//! All files of a run together: which settings hold for a source file.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::parse::{ConfigFile, Properties, Section};

/// A value, and where it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setting {
    /// The value.
    pub value: String,
    /// The file, with `/`.
    pub path: Arc<str>,
    /// The line, from 1.
    pub line: u32,
}

/// The settings that hold for a source file, by their keys in lower case.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    settings: BTreeMap<String, Setting>,
}

impl Options {
    /// The setting of a key in lower case.
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.settings.get(key)
    }

    /// All settings in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.settings.iter().map(|(key, setting)| (key.as_str(), setting))
    }

    fn add(&mut self, properties: &Properties, path: &Arc<str>) {
        for (key, value) in properties {
            let setting = Setting { value: value.text.clone(), path: path.clone(), line: value.line };
            self.settings.insert(key.clone(), setting);
        }
    }
}

/// Files of settings, as a compilation has them.
#[derive(Debug, Default)]
pub struct ConfigSet {
    /// Those of directories, the highest directory first.
    local: Vec<(ConfigFile, Arc<str>)>,
    /// What holds for all files.
    global: Options,
    /// Sections of global configs, which name one file each by its whole path.
    global_sections: BTreeMap<String, Options>,
}

/// What global configs say about a key: the highest level at which it is written, and all that say it there.
#[derive(Default)]
struct Merge(BTreeMap<String, (i32, Vec<Setting>)>);

impl Merge {
    fn add(&mut self, level: i32, properties: &Properties, path: &Arc<str>) {
        for (key, value) in properties {
            // They steer the file itself.
            if matches!(key.as_str(), "is_global" | "global_level") {
                continue;
            }
            let setting = Setting { value: value.text.clone(), path: path.clone(), line: value.line };
            match self.0.get_mut(key) {
                Some((known, settings)) if *known == level => settings.push(setting),
                Some((known, _)) if *known > level => {}
                _ => {
                    self.0.insert(key.clone(), (level, vec![setting]));
                }
            }
        }
    }

    /// Two of one level that say something about the same key are both void, as in the compiler.
    fn options(self) -> Options {
        let one = |(key, (_, mut settings)): (String, (i32, Vec<Setting>))| {
            let setting = settings.pop().filter(|_| settings.is_empty())?;
            Some((key, setting))
        };
        Options { settings: self.0.into_iter().filter_map(one).collect() }
    }
}

impl ConfigSet {
    /// A set of files, in any order.
    pub fn new(files: impl IntoIterator<Item = ConfigFile>) -> ConfigSet {
        let (global, local): (Vec<_>, Vec<_>) = files.into_iter().partition(ConfigFile::is_global);
        let mut local: Vec<(ConfigFile, Arc<str>)> =
            local.into_iter().map(|file| (Arc::from(file.path()), file)).map(|(path, file)| (file, path)).collect();
        local.sort_by(|(left, _), (right, _)| {
            (left.directory().len(), left.path()).cmp(&(right.directory().len(), right.path()))
        });
        let mut merged = Merge::default();
        let mut sections: BTreeMap<String, Merge> = BTreeMap::new();
        for file in &global {
            let (path, level) = (Arc::from(file.path()), file.global_level());
            merged.add(level, &file.top, &path);
            for section in &file.sections {
                sections.entry(section.name.clone()).or_default().add(level, &section.properties, &path);
            }
        }
        let global_sections = sections.into_iter().map(|(name, merge)| (name, merge.options())).collect();
        ConfigSet { local, global: merged.options(), global_sections }
    }

    /// The settings that hold for a file, given by its absolute path; either slash will do.
    pub fn options(&self, path: &str) -> Options {
        let path = path.replace('\\', "/");
        let mut options = self.global.clone();
        if let Some(own) = self.global_sections.get(&path) {
            options.settings.extend(own.settings.clone());
        }
        let mut above: Vec<_> = self.local.iter().filter(|(file, _)| path.starts_with(file.directory())).collect();
        let root = above.iter().rposition(|(file, _)| file.is_root()).unwrap_or(0);
        for (file, own_path) in above.drain(root..) {
            let relative = path.get(file.directory().len().saturating_sub(1)..).unwrap_or_default();
            let matches = |section: &&Section| section.glob.as_ref().is_some_and(|glob| glob.matches(relative));
            for section in file.sections.iter().filter(matches) {
                options.add(&section.properties, own_path);
            }
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::severity::Severity;
    use proptest::prelude::*;

    fn set(files: &[(&str, &str)]) -> ConfigSet {
        ConfigSet::new(files.iter().map(|(path, text)| ConfigFile::parse(path, text)))
    }

    fn value(set: &ConfigSet, path: &str, key: &str) -> Option<String> {
        set.options(path).get(key).map(|setting| setting.value.clone())
    }

    #[test]
    fn deeper_files_and_later_entries_win() {
        let set = set(&[
            ("/w/src/.editorconfig", "[*.cs]\na = 3\n"),
            ("/w/.editorconfig", "a = 0\n[*]\na = 1\nb = 1\n[*.cs]\na = 2\n"),
        ]);
        assert_eq!(value(&set, "/w/src/A.cs", "a").as_deref(), Some("3"));
        assert_eq!(value(&set, "/w/src/A.cs", "b").as_deref(), Some("1"));
        assert_eq!(value(&set, "/w/A.cs", "a").as_deref(), Some("2"));
        assert_eq!(value(&set, r"\w\A.vb", "a").as_deref(), Some("1"));
        assert_eq!(value(&set, "/other/A.cs", "a"), None);
        let setting = set.options("/w/src/A.cs").get("b").cloned().unwrap();
        assert_eq!((&*setting.path, setting.line), ("/w/.editorconfig", 4));
    }

    #[test]
    fn a_root_ends_the_search_but_not_for_global_configs() {
        let set = set(&[
            ("/w/.editorconfig", "[*]\na = 1"),
            ("/w/src/.editorconfig", "root = true\n[*]\nb = 2"),
            ("/w/.globalconfig", "c = 3\na = 4"),
        ]);
        assert_eq!(value(&set, "/w/src/A.cs", "a").as_deref(), Some("4"));
        assert_eq!(value(&set, "/w/src/A.cs", "b").as_deref(), Some("2"));
        assert_eq!(value(&set, "/w/src/A.cs", "c").as_deref(), Some("3"));
        assert_eq!(value(&set, "/w/A.cs", "a").as_deref(), Some("1"));
    }

    #[test]
    fn levels_of_global_configs() {
        let set = set(&[
            ("/w/low", "is_global = true\na = low\nb = low\n[/w/A.cs]\na = section"),
            ("/w/.globalconfig", "a = high"),
            ("/w/one", "is_global = true\nglobal_level = 7\nb = one\nc = one"),
            ("/w/two", "is_global = true\nglobal_level = 7\nb = two"),
        ]);
        assert_eq!(value(&set, "/w/B.cs", "a").as_deref(), Some("high"));
        assert_eq!(value(&set, "/w/A.cs", "a").as_deref(), Some("section"));
        assert_eq!(value(&set, "/w/B.cs", "b"), None, "two of one level are both void");
        assert_eq!(value(&set, "/w/B.cs", "c").as_deref(), Some("one"));
    }

    #[test]
    fn severities_by_id_then_category_then_all() {
        let of = |text: &str, is_on_by_default: bool| {
            let set = set(&[("/w/.editorconfig", &format!("[*]\n{text}"))]);
            let options = set.options("/w/A.cs");
            options.severity("DS7302", "Upgrade", is_on_by_default).map(|chosen| chosen.severity)
        };
        let all = "dotnet_analyzer_diagnostic.severity = none\n";
        let category = "dotnet_analyzer_diagnostic.category-Upgrade.severity = Suggestion\n";
        let id = "dotnet_diagnostic.ds7302.severity = ERROR\n";
        assert_eq!(of(&format!("{id}{category}{all}"), true), Some(Severity::Error));
        assert_eq!(of(&format!("{category}{all}"), true), Some(Severity::Suggestion));
        assert_eq!(of(all, true), Some(Severity::None));
        assert_eq!(of(&format!("{category}{all}"), false), None);
        assert_eq!(of("dotnet_diagnostic.DS7302.severity = loud\n", true), None);
        assert_eq!(
            of("dotnet_diagnostic.DS7302.severity = loud\ndotnet_analyzer_diagnostic.severity = silent", true),
            Some(Severity::Silent)
        );
    }

    #[test]
    fn generated_code() {
        let set = set(&[(
            "/w/.editorconfig",
            "[*.g.cs]\ngenerated_code = TRUE\n[B.cs]\ngenerated_code = false\n[C.cs]\ngenerated_code = auto",
        )]);
        let of =
            |path: &str| set.options(path).generated_code().map(|(is_generated, setting)| (is_generated, setting.line));
        assert_eq!(of("/w/A.g.cs"), Some((true, 2)));
        assert_eq!(of("/w/B.cs"), Some((false, 4)));
        assert_eq!(of("/w/C.cs"), None);
        assert_eq!(of("/w/A.cs"), None);
    }

    proptest! {
        #[test]
        fn the_order_of_files_does_not_matter(seed in 0..24usize) {
            let mut files = vec![
                ("/w/.editorconfig", "[*]\na = 1"),
                ("/w/x/.editorconfig", "[*]\na = 2"),
                ("/w/.globalconfig", "a = 3\nb = 3"),
                ("/w/g", "is_global = 1\nb = 4\nc = 4"),
            ];
            let expected = set(&files).options("/w/x/A.cs");
            for (index, step) in [(0, seed % 4), (1, seed % 3 + 1), (2, seed % 2 + 2)] {
                files.swap(index, step);
            }
            prop_assert_eq!(set(&files).options("/w/x/A.cs"), expected);
        }
    }
}
