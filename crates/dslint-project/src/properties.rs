//! MSBuild properties and the expansion of `$(…)`. Every value knows whether it is certain and where it is written.

use std::cell::Cell;
use std::collections::HashMap;
use std::path::Path;

use smol_str::SmolStr;

use crate::files::{Files, Location};
use crate::functions;
use crate::paths;
use crate::sources::ProjectFile;

/// No value grows beyond this, whatever `<A>$(A)$(A)</A>` asks for.
pub(crate) const MAX_VALUE: usize = 64 * 1024;

/// How many bytes the values of one evaluation may have together.
pub(crate) const MAX_WORK: usize = 32 * 1024 * 1024;

/// How deep `$(…)` may nest in arguments of functions.
const MAX_NESTING: usize = 16;

/// How far a value can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) enum Doubt {
    /// Evaluated as MSBuild does.
    #[default]
    Certain,
    /// It hangs on a condition that could not be decided, or on the machine that builds.
    Maybe,
    /// It could not be worked out; the text is the expression itself.
    Unknown,
}

/// Where the text of a value stands literally.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Literal {
    pub(crate) at: Location,
    /// The property whose element holds it, if it came through `$(…)`.
    pub(crate) property: Option<SmolStr>,
}

/// A property with its value.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) name: SmolStr,
    pub(crate) value: String,
    pub(crate) doubt: Doubt,
    pub(crate) literal: Option<Literal>,
}

/// All properties, by name without regard to case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties {
    values: HashMap<SmolStr, Property>,
    /// Global properties, which a project file cannot change.
    globals: Vec<SmolStr>,
}

fn key(name: &str) -> SmolStr {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => SmolStr::new(name.to_ascii_lowercase()),
        false => SmolStr::new(name),
    }
}

impl Properties {
    pub(crate) fn get(&self, name: &str) -> Option<&Property> {
        self.values.get(&key(name))
    }

    /// The value, empty where the property is not defined, as MSBuild has it.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.get(name).map_or("", |property| property.value.as_str())
    }

    /// Whether the value is `true`.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.value(name).trim().eq_ignore_ascii_case("true")
    }

    /// Whether the value is `false`; an undefined property is not.
    pub(crate) fn is_false(&self, name: &str) -> bool {
        self.value(name).trim().eq_ignore_ascii_case("false")
    }

    pub(crate) fn set(&mut self, property: Property) {
        let key = key(&property.name);
        if !self.globals.contains(&key) {
            self.values.insert(key, property);
        }
    }

    /// Sets a value that comes from the SDK and stands in no file.
    pub(crate) fn set_plain(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        self.set(Property { name: SmolStr::new(name), value, doubt: Doubt::Certain, literal: None });
    }

    /// Sets a value unless there is one already.
    pub(crate) fn set_default(&mut self, name: &str, value: &str) {
        if self.value(name).is_empty() {
            self.set_plain(name, value);
        }
    }

    pub(crate) fn set_global(&mut self, name: &str, value: &str) {
        self.set_plain(name, value);
        self.globals.push(key(name));
    }
}

/// What an expansion came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expansion {
    pub(crate) text: String,
    pub(crate) doubt: Doubt,
    /// The first property in it that nobody defines.
    pub(crate) undefined: Option<SmolStr>,
    /// The first expression that could not be worked out.
    pub(crate) unknown: Option<String>,
    /// The property's name where the whole text is one `$(Name)`.
    pub(crate) sole: Option<SmolStr>,
}

/// Names and files that an expression can see.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) properties: &'a Properties,
    /// The file the expression stands in.
    pub(crate) file: &'a ProjectFile,
    /// The project that is evaluated.
    pub(crate) project: &'a Path,
    pub(crate) files: &'a dyn Files,
    pub(crate) root: &'a Path,
    /// How many bytes of values may still be made; at 0 everything is unknown.
    pub(crate) work: &'a Cell<usize>,
}

