//! File-based apps: the `#:` directives at the top of a C# file, read into the project file that the SDK would make of
//! them. Their ranges stay those of the C# file.

use std::path::Path;
use std::sync::Arc;

use dslint_syntax::text::TextRange;
use dslint_syntax::xml::{Attribute, Element};
use smol_str::SmolStr;

use crate::sources::ProjectFile;

/// The project of a C# file; `None` where no directive makes it an app.
pub(crate) fn project_file(path: &Path, text: &str) -> Option<ProjectFile> {
    let path: Arc<Path> = path.into();
    let mut file = ProjectFile::empty(Arc::clone(&path));
    let mut properties = element("PropertyGroup", TextRange::default());
    let mut items = element("ItemGroup", TextRange::default());
    let mut sdks = Vec::new();
    let mut found = false;
    for (line, start) in top_lines(text) {
        found |= line.starts_with("#!") || line.starts_with("#:");
        let Some(directive) = line.strip_prefix("#:") else { continue };
        let directive = Piece { text: directive, start: start + 2 }.trim();
        let (kind, value) = directive.split_at_first(char::is_whitespace);
        match kind.text {
            "sdk" => {
                let (name, version) = value.name_and_version();
                let mut sdk = element("Sdk", value.range());
                sdk.attributes.push(attribute("Name", name));
                sdk.attributes.extend(version.map(|version| attribute("Version", version)));
                sdks.push(Arc::new(sdk));
            }
            "package" => {
                let (name, version) = value.name_and_version();
                let mut package = element("PackageReference", value.range());
                package.attributes.push(attribute("Include", name));
                package.attributes.extend(version.map(|version| attribute("Version", version)));
                items.children.push(package);
            }
            "property" => {
                // Early previews of the SDK wrote a blank instead of `=`.
                let (name, text) = match value.text.contains('=') {
                    true => value.split_at_first(|c| c == '='),
                    false => value.split_at_first(char::is_whitespace),
                };
                if !name.text.is_empty() {
                    let mut property = element(name.text, name.range());
                    property.text = text.text.to_owned();
                    property.text_range = text.range();
                    properties.children.push(property);
                }
            }
            "project" => items.children.push(item("ProjectReference", value)),
            "include" => items.children.push(item("Compile", value)),
            _ => {}
        }
    }
    if !found {
        return None;
    }
    if sdks.is_empty() {
        let mut sdk = element("Sdk", TextRange::default());
        sdk.attributes.push(attribute("Name", Piece { text: "Microsoft.NET.Sdk", start: 0 }));
        sdk.attributes.iter_mut().for_each(|name| name.value_range = TextRange::default());
        sdks.push(Arc::new(sdk));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    items.children.push(item("Compile", Piece { text: &name, start: 0 }));
    let mut off = element("EnableDefaultItems", TextRange::default());
    off.text = "false".to_owned();
    properties.children.push(off);
    file.children = sdks;
    file.children.extend([Arc::new(properties), Arc::new(items)]);
    Some(file)
}

/// The lines before the first token of the program, trimmed, with their offsets. Comments are left out.
fn top_lines(text: &str) -> Vec<(&str, usize)> {
    let mut lines = Vec::new();
    let mut at = 0;
    let mut in_comment = false;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let mut rest = line.trim();
        if in_comment {
            match rest.split_once("*/") {
                Some((_, after)) => {
                    in_comment = false;
                    rest = after.trim();
                }
                None => continue,
            }
        }
        if rest.starts_with("/*") {
            match rest[2..].split_once("*/") {
                Some((_, after)) => rest = after.trim(),
                None => {
                    in_comment = true;
                    continue;
                }
            }
        }
        if rest.is_empty() || rest.starts_with("//") {
            continue;
        }
        if !rest.starts_with('#') || rest.starts_with("#if") {
            break;
        }
        lines.push((rest, start));
    }
    lines
}

/// A piece of the C# file.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Piece<'t> {
    fn range(self) -> TextRange {
        TextRange::from_usize(self.start, self.start + self.text.len())
    }

    fn trim(self) -> Self {
        let start = self.start + (self.text.len() - self.text.trim_start().len());
        Self { text: self.text.trim(), start }
    }

    fn split_at_first(self, at: impl Fn(char) -> bool) -> (Self, Self) {
        match self.text.find(at) {
            Some(end) => {
                let width = self.text[end..].chars().next().map_or(1, char::len_utf8);
                let after = Self { text: &self.text[end + width..], start: self.start + end + width };
                (Self { text: &self.text[..end], start: self.start }.trim(), after.trim())
            }
            None => (self, Self { text: "", start: self.start + self.text.len() }),
        }
    }

    /// `Name@1.2.3`; early previews of the SDK wrote a blank instead of `@`.
    fn name_and_version(self) -> (Self, Option<Self>) {
        let (name, version) = self.split_at_first(|c: char| c == '@' || c.is_whitespace());
        (name, Some(version).filter(|version| !version.text.is_empty()))
    }
}

fn element(name: &str, range: TextRange) -> Element {
    Element {
        name: SmolStr::new(name),
        name_range: range,
        attributes: Vec::new(),
        children: Vec::new(),
        text: String::new(),
        text_range: range,
        start_tag: range,
        range,
    }
}

fn item(kind: &str, include: Piece<'_>) -> Element {
    let mut item = element(kind, include.range());
    item.attributes.push(attribute("Include", include));
    item
}

fn attribute(name: &str, value: Piece<'_>) -> Attribute {
    let range = value.range();
    Attribute { name: SmolStr::new(name), name_range: range, value: value.text.to_owned(), value_range: range }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_directives_with_their_ranges() {
        let text = "#!/usr/bin/env dotnet\n// c\n/* x\n */\n#:sdk Microsoft.NET.Sdk.Web\n#:sdk Aspire@9.1\n#:package A.B@7.0.4\r\n\
                    #:package  C 1.0\n#:package D\n#:property LangVersion=preview\n#:project ../L\n#nullable enable\nusing X;\n#:package E@1";
        let file = project_file(Path::new("/r/app.cs"), text).unwrap();
        let at = |range: TextRange| &text[range.usize()];
        let sdks: Vec<_> = file.children.iter().filter(|it| it.name == "Sdk").collect();
        assert_eq!((sdks[0].value("Name"), sdks[1].value("Version")), (Some("Microsoft.NET.Sdk.Web"), Some("9.1")));
        let items = file.children.iter().find(|it| it.name == "ItemGroup").unwrap();
        let packages: Vec<_> = items
            .children_named("PackageReference")
            .map(|it| (it.value("Include").unwrap(), it.attribute("Version").map(|version| at(version.value_range))))
            .collect();
        assert_eq!(packages, [("A.B", Some("7.0.4")), ("C", Some("1.0")), ("D", None)]);
        assert_eq!(items.child("ProjectReference").unwrap().value("Include"), Some("../L"));
        let properties = file.children.iter().find(|it| it.name == "PropertyGroup").unwrap();
        let language = properties.child("LangVersion").unwrap();
        assert_eq!((language.text.as_str(), at(language.text_range)), ("preview", "preview"));
    }

    #[test]
    fn needs_a_directive() {
        for text in ["", "using X;", "// #:package A@1\nclass C;", "using X;\n#:package A@1", "/* #:sdk X */ class C;"]
        {
            assert!(project_file(Path::new("/r/a.cs"), text).is_none(), "{text}");
        }
        assert!(project_file(Path::new("/r/a.cs"), "#!/bin/dotnet\nclass C;").is_some());
    }
}
