//! What is understood of a Razor file, and that no text at all breaks the reading.

use super::*;
use crate::ast::*;
use crate::csharp::{self, CSharpFile};
use crate::directive::Symbols;
use crate::text::LineIndex;
use smol_str::SmolStr;

mod cases;
mod hostile;

fn parsed(text: &str, kind: RazorKind) -> CSharpFile {
    csharp::parse_razor(text, kind, &Symbols::default()).unwrap()
}

/// What stands in the file, each with its line and column: directives, members, locals, what is written, and calls.
fn outline(text: &str, kind: RazorKind) -> String {
    let unit = parsed(text, kind).unit;
    let lines = LineIndex::new(text);
    let mut found: Vec<(TextRange, String)> = Vec::new();
    let mut say = |what: &str, range: TextRange| {
        if !range.is_empty() {
            let at = lines.line_column(text, range.start);
            found.push((range, format!("{what}{} {}:{}", &text[range.usize()], at.line, at.column)));
        }
    };
    for namespace in &unit.namespaces {
        namespace.usings.iter().for_each(|using| say("using ", using.target.range));
        if let (Some(first), Some(last)) = (namespace.name.first(), namespace.name.last()) {
            say("namespace ", first.range.cover(last.range));
        }
    }
    for decl in &unit.types {
        decl.bases.iter().for_each(|base| say("base ", base.range));
        decl.attributes.iter().for_each(|attribute| say("attribute ", attribute.range));
        decl.type_parameters.iter().for_each(|parameter| say("typeparam ", parameter.range));
        decl.constraints.iter().flat_map(|constraint| &constraint.types).for_each(|ty| say("where ", ty.range));
        for member in &decl.members {
            let ty = member.ty.as_ref().map(|ty| ty.range).unwrap_or_default();
            match member.name.text.as_str() {
                "Model" => say("model ", ty),
                "__Execute" => {}
                _ if member.kind == MemberKind::Property && member.accessors.len() == 1 => {
                    say("inject ", ty.cover(member.name.range));
                }
                _ => say("member ", member.name.range),
            }
        }
    }
    for stmt in &unit.stmts {
        match &stmt.kind {
            StmtKind::Local { declarators, .. } => declarators.iter().for_each(|(name, _)| say("var ", name.range)),
            StmtKind::ForEach { names, .. } => names.iter().for_each(|name| say("each ", name.range)),
            StmtKind::If { condition, .. } => say("if ", unit.expr(*condition).range),
            _ => {}
        }
    }
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Call { callee, arguments } => match &unit.expr(*callee).kind {
                ExprKind::Name(name) if name.name.text == "__Write" => {
                    arguments.iter().for_each(|argument| say("=", unit.expr(argument.value).range));
                }
                _ => say("call ", unit.expr(*callee).range),
            },
            ExprKind::New { ty: Some(ty), .. } => say("new ", ty.range),
            _ => {}
        }
    }
    found.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out: Vec<String> = found.into_iter().map(|(_, line)| line).collect();
    if !unit.errors.is_empty() {
        out.push(format!("errors {}", unit.errors.len()));
    }
    out.join("\n")
}

#[test]
fn imports_reach_the_pages_below() {
    let mut page = parsed("@inject IOwn Foo\n@Foo.X", RazorKind::Page).unit;
    let near =
        parsed("@using N.Near\n@inject INear Foo\n@inject INear Bar\n@inherits NearBase<A>", RazorKind::Page).unit;
    let far = parsed("@namespace App.Pages\n@using Z = F.G\n@inherits FarBase\n@model M", RazorKind::Page).unit;
    let folders = [SmolStr::new("Account"), SmolStr::new("Login")];
    import(&mut page, &[Import { unit: &near, folders: &[] }, Import { unit: &far, folders: &folders }]);

    let imported: Vec<_> = page.namespaces[0].usings.iter().rev().take(2).map(|using| &using.kind).collect();
    assert!(matches!(imported[..], [UsingKind::Alias(_), UsingKind::Namespace]));
    assert!(page.namespaces[0].usings.iter().all(|using| using.range.is_empty()));
    let class = &page.types[0];
    assert_eq!(page.namespace_name(class.namespace), "App.Pages.Account.Login");
    let TypeKind::Name(base) = &class.bases[0].kind else { panic!("no name") };
    assert_eq!((base.segments[0].name.text.as_str(), base.segments[0].arguments.len()), ("NearBase", 1));
    let name_of = |member: &MemberDecl| match &member.ty.as_ref().unwrap().kind {
        TypeKind::Name(name) => format!("{} {}", name.segments.last().unwrap().name.text, member.name.text),
        other => format!("{other:?}"),
    };
    let members: Vec<String> = class.members.iter().filter(|member| member.ty.is_some()).map(name_of).collect();
    for expected in ["IOwn Foo", "INear Bar", "M Model"] {
        assert!(members.iter().any(|member| member == expected), "{expected} in {members:?}");
    }
    assert!(!members.contains(&"INear Foo".to_owned()));
}

#[test]
fn a_component_is_the_class_of_its_file() {
    let mut unit = parsed("@code { int x; }", RazorKind::Component).unit;
    declare_component(&mut unit, "Counter", ["App", "Pages"].map(SmolStr::new));
    assert_eq!(unit.types[0].name.text, "Counter");
    assert!(unit.types[0].modifiers.contains(Modifiers::PARTIAL));
    assert!(!unit.types[0].modifiers.contains(Modifiers::FILE));
    assert_eq!(unit.namespace_name(unit.types[0].namespace), "App.Pages");

    let mut unit = parsed("@namespace Own\n@code { int x; }", RazorKind::Component).unit;
    declare_component(&mut unit, "Counter", [SmolStr::new("App")]);
    assert_eq!(unit.namespace_name(unit.types[0].namespace), "Own");
}

#[test]
fn pages_of_one_project_are_different_classes() {
    assert!(parsed("@Model", RazorKind::Page).unit.types[0].modifiers.contains(Modifiers::FILE));
}

#[test]
fn tokens_are_those_of_the_file() {
    let text = "@* say *@\n@model A.B // why\n<p title=\"A\">A @A.B</p>@functions { int X; } @{ \"A\".M(); }";
    let tokens = parsed(text, RazorKind::Page).tokens;
    let sources: Vec<&str> = tokens.iter().map(|token| &text[token.range.usize()]).collect();
    let expected = ["@* say *@", "A", ".", "B", "A", ".", "B", "int", "X", ";", "\"A\"", ".", "M", "(", ")", ";"];
    assert_eq!(sources, expected);
    assert!(tokens.is_sorted_by_key(|token| token.range));
}

#[test]
fn conditional_compilation_holds_in_blocks() {
    let text = "@{\n#if A\n  B();\n#else\n  C();\n#endif\n}";
    let file = csharp::parse_razor(text, RazorKind::Page, &Symbols::new(["A"])).unwrap();
    assert_eq!(file.outcome, [true]);
    assert!(file.unit.errors.is_empty());
    assert_eq!(outline(text, RazorKind::Page), "call C 5:3");
}

#[test]
fn kinds_by_name() {
    assert_eq!(RazorKind::of("Index.CSHTML"), Some(RazorKind::Page));
    assert_eq!(RazorKind::of("App.razor"), Some(RazorKind::Component));
    assert_eq!(RazorKind::of("App.razor.cs"), None);
    assert!(is_imports("_viewimports.cshtml", RazorKind::Page));
    assert!(!is_imports("_Imports.razor", RazorKind::Page));
}