impl Scope<'_> {
    /// Expands the properties and property functions of `raw`. `@(…)` and `%(…)` stay as they are.
    pub(crate) fn expand(&self, raw: &str) -> Expansion {
        self.expand_nested(raw, 0)
    }

    pub(crate) fn expand_nested(&self, raw: &str, depth: usize) -> Expansion {
        if !raw.contains("$(") {
            self.spend(raw.len());
            return Expansion { text: raw.to_owned(), ..Expansion::default() };
        }
        let mut out = Expansion::default();
        if let Some(name) = raw.trim().strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'))
            && is_name(name)
        {
            out.sole = Some(SmolStr::new(name));
        }
        let mut rest = raw;
        while let Some(at) = rest.find("$(") {
            let (before, from) = rest.split_at(at);
            out.text.push_str(before);
            let Some(end) = closing(from, 1) else {
                rest = from;
                break;
            };
            let expression = &from[..=end];
            let inner = from[2..end].trim();
            let value = if depth < MAX_NESTING { self.expression(inner, depth) } else { Value::Unknown };
            match value {
                Value::Known(text, doubt) => {
                    out.text.push_str(&text);
                    out.doubt = out.doubt.max(doubt);
                }
                Value::Undefined => {
                    out.undefined.get_or_insert_with(|| SmolStr::new(inner));
                }
                Value::Unknown => {
                    out.text.push_str(expression);
                    out.doubt = Doubt::Unknown;
                    out.unknown.get_or_insert_with(|| expression.to_owned());
                }
            }
            if out.text.len() > MAX_VALUE || self.work.get() == 0 {
                return Expansion {
                    text: String::new(),
                    doubt: Doubt::Unknown,
                    unknown: Some("a value that is too long".to_owned()),
                    ..out
                };
            }
            rest = &from[end + 1..];
        }
        out.text.push_str(rest);
        self.spend(out.text.len());
        out
    }

    fn spend(&self, bytes: usize) {
        self.work.set(self.work.get().saturating_sub(bytes + 16));
    }

    fn expression(&self, inner: &str, depth: usize) -> Value {
        if is_name(inner) {
            return self.property(inner);
        }
        functions::call(self, inner, depth)
    }

    /// The value of a property by its name.
    pub(crate) fn property(&self, name: &str) -> Value {
        if let Some(value) = self.well_known(name) {
            return Value::Known(value, Doubt::Certain);
        }
        match self.properties.get(name) {
            Some(property) if property.doubt == Doubt::Unknown => Value::Unknown,
            Some(property) => Value::Known(property.value.clone(), property.doubt),
            // What the building machine decides; both answers are taken.
            None if name.eq_ignore_ascii_case("OS") => Value::Known("Unix".to_owned(), Doubt::Maybe),
            None => Value::Undefined,
        }
    }

    /// The reserved properties, which depend on the file and the project.
    fn well_known(&self, name: &str) -> Option<String> {
        if !name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("msbuild")) {
            return None;
        }
        let this = self.file.path.as_ref();
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let file_name =
            |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let dotted = |path: &Path| match paths::extension(path).as_str() {
            "" => String::new(),
            _ => path.extension().map(|it| format!(".{}", it.to_string_lossy())).unwrap_or_default(),
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "msbuildthisfiledirectory" => paths::with_slash(&self.file.directory),
            "msbuildthisfile" => file_name(this),
            "msbuildthisfilefullpath" => text(this),
            "msbuildthisfilename" => paths::stem(this),
            "msbuildthisfileextension" => dotted(this),
            "msbuildprojectdirectory" => text(self.project_directory()),
            "msbuildprojectfile" => file_name(self.project),
            "msbuildprojectfullpath" => text(self.project),
            "msbuildprojectname" => paths::stem(self.project),
            "msbuildprojectextension" => dotted(self.project),
            "msbuildruntimetype" => "Core".to_owned(),
            "msbuildtoolsversion" => "Current".to_owned(),
            _ => return None,
        })
    }

    pub(crate) fn project_directory(&self) -> &Path {
        self.project.parent().unwrap_or(self.project)
    }

    /// Where the value that `raw` stands for is literally written: at `own`, or in a property if `raw` is one `$(Name)`.
    pub(crate) fn literal(&self, raw: &str, expansion: &Expansion, own: Location) -> Option<Literal> {
        match &expansion.sole {
            Some(name) => {
                let property = self.properties.get(name)?;
                let literal = property.literal.clone()?;
                Some(Literal { property: Some(literal.property.unwrap_or_else(|| property.name.clone())), ..literal })
            }
            None if raw.contains("$(") || raw.contains("@(") || raw.contains("%(") => None,
            None => Some(Literal { at: own, property: None }),
        }
    }
}

