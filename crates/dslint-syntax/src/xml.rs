//! A small XML tree in which every name, value and text knows its byte range. Made for project files: no DTD is read,
//! no entity but the predefined five is expanded, and nesting is capped. It knows nothing of MSBuild.

use quick_xml::Reader;
use quick_xml::events::Event;
use smol_str::SmolStr;

use crate::text::TextRange;

/// How deep elements may nest. Real project files stay below 20; the cap is what makes recursion over a tree, its
/// drop included, safe for any input.
pub const MAX_DEPTH: usize = 256;

/// Why a text is no XML document, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct XmlError {
    /// What is wrong.
    pub message: String,
    /// Byte offset at which it is wrong.
    pub offset: u32,
}

/// A parsed document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The outermost element.
    pub root: Element,
    /// All comments in the order of the text, wherever they stand.
    pub comments: Vec<Comment>,
}

/// `<!-- text -->`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// What stands between `<!--` and `-->`.
    pub text: String,
    /// The whole comment.
    pub range: TextRange,
}

/// An element with its content.
#[derive(Clone, Debug)]
pub struct Element {
    /// The name as written, with a namespace prefix if there is one.
    pub name: SmolStr,
    /// Range of the name in the start tag.
    pub name_range: TextRange,
    /// The attributes in order.
    pub attributes: Vec<Attribute>,
    /// The elements directly inside.
    pub children: Vec<Element>,
    /// The text directly inside, unescaped and trimmed. Pieces around comments and children are joined.
    pub text: String,
    /// Range of the trimmed text, from its first piece to its last; empty where there is no text.
    pub text_range: TextRange,
    /// The start tag, `<` to `>`.
    pub start_tag: TextRange,
    /// The whole element, end tag included.
    pub range: TextRange,
}

/// An attribute of an element.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attribute {
    /// The name as written.
    pub name: SmolStr,
    /// Range of the name.
    pub name_range: TextRange,
    /// The unescaped value, line ends and tabs as blanks.
    pub value: String,
    /// Range of the value inside the quotes.
    pub value_range: TextRange,
}

impl Document {
    /// Parses a text. Namespaces stay prefixes, processing instructions and the document type are skipped.
    ///
    /// # Errors
    /// [`XmlError`] for text that is not well-formed, has no element, or nests deeper than [`MAX_DEPTH`].
    pub fn parse(text: &str) -> Result<Document, XmlError> {
        let mut reader = Reader::from_str(text);
        let mut builder = Builder::default();
        loop {
            let start = reader.buffer_position();
            let event = reader
                .read_event()
                .map_err(|error| XmlError { message: error.to_string(), offset: reader.error_position() as u32 })?;
            let range = TextRange::new(start as u32, reader.buffer_position() as u32);
            match event {
                Event::Start(tag) => builder.open(open_tag(text, range, tag.name().0.len())?)?,
                Event::Empty(tag) => {
                    builder.open(open_tag(text, range, tag.name().0.len())?)?;
                    builder.close(range.end)?;
                }
                Event::End(_) => builder.close(range.end)?,
                Event::Text(_) => builder.text(slice(text, range), range)?,
                Event::GeneralRef(_) => builder.text(&unescape(slice(text, range)), range)?,
                Event::CData(content) => builder.text(&content.into_inner(), range)?,
                Event::Comment(content) => {
                    builder.comments.push(Comment { text: content.into_inner().into_owned(), range });
                }
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => return builder.finish(),
            }
        }
    }
}

impl Element {
    /// Whether the element has this name, without regard to case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attribute with this name, without regard to case.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// The value of the attribute with this name, without regard to case.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(|attribute| attribute.value.as_str())
    }

    /// The first child with this name, without regard to case.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.is(name))
    }

    /// All children with this name, without regard to case.
    pub fn children_named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.is(name))
    }

    /// The element itself and all elements inside, in the order of the text.
    pub fn descendants(&self) -> impl Iterator<Item = &Element> {
        let mut pending = vec![self];
        std::iter::from_fn(move || {
            let next = pending.pop()?;
            pending.extend(next.children.iter().rev());
            Some(next)
        })
    }
}

/// The open elements, innermost last, while the text is read.
#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    root: Option<Element>,
    comments: Vec<Comment>,
}

