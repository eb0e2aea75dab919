//! What is generated equals what `cargo xtask bless` writes.

use dslint_rules::RuleSet;
use std::fs;
use std::path::Path;

#[test]
fn generated_files_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = RuleSet::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    for (path, content) in dslint::docs::generated(rules) {
        let on_disk = fs::read_to_string(root.join(path)).unwrap_or_default().replace("\r\n", "\n");
        assert!(on_disk == content, "{path} is stale: run `cargo xtask bless`");
    }
}