/// What an expression inside `$(…)` comes to.
#[derive(Debug)]
pub(crate) enum Value {
    Known(String, Doubt),
    /// A property without a value, which counts as empty.
    Undefined,
    Unknown,
}

/// Whether the text can be the name of a property.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.as_bytes()[0].is_ascii_digit()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The offset of the `)` that closes the `(` at `open`, quotes respected.
pub(crate) fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// Decodes MSBuild's `%2A` escapes.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code.filter(u8::is_ascii) {
            Some(code) => {
                out.push(char::from(code));
                rest = &after[2..];
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The parts of a list with `;` between them.
pub(crate) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use std::sync::Arc;

    /// A scope in `/r/src/App/App.csproj`, inside `/r/src/x.props`.
    pub(crate) fn with_scope<T>(properties: &[(&str, &str)], test: impl FnOnce(Scope<'_>) -> T) -> T {
        let mut all = Properties::default();
        for (name, value) in properties {
            all.set_plain(name, *value);
        }
        let files: BTreeMap<PathBuf, Arc<str>> =
            [("/r/Directory.Build.props".into(), "".into()), ("/r/src/x.props".into(), "".into())].into();
        let file = ProjectFile::empty(Path::new("/r/src/x.props").into());
        test(Scope {
            properties: &all,
            file: &file,
            project: Path::new("/r/src/App/App.csproj"),
            files: &files,
            root: Path::new("/r"),
            work: &Cell::new(MAX_WORK),
        })
    }

    #[test]
    fn expands_properties() {
        let properties = [("A", "1"), ("Name", "x y"), ("Two.Dots", "no")];
        with_scope(&properties, |scope| {
            for (raw, text) in [
                ("plain", "plain"),
                ("$(A)", "1"),
                ("$(a)-$( A )", "1-1"),
                ("$(Missing)", ""),
                ("v$(Missing).$(A)", "v.1"),
                ("@(Item) %(Meta)", "@(Item) %(Meta)"),
                ("$(A", "$(A"),
                ("$", "$"),
                ("$(MSBuildThisFileDirectory)", "/r/src/"),
                ("$(MSBuildThisFile) $(MSBuildThisFileName)", "x.props x"),
                ("$(MSBuildProjectDirectory)", "/r/src/App"),
                ("$(MSBuildProjectName)$(MSBuildProjectExtension)", "App.csproj"),
                ("$(msbuildprojectfile)", "App.csproj"),
            ] {
                assert_eq!(scope.expand(raw).text, text, "{raw}");
            }
            assert_eq!(scope.expand("$(Missing)").undefined.as_deref(), Some("Missing"));
            assert_eq!(scope.expand(" $(A) ").sole.as_deref(), Some("A"));
            assert_eq!(scope.expand("$(A)$(A)").sole, None);
            let unknown = scope.expand("a$([X.Y]::Z())b");
            assert_eq!((unknown.text.as_str(), unknown.doubt), ("a$([X.Y]::Z())b", Doubt::Unknown));
        });
    }

    #[test]
    fn caps_what_doubles() {
        let mut properties = Properties::default();
        properties.set_plain("A", "xx");
        with_scope(&[], |scope| {
            for _ in 0..64 {
                let expansion = Scope { properties: &properties, ..scope }.expand("$(A)$(A)");
                assert!(expansion.text.len() <= MAX_VALUE);
                properties.set(Property {
                    name: "A".into(),
                    value: expansion.text,
                    doubt: expansion.doubt,
                    literal: None,
                });
            }
            assert_eq!(properties.get("a").unwrap().doubt, Doubt::Unknown);
        });
        let nested = format!("{}A{}", "$([System.String]::Copy('".repeat(5_000), "'))".repeat(5_000));
        with_scope(&[], |scope| assert_eq!(scope.expand(&nested).doubt, Doubt::Unknown));
    }

    #[test]
    fn global_properties_stay() {
        let mut properties = Properties::default();
        properties.set_global("TargetFramework", "net8.0");
        properties.set_plain("targetframework", "net9.0");
        assert_eq!(properties.value("TARGETFRAMEWORK"), "net8.0");
    }

    #[test]
    fn decodes_escapes() {
        for (text, decoded) in [("a%2Ab", "a*b"), ("%3b", ";"), ("100%", "100%"), ("%zz%4", "%zz%4"), ("%éa", "%éa")]
        {
            assert_eq!(unescape(text), decoded);
        }
    }
}