impl Builder {
    fn open(&mut self, element: Element) -> Result<(), XmlError> {
        let offset = element.range.start;
        if self.open.len() >= MAX_DEPTH {
            return Err(XmlError { message: format!("elements nest deeper than {MAX_DEPTH}"), offset });
        }
        if self.open.is_empty() && self.root.is_some() {
            let message = format!("a second outermost element `{}`", element.name);
            return Err(XmlError { message, offset });
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self, end: u32) -> Result<(), XmlError> {
        let Some(mut element) = self.open.pop() else {
            return Err(XmlError { message: "an end tag without a start tag".to_owned(), offset: end });
        };
        element.range.end = end;
        let trimmed = element.text.trim();
        if trimmed.len() != element.text.len() {
            element.text = trimmed.to_owned();
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, piece: &str, range: TextRange) -> Result<(), XmlError> {
        let trimmed = piece.trim();
        let Some(element) = self.open.last_mut() else {
            return match trimmed {
                "" => Ok(()),
                _ => Err(XmlError { message: "text outside of the outermost element".to_owned(), offset: range.start }),
            };
        };
        if !trimmed.is_empty() {
            // An unescaped piece is not as long as its source; only plain pieces can be narrowed.
            let plain = piece.len() == range.len() as usize;
            let before = if plain { piece.len() - piece.trim_start().len() } else { 0 };
            let after = if plain { piece.len() - piece.trim_end().len() } else { 0 };
            let narrowed = TextRange::new(range.start + before as u32, range.end - after as u32);
            element.text_range =
                if element.text_range.is_empty() { narrowed } else { element.text_range.cover(narrowed) };
        }
        // White space between children is never asked for and would only be joined and trimmed again.
        if !trimmed.is_empty() || !element.text.is_empty() {
            element.text.push_str(piece);
        }
        Ok(())
    }

    fn finish(self) -> Result<Document, XmlError> {
        if let Some(open) = self.open.last() {
            let message = format!("the element `{}` is not closed", open.name);
            return Err(XmlError { message, offset: open.range.start });
        }
        match self.root {
            Some(root) => Ok(Document { root, comments: self.comments }),
            None => Err(XmlError { message: "no element".to_owned(), offset: 0 }),
        }
    }
}

fn slice(text: &str, range: TextRange) -> &str {
    text.get(range.usize()).unwrap_or_default()
}

/// The element of the start tag at `range`, without content.
fn open_tag(text: &str, range: TextRange, name_len: usize) -> Result<Element, XmlError> {
    let name_range = TextRange::new(range.start + 1, range.start + 1 + name_len as u32);
    Ok(Element {
        name: SmolStr::new(slice(text, name_range)),
        name_range,
        attributes: attributes(text, TextRange::new(name_range.end, range.end))?,
        children: Vec::new(),
        text: String::new(),
        text_range: TextRange::new(range.end, range.end),
        start_tag: range,
        range,
    })
}

/// The attributes in the rest of a start tag. Scanned here because the reader does not say where they stand.
fn attributes(text: &str, range: TextRange) -> Result<Vec<Attribute>, XmlError> {
    let bytes = text.as_bytes();
    let fault = |message: String, at: usize| Err(XmlError { message, offset: at as u32 });
    let skip = |mut at: usize, stop: fn(u8) -> bool| {
        while at < range.end as usize && !stop(bytes[at]) {
            at += 1;
        }
        at
    };
    let mut found = Vec::new();
    let mut at = range.start as usize;
    loop {
        at = skip(at, |byte| !byte.is_ascii_whitespace());
        if at >= range.end as usize || matches!(bytes[at], b'>' | b'/') {
            break;
        }
        let name_end = skip(at, |byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/' | b'"' | b'\''));
        let name_range = TextRange::from_usize(at, name_end);
        let name = slice(text, name_range);
        let equals = skip(name_end, |byte| !byte.is_ascii_whitespace());
        if name.is_empty() || bytes.get(equals) != Some(&b'=') {
            return fault(format!("`=` is expected after the attribute `{name}`"), name_end);
        }
        let open = skip(equals + 1, |byte| !byte.is_ascii_whitespace());
        let end = match bytes.get(open) {
            Some(b'"') => skip(open + 1, |byte| byte == b'"'),
            Some(b'\'') => skip(open + 1, |byte| byte == b'\''),
            _ => return fault(format!("the value of the attribute `{name}` must be quoted"), open),
        };
        let value_range = TextRange::from_usize(open + 1, end);
        let value = unescape(&slice(text, value_range).replace("\r\n", "\n").replace(['\n', '\r', '\t'], " "));
        found.push(Attribute { name: SmolStr::new(name), name_range, value, value_range });
        at = end + 1;
    }
    let mut names: Vec<&Attribute> = found.iter().collect();
    names.sort_by(|a, b| a.name.cmp(&b.name));
    match names.windows(2).find(|pair| pair[0].name == pair[1].name) {
        Some(pair) => {
            fault(format!("the attribute `{}` is given twice", pair[1].name), pair[1].name_range.start as usize)
        }
        None => Ok(found),
    }
}

/// Replaces the five predefined entities and character references; everything else stays as it is.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // The longest reference is `&#x10FFFF;`; do not look further for the semicolon.
        let end = after.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((reference(after.get(..end)?)?, end))) {
            Some((character, end)) => {
                out.push(character);
                rest = &after[end + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|&character| character != '\0')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Element {
        Document::parse(text).unwrap_or_else(|error| panic!("{error} at {} in {text}", error.offset)).root
    }

    #[test]
    fn gives_every_part_with_its_range() {
        let text =
            "<?xml version=\"1.0\"?>\n<Project Sdk=\"A\">\n  <é x = 'a &amp; &#x41;' >\n 7.0.4 \n</é><B/></Project>\n";
        let project = root(text);
        let at = |range: TextRange| &text[range.usize()];
        assert_eq!((project.name.as_str(), at(project.name_range)), ("Project", "Project"));
        assert_eq!(at(project.start_tag), "<Project Sdk=\"A\">");
        assert!(at(project.range).starts_with("<Project Sdk") && at(project.range).ends_with("</Project>"));
        let child = &project.children[0];
        assert_eq!((child.text.as_str(), at(child.text_range)), ("7.0.4", "7.0.4"));
        let attribute = child.attribute("X").unwrap();
        assert_eq!((attribute.value.as_str(), at(attribute.value_range)), ("a & A", "a &amp; &#x41;"));
        assert_eq!(at(attribute.name_range), "x");
        assert_eq!(at(project.children[1].range), "<B/>");
        assert!(project.children[1].text_range.is_empty());
    }

    #[test]
    fn finds_names_without_regard_to_case() {
        let project = root("<Project sdk='S'><itemgroup/><ItemGroup a='1'/><Other/></Project>");
        assert_eq!(project.value("Sdk"), Some("S"));
        assert_eq!(project.children_named("ItemGroup").count(), 2);
        assert!(project.child("OTHER").is_some() && project.child("None").is_none());
        let names: Vec<_> = project.descendants().map(|element| element.name.as_str()).collect();
        assert_eq!(names, ["Project", "itemgroup", "ItemGroup", "Other"]);
    }

    #[test]
    fn joins_the_pieces_of_a_text() {
        for (text, value, source) in [
            ("<a> x </a>", "x", "x"),
            ("<a><!-- c --> 7.0 </a>", "7.0", "7.0"),
            ("<a>1<!-- c -->2</a>", "12", "1<!-- c -->2"),
            ("<a> a &lt; b </a>", "a < b", "a &lt; b"),
            ("<a><![CDATA[ x<y ]]></a>", "x<y", "<![CDATA[ x<y ]]>"),
            ("<a>\r\n\t$(X);\r\n\ty\r\n</a>", "$(X);\r\n\ty", "$(X);\r\n\ty"),
            ("<a>&custom;</a>", "&custom;", "&custom;"),
            ("<a>&lt;</a>", "<", "&lt;"),
            ("<a></a>", "", ""),
        ] {
            let element = root(text);
            assert_eq!((element.text.as_str(), &text[element.text_range.usize()]), (value, source), "{text}");
        }
    }

    #[test]
    fn expands_no_entity_of_a_document_type() {
        let text = "<!DOCTYPE p [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><p v='&b;'>&b;</p>";
        let element = root(text);
        assert_eq!((element.text.as_str(), element.value("v")), ("&b;", Some("&b;")));
    }

    #[test]
    fn keeps_comments() {
        let text = "<!-- a --><p><!--b--></p><!-- c -->";
        let document = Document::parse(text).unwrap();
        let comments: Vec<_> = document.comments.iter().map(|it| (it.text.as_str(), &text[it.range.usize()])).collect();
        assert_eq!(comments, [(" a ", "<!-- a -->"), ("b", "<!--b-->"), (" c ", "<!-- c -->")]);
    }

    #[test]
    fn says_where_broken_xml_is_broken() {
        for (text, offset) in [
            ("", 0),
            ("  \n", 0),
            ("text", 0),
            ("<a><b></a>", 6),
            ("<a><b>", 3),
            ("<a>", 0),
            ("<a/><b/>", 4),
            ("<a/>x", 4),
            ("</a>", 0),
            ("<a b>", 4),
            ("<a b=c/>", 5),
            ("<a b='1' b='2'/>", 9),
            ("<a><b", 3),
            ("<a>x & y</a>", 5),
            ("<a><!-- </a>", 3),
        ] {
            let error = Document::parse(text).expect_err(text);
            assert_eq!(error.offset, offset, "{text}: {error}");
        }
    }

    #[test]
    fn deep_and_wide_input_is_safe() {
        let deep = "<a>".repeat(200_000);
        assert_eq!(Document::parse(&deep).unwrap_err().message, "elements nest deeper than 256");
        let wide = format!("<a>{}</a>", "<b/>".repeat(100_000));
        assert_eq!(root(&wide).children.len(), 100_000);
        let allowed = format!("{}{}", "<a>".repeat(MAX_DEPTH), "</a>".repeat(MAX_DEPTH));
        assert_eq!(root(&allowed).descendants().count(), MAX_DEPTH);
        let ampersands = format!("<a b='{}'/>", "&".repeat(100_000));
        assert_eq!(root(&ampersands).value("b").unwrap().len(), 100_000);
    }
}
