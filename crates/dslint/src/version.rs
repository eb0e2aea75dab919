//! What `--version` says: the program, and how much it knows.

use std::sync::LazyLock;

use dslint_rules::RuleSet;
use dslint_version::NuGetVersion;

/// The version, the number of rules, and the releases that they are about: `0.1.0 (rules: 26, 6.3 to 7.3)`.
pub(crate) static LONG: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    let Ok(rules) = RuleSet::embedded() else { return version.to_owned() };
    let since = || rules.into_iter().filter_map(|rule| rule.since.as_ref());
    let release = |version: &NuGetVersion| format!("{}.{}", version.major(), version.minor());
    let (first, last) = (since().min().map(release), since().max().map(release));
    let releases = first.zip(last).map(|(first, last)| format!(", {first} to {last}"));
    format!("{version} (rules: {}{})", rules.len(), releases.unwrap_or_default())
});
