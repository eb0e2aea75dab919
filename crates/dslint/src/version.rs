//! What `--version` says: the program, and how much it knows.

use std::sync::LazyLock;

use dslint_rules::{DIGEST, RuleSet};
use dslint_version::NuGetVersion;

/// The version, the number of rules, the releases that they are about, and a name for exactly these rules and what they know
/// about the packages: `0.1.0 (rules: 26, 6.3 to 7.3, set 3b0c…)`. Two programs that show the same set judge alike.
pub(crate) static LONG: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    let Ok(rules) = RuleSet::embedded() else { return version.to_owned() };
    let since = || rules.into_iter().filter_map(|rule| rule.since.as_ref());
    let release = |version: &NuGetVersion| format!("{}.{}", version.major(), version.minor());
    let (first, last) = (since().min().map(release), since().max().map(release));
    let releases = first.zip(last).map(|(first, last)| format!(", {first} to {last}"));
    format!("{version} (rules: {}{}, set {DIGEST})", rules.len(), releases.unwrap_or_default())
});
