//! Which member and type a place lies in.

use dslint_linter::{SourceFile, SourceKind};
use dslint_syntax::ast::{CompilationUnit, TypeIndex};
use dslint_syntax::csharp;
use dslint_syntax::directive::Symbols;
use dslint_syntax::razor::RazorKind;
use dslint_syntax::text::TextRange;

/// The types and members that a file declares, outer before inner.
pub(super) struct Declarations(Vec<(TextRange, String)>);

impl Declarations {
    /// Those of a C# or Razor file; none of any other, and none of a file that cannot be parsed.
    pub(super) fn of(file: &SourceFile) -> Declarations {
        let unit = match SourceKind::of(&file.path) {
            Some(SourceKind::CSharp) => csharp::parse(&file.text, &Symbols::default()),
            Some(SourceKind::Razor) => {
                let name = file.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
                let Some(kind) = RazorKind::of(&name) else { return Declarations(Vec::new()) };
                csharp::parse_razor(&file.text, kind, &Symbols::default())
            }
            _ => return Declarations(Vec::new()),
        };
        Declarations(unit.map(|file| declared(&file.unit)).unwrap_or_default())
    }

    /// The innermost one around a place, like `Config.Clients`; empty outside of all.
    pub(super) fn around(&self, range: TextRange) -> &str {
        let holding = self.0.iter().filter(|(declaration, _)| declaration.contains(range));
        // Of equal ranges, the later one is the inner one.
        holding.rev().min_by_key(|(declaration, _)| declaration.len()).map_or("", |(_, name)| name)
    }
}

fn declared(unit: &CompilationUnit) -> Vec<(TextRange, String)> {
    let mut declared = Vec::new();
    for (index, ty) in unit.types.iter().enumerate() {
        let name = type_name(unit, TypeIndex(index as u32));
        declared.extend(ty.members.iter().map(|member| (member.range, format!("{name}.{}", member.name.text))));
        declared.push((ty.range, name));
    }
    declared
}

/// The name of a type with those of the types around it.
fn type_name(unit: &CompilationUnit, index: TypeIndex) -> String {
    let ty = unit.type_decl(index);
    match ty.parent {
        Some(parent) => format!("{}.{}", type_name(unit, parent), ty.name.text),
        None => ty.name.text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dslint_syntax::text::Encoding;

    fn around(name: &str, text: &str, marked: &str) -> String {
        let start = text.find(marked).unwrap();
        let file = SourceFile::new(name.into(), text.into(), Encoding::Utf8);
        Declarations::of(&file).around(TextRange::from_usize(start, start + marked.len())).to_owned()
    }

    #[test]
    fn the_innermost_declaration_counts() {
        let code = "namespace N;\nclass A : B\n{\n    int x = 1;\n    class C { int P => 2; void M() { 3(); } }\n}\nvar y = 4;\n";
        assert_eq!(around("a.cs", code, "1"), "A.x");
        assert_eq!(around("a.cs", code, "2"), "A.C.P");
        assert_eq!(around("a.cs", code, "3"), "A.C.M");
        assert_eq!(around("a.cs", code, ": B"), "A");
        assert_eq!(around("a.cs", code, "4"), "");
    }

    #[test]
    fn other_files_have_declarations_too_or_none() {
        let page = "@page\n<p>x</p>\n@functions {\n    int P => 1;\n}\n";
        assert!(around("Login.cshtml", page, "1").ends_with(".P"));
        assert_eq!(around("a.csproj", "<Project />", "Project"), "");
        assert_eq!(around("a.cs", &"(".repeat(100_000), "("), "");
    }
}
