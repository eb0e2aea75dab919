//! `new-rule`: begins a rule page that can be read, with everything still to be said marked `TODO`.

use std::fs;
use std::path::{Path, PathBuf};

use dslint_rules::{RuleCode, RuleName};

use crate::TaskError;

const PAGES: &str = "rules/duende-identityserver";

/// Writes the page, unless its name or code is taken.
pub(crate) fn run(root: &Path, name: &str, code: &str) -> Result<String, TaskError> {
    let name: RuleName = name.parse()?;
    let code: RuleCode = code.parse()?;
    let directory = root.join(PAGES);
    let page = directory.join(format!("{name}.md"));
    if page.exists() {
        return Err(TaskError::Taken { what: format!("the name `{name}`"), by: shown(root, &page) });
    }
    for entry in fs::read_dir(&directory).map_err(TaskError::at(&directory))? {
        let other = entry.map_err(TaskError::at(&directory))?.path();
        if other.extension().is_some_and(|extension| extension == "md") && has_code(&other, &code)? {
            return Err(TaskError::Taken { what: format!("the code `{code}`"), by: shown(root, &other) });
        }
    }
    fs::write(&page, text(&name, &code)).map_err(TaskError::at(&page))?;
    Ok(format!(
        "written {}\nReplace every TODO (and todo), then run `cargo test` and `cargo xtask bless`.",
        shown(root, &page).display()
    ))
}

fn has_code(page: &Path, code: &RuleCode) -> Result<bool, TaskError> {
    let text = fs::read_to_string(page).map_err(TaskError::at(page))?;
    let quoted = format!("\"{code}\"");
    Ok(text.lines().any(|line| line.trim_start().starts_with("code") && line.contains(&quoted)))
}

fn shown(root: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_path_buf()
}

fn text(name: &RuleName, code: &RuleCode) -> String {
    let title = name.as_str().replace('-', " ");
    let since = match code.release() {
        Some((major, minor)) => format!("since    = \"{major}.{minor}.0\"\n"),
        None => String::new(),
    };
    format!(
        r#"```toml
code     = "{code}"
summary  = "todo: what changed, lower case, no full stop"
package  = "Duende.IdentityServer"
{since}change   = "removed"
effect   = "compile"
sources  = ["https://docs.duendesoftware.com/identityserver/upgrades/"]
effort   = "minutes"
guide    = false
message  = "`{{symbol}}` TODO what is wrong in {{to}}"
help     = "TODO what to do"

[[match]]
member   = "Duende.IdentityServer.TODO.Type.Member"
uses     = ["call", "override"]

[fix]
kind     = "none"
```

# TODO {title}

TODO What changed and why, in two or three sentences.

## What to do

TODO The replacement as code, with how to get hold of it.

## Examples

TODO What is reported.

```cs
// TODO a whole small file
TODO(); // error
```

TODO A near miss that is not reported.

```cs
// TODO a whole small file
```
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_rules::RuleSet;

    #[test]
    fn begins_a_page_once() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join(PAGES)).unwrap();
        let told = run(root.path(), "new-thing", "DS7399").unwrap();
        assert!(told.contains("rules/duende-identityserver/new-thing.md"), "{told}");
        let error = |name: &str, code: &str| run(root.path(), name, code).unwrap_err().to_string();
        assert!(error("new-thing", "DS7398").contains("the name `new-thing` is taken by"));
        assert!(error("other-thing", "DS7399").contains("the code `DS7399` is taken by"));
        assert!(error("Other", "DS7398").contains("is no rule name"));
        assert!(error("other", "DS1").contains("is no rule code"));
    }

    #[test]
    fn only_the_todos_are_wrong_with_it() {
        let page = text(&"new-thing".parse().unwrap(), &"DS7399".parse().unwrap());
        let page =
            page.replace("Duende.IdentityServer.TODO.Type.Member", "Duende.IdentityServer.Models.Client.ClientId");
        let read = RuleSet::from_pages([("rules/duende-identityserver/new-thing.md", page.as_str())]);
        assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}
