//! Fixes that no template can say. A page names one as the `to` of a fix of kind `rewrite`; each lives in a file named like
//! it, and gives up where it is not sure.

mod drop_marker;
mod pass_service;
mod post_logout_jwt;

use crate::diagnostic::{Edit, Fix};
use crate::matching::FileContext;
use crate::message::Site;
use dslint_rules::FixKind;
use dslint_syntax::text::TextRange;

/// What stands where, and what is put there.
type Change = (TextRange, String);

/// From the place of a finding to what has to change in its file.
type Rewrite = fn(&FileContext<'_>, TextRange) -> Option<Vec<Change>>;

/// A rewrite: its name in pages, and itself.
const REWRITES: [(&str, Rewrite); 3] = [
    ("post-logout-jwt", post_logout_jwt::rewrite),
    ("drop-marker", drop_marker::rewrite),
    ("pass-service", pass_service::rewrite),
];

/// The fix of a finding whose page asks for a rewrite.
pub(crate) fn fix(context: &FileContext<'_>, site: &Site<'_>) -> Option<Fix> {
    let template = site.rule.fix_of(site.matched).filter(|template| template.kind == FixKind::Rewrite)?;
    let name = site.render(template.to.as_ref()?);
    let (_, rewrite) = REWRITES.iter().find(|(known, _)| *known == name)?;
    let changes = rewrite(context, site.primary.range)?;
    let edit = |(range, replacement)| Edit { source: site.primary.source, range, replacement };
    Some(Fix {
        title: site.title(template, || "Rewrite it".to_owned()),
        edits: changes.into_iter().map(edit).collect(),
        applicability: template.applicability,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_rules::{FixTemplate, RuleSet};

    #[test]
    fn pages_and_rewrites_name_each_other() {
        let rules = RuleSet::embedded().unwrap();
        let fixes = rules.iter().flat_map(|rule| rule.matches.iter().filter_map(|matched| rule.fix_of(matched)));
        let named = |fix: &FixTemplate| fix.to.as_ref().map(|to| to.render(|_| String::new())).unwrap_or_default();
        let named: Vec<String> = fixes.filter(|fix| fix.kind == FixKind::Rewrite).map(named).collect();
        for name in &named {
            assert!(REWRITES.iter().any(|(known, _)| known == name), "no rewrite is called {name}");
        }
        for (name, _) in REWRITES {
            assert!(named.iter().any(|it| it == name), "no page names the rewrite {name}");
        }
    }
}
