//! Findings that are told once for each project: the first stands for all and counts the others.

use crate::message::Site;
use crate::source::Sources;
use dslint_rules::Match;
use std::collections::HashMap;
use std::path::Path;

/// Leaves the first finding, by path and place, of each match that asks for it in each project.
pub(crate) fn fold<'a>(sites: Vec<Site<'a>>, sources: &Sources) -> Vec<Site<'a>> {
    let (mut folded, mut kept): (Vec<Site<'a>>, Vec<Site<'a>>) =
        sites.into_iter().partition(|site| site.matched.once.is_some());
    let place = |site: &Site<'_>| -> (&Path, u32, u32) {
        let range = site.primary.range;
        (&sources.get(site.primary.source).path, range.start, range.end)
    };
    folded.sort_by(|left, right| place(left).cmp(&place(right)));
    // A file that is compiled in several ways is one file.
    folded.dedup_by(|later, earlier| {
        place(later) == place(earlier)
            && std::ptr::eq(later.matched, earlier.matched)
            && later.project == earlier.project
    });
    let key = |site: &Site<'_>| (std::ptr::from_ref::<Match>(site.matched) as usize, site.project);
    let mut counts: HashMap<_, usize> = HashMap::new();
    for site in &folded {
        *counts.entry(key(site)).or_default() += 1;
    }
    for mut site in folded {
        let Some(count) = counts.remove(&key(&site)) else { continue };
        if let Some(once) = &site.matched.once {
            site.names.others = once.others(count.saturating_sub(1));
        }
        kept.push(site);
    }
    kept
}
