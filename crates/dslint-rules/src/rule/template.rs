//! Texts with placeholders: messages, help, fix titles.

/// The placeholders there are.
const PLACEHOLDERS: [Placeholder; 7] = [
    Placeholder::Symbol,
    Placeholder::Type,
    Placeholder::From,
    Placeholder::To,
    Placeholder::Value,
    Placeholder::Property,
    Placeholder::Others,
];

/// What a template can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// `{symbol}`: the name at the place: member, type, package.
    Symbol,
    /// `{type}`: the simple name of the type that is concerned.
    Type,
    /// `{from}`: the version the upgrade starts from.
    From,
    /// `{to}`: the version it goes to.
    To,
    /// `{value}`: the value or version found.
    Value,
    /// `{property}`: the property that is concerned.
    Property,
    /// `{others}`: of a finding that stands for all of its project, how many others there are.
    Others,
}

impl Placeholder {
    /// The word between the braces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Placeholder::Symbol => "symbol",
            Placeholder::Type => "type",
            Placeholder::From => "from",
            Placeholder::To => "to",
            Placeholder::Value => "value",
            Placeholder::Property => "property",
            Placeholder::Others => "others",
        }
    }
}

/// A text with placeholders, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Placeholder(Placeholder),
}

/// What is wrong with a template, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A placeholder that does not exist.
    #[error("unknown placeholder `{{{0}}}`; {1}")]
    Unknown(String, String),
    /// A brace without its partner.
    #[error("a single `{0}`; write `{0}{0}` for the character itself")]
    Brace(char),
}

impl Template {
    /// Reads a template. `{{` and `}}` stand for the braces themselves.
    pub fn parse(text: &str) -> Result<Template, TemplateError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = if rest[at..].starts_with('{') { '{' } else { '}' };
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                plain.push(brace);
                rest = after;
                continue;
            }
            let Some((name, after)) = rest.split_once('}').filter(|_| brace == '{') else {
                return Err(TemplateError::Brace(brace));
            };
            let Some(placeholder) = PLACEHOLDERS.into_iter().find(|known| known.as_str() == name) else {
                let hint = super::vocabulary::nearest(name, &PLACEHOLDERS.map(Placeholder::as_str));
                return Err(TemplateError::Unknown(name.to_owned(), hint));
            };
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Placeholder(placeholder));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Template { text: text.to_owned(), pieces })
    }

    /// The text as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The placeholders it uses, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(*placeholder),
            Piece::Text(_) => None,
        })
    }

    /// The text with values for the placeholders.
    pub fn render<V: AsRef<str>>(&self, mut value: impl FnMut(Placeholder) -> V) -> String {
        let mut rendered = String::with_capacity(self.text.len());
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => rendered.push_str(text),
                Piece::Placeholder(placeholder) => rendered.push_str(value(*placeholder).as_ref()),
            }
        }
        rendered
    }
}

impl std::fmt::Display for Template {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders() {
        let template = Template::parse("`{symbol}` is {{gone}} in {to}").unwrap();
        let text = template.render(|placeholder| format!("<{}>", placeholder.as_str()));
        assert_eq!(text, "`<symbol>` is {gone} in <to>");
        assert_eq!(template.placeholders().collect::<Vec<_>>(), [Placeholder::Symbol, Placeholder::To]);
    }

    #[test]
    fn refuses() {
        let error = Template::parse("{symbl}").unwrap_err().to_string();
        assert_eq!(error, "unknown placeholder `{symbl}`; did you mean `symbol`?");
        assert_eq!(Template::parse("a } b"), Err(TemplateError::Brace('}')));
        assert_eq!(Template::parse("a { b"), Err(TemplateError::Brace('{')));
    }
}
