//! The links and headings of a Markdown page.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What a link leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Target {
    /// A file or directory by its path from the top, and a heading in it.
    Inside { path: String, fragment: Option<String> },
    /// Somewhere else.
    Outside,
}

fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// The links of a page, in their order.
pub(crate) fn of(page: &str, text: &str) -> Vec<Target> {
    let destinations = events(text).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    destinations.map(|destination| resolve(page, &destination)).collect()
}

/// The headings of a page with the ids that mdBook gives them.
pub(crate) fn headings(text: &str) -> Vec<(String, String)> {
    let mut headings: Vec<(String, String)> = Vec::new();
    let mut open: Option<String> = None;
    for event in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                if let Some(title) = open.take() {
                    let id = id(&title);
                    headings.push((title, id));
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            _ => {}
        }
    }
    headings
}

/// The page with links to README.md and to directories as links to index.md: mdBook renames the one to the other, but not in
/// links.
pub(crate) fn indexed(text: &str) -> String {
    let links = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    let mut changes = Vec::new();
    for (event, range) in links {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        let is_inside = matches!(resolve("", &dest_url), Target::Inside { .. });
        let start = text.get(range.clone()).and_then(|link| link.rfind(&*dest_url)).map(|at| range.start + at);
        if let (true, Some(start)) = (is_inside, start) {
            changes.push((start..start + dest_url.len(), indexed_path(&dest_url)));
        }
    }
    let mut text = text.to_owned();
    for (range, to) in changes.into_iter().rev() {
        text.replace_range(range, &to);
    }
    text
}

/// The same for a path, with or without a fragment.
pub(crate) fn indexed_path(path: &str) -> String {
    let (path, fragment) = path.find('#').map_or((path, ""), |at| path.split_at(at));
    let stem = path.strip_suffix("README.md").unwrap_or(path);
    let is_directory = (stem.is_empty() || stem.ends_with('/')) && !path.is_empty();
    if is_directory { format!("{stem}index.md{fragment}") } else { format!("{path}{fragment}") }
}

fn id(title: &str) -> String {
    let kept = title.chars().filter_map(|letter| match letter {
        letter if letter.is_alphanumeric() || letter == '_' || letter == '-' => Some(letter.to_ascii_lowercase()),
        letter if letter.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

fn resolve(page: &str, destination: &str) -> Target {
    let is_address = destination.starts_with("//")
        || destination.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|it| it.is_ascii_alphanumeric()));
    if is_address {
        return Target::Outside;
    }
    let (path, fragment) = match destination.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned())),
        None => (destination, None),
    };
    if path.is_empty() {
        return Target::Inside { path: page.to_owned(), fragment };
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Target::Inside { path: parts.join("/"), fragment }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_seen_from_the_top() {
        let inside = |path: &str, fragment: Option<&str>| Target::Inside {
            path: path.to_owned(),
            fragment: fragment.map(str::to_owned),
        };
        let text =
            "[a](../rules/x.md#y) [b](z.md) `[no](link.md)` [c](#here) [d](https://e.org/) [e](mailto:a@b) [f](d/)";
        let expected = [
            inside("rules/x.md", Some("y")),
            inside("docs/z.md", None),
            inside("docs/p.md", Some("here")),
            Target::Outside,
            Target::Outside,
            inside("docs/d/", None),
        ];
        assert_eq!(of("docs/p.md", text), expected);
    }

    #[test]
    fn directories_have_an_index() {
        let text = "[a](../rules/README.md#x), [b](d/) and [`README.md`](README.md) but [c](A-README.md), [d](https://e.org/) `[e](f/)`";
        let expected = "[a](../rules/index.md#x), [b](d/index.md) and [`README.md`](index.md) but [c](A-README.md), [d](https://e.org/) `[e](f/)`";
        assert_eq!(indexed(text), expected);
        assert_eq!((indexed_path("#x").as_str(), indexed_path("README.md").as_str()), ("#x", "index.md"));
    }

    #[test]
    fn headings_have_the_ids_of_mdbook() {
        let headings = headings("# `a.b` and C!\n\n## What to do\n\n```\n# no\n```\n");
        let ids: Vec<&str> = headings.iter().map(|(_, id)| id.as_str()).collect();
        assert_eq!(ids, ["ab-and-c", "what-to-do"]);
    }
}
