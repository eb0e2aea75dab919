//! What the tree of a file looks like, also where the grammar alone would lose it.

use super::*;
use crate::ast::*;
use std::fmt::Write;

fn parsed(text: &str) -> CompilationUnit {
    parse(text, &Symbols::default()).unwrap().unit
}

/// One line a type, member and object creation: enough to see what was understood.
fn outline(text: &str) -> String {
    let unit = parsed(text);
    let mut out = String::new();
    for using in unit.namespaces.iter().flat_map(|namespace| &namespace.usings) {
        let _ = writeln!(out, "using {:?} global={} {}", using.kind, using.global, &text[using.target.range.usize()]);
    }
    for decl in &unit.types {
        let namespace = unit.namespace_name(decl.namespace);
        let bases: Vec<_> = decl.bases.iter().map(|base| &text[base.range.usize()]).collect();
        let _ = writeln!(out, "{:?} {namespace}.{} : {bases:?}", decl.kind, decl.name.text);
        for member in &decl.members {
            let ty = member.ty.as_ref().map(|ty| &text[ty.range.usize()]);
            let parameters: Vec<_> = member.parameters.iter().map(|parameter| parameter.name.text.as_str()).collect();
            let _ = writeln!(out, "  {:?} {} {ty:?} {parameters:?}", member.kind, member.name.text);
        }
    }
    let _ = writeln!(out, "errors {}", unit.errors.len());
    out
}

#[test]
fn declarations() {
    insta::assert_snapshot!(outline(
        "global using A.B;\nusing static C.D<int>;\nusing E = F.G[];\nextern alias H;\nnamespace N.M;\n\
         [X(1, Y = 2)] public partial class P<T>(int a, string b = \"x\") : Q<T>(a), R where T : class {\n\
         int f = 1, g; public string Name { get; init; } = \"n\"; int Z => 3;\n\
         P() : this(1) { } void M<U>(ref int x, params int[] rest) => f(); event E1 Ev; int this[int i] => i;\n\
         class Inner { } enum En { A = 1, B } }\nrecord struct V(int X); delegate int D(string s);"
    ), @r#"
    using Namespace global=true A.B
    using Static global=false C.D<int>
    using Alias(Ident { text: "E", range: 47..48 }) global=false F.G[]
    using ExternAlias global=false H
    Class N.M.P : ["Q<T>", "R"]
      Field f Some("int") []
      Field g Some("int") []
      Property Name Some("string") []
      Property Z Some("int") []
      Constructor P None []
      Method M Some("void") ["x", "rest"]
      Event Ev Some("E1") []
      Indexer  Some("int") ["i"]
    Class N.M.Inner : []
    Enum N.M.En : []
      EnumMember A None []
      EnumMember B None []
    RecordStruct N.M.V : []
    Delegate N.M.D : []
    errors 0
    "#);
}

/// All expressions of the first statement list, in s-expression form.
fn expressions(text: &str) -> String {
    let unit = parsed(text);
    let shown: Vec<String> = unit
        .statements
        .iter()
        .map(|&statement| match &unit.stmt(statement).kind {
            StmtKind::Expr(value) => show(&unit, *value),
            StmtKind::Local { declarators, .. } => declarators[0].1.map(|value| show(&unit, value)).unwrap_or_default(),
            other => format!("{other:?}"),
        })
        .collect();
    shown.join("\n")
}

fn show(unit: &CompilationUnit, id: ExprId) -> String {
    let all = |ids: &mut dyn Iterator<Item = ExprId>| ids.map(|id| show(unit, id)).collect::<Vec<_>>().join(" ");
    let arguments = |arguments: &[Argument]| {
        let shown: Vec<String> = arguments
            .iter()
            .map(|argument| match &argument.name {
                Some(name) => format!("{}:{}", name.text, show(unit, argument.value)),
                None => show(unit, argument.value),
            })
            .collect();
        shown.join(" ")
    };
    match &unit.expr(id).kind {
        ExprKind::Name(segment) => format!("{}{}", segment.name.text, "<>".repeat(segment.arguments.len().min(1))),
        ExprKind::Aliased(alias, segment) => format!("{}::{}", alias.text, segment.name.text),
        ExprKind::Predefined(name) => name.to_string(),
        ExprKind::Member { target, member, conditional } => {
            format!("{}{}{}", show(unit, *target), if *conditional { "?." } else { "." }, member.name.text)
        }
        ExprKind::Element { target, arguments: list, .. } => format!("{}[{}]", show(unit, *target), arguments(list)),
        ExprKind::Call { callee, arguments: list } => format!("{}({})", show(unit, *callee), arguments(list)),
        ExprKind::New { ty, arguments: list, initializer } => {
            let initializer = initializer.map(|initializer| show(unit, initializer)).unwrap_or_default();
            format!("new{}({}){initializer}", if ty.is_some() { " T" } else { "" }, arguments(list))
        }
        ExprKind::AnonymousObject(entries) => {
            let shown: Vec<_> = entries
                .iter()
                .map(|(name, value)| format!("{:?}={}", name.as_ref().map(|name| &name.text), show(unit, *value)))
                .collect();
            format!("anon{shown:?}")
        }
        ExprKind::NewArray { initializer, .. } => {
            format!("array{}", initializer.map(|initializer| show(unit, initializer)).unwrap_or_default())
        }
        ExprKind::Initializer(entries) => {
            let shown: Vec<String> = entries
                .iter()
                .map(|entry| match entry {
                    InitializerEntry::Member(name, value) => format!("{}={}", name.text, show(unit, *value)),
                    InitializerEntry::Index(list, value) => format!("[{}]={}", arguments(list), show(unit, *value)),
                    InitializerEntry::Element(value) => show(unit, *value),
                })
                .collect();
            format!("{{{}}}", shown.join(", "))
        }
        ExprKind::Collection(elements) => format!("[{}]", all(&mut elements.iter().map(|element| element.value))),
        ExprKind::With { target, initializer } => format!("{} with{}", show(unit, *target), show(unit, *initializer)),
        ExprKind::Assign { op, left, right } => format!("({op:?} {} {})", show(unit, *left), show(unit, *right)),
        ExprKind::Unary { op, operand } => format!("({op:?} {})", show(unit, *operand)),
        ExprKind::Binary { op, left, right } => format!("({op:?} {} {})", show(unit, *left), show(unit, *right)),
        ExprKind::Conditional { condition, then, otherwise } => {
            format!("(? {} {} {})", show(unit, *condition), show(unit, *then), show(unit, *otherwise))
        }
        ExprKind::Await(value) => format!("(await {})", show(unit, *value)),
        ExprKind::Switch { subject, arms } => {
            format!("(switch {} {})", show(unit, *subject), all(&mut arms.iter().map(|arm| arm.value)))
        }
        ExprKind::Lambda { parameters, body } => {
            let names: Vec<_> = parameters.iter().map(|parameter| parameter.name.text.as_str()).collect();
            match body {
                Body::Expr(value) => format!("(λ {names:?} {})", show(unit, *value)),
                other => format!("(λ {names:?} {})", if matches!(other, Body::Block(_)) { "{}" } else { "-" }),
            }
        }
        ExprKind::Literal(literal) => format!("{literal:?}"),
        ExprKind::Interpolated(parts) => {
            let shown: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    InterpolatedPart::Text(text) => format!("{text:?}"),
                    InterpolatedPart::Hole(value) => show(unit, *value),
                })
                .collect();
            format!("$({})", shown.join(" "))
        }
        other => format!("{other:?}").split(['(', ' ', '{']).next().unwrap_or_default().to_owned(),
    }
}

#[test]
fn expression_forms() {
    insta::assert_snapshot!(expressions(
        "a?.B(x: 1, out var y)?[0].C<int>();\nvar c = new Client { A = { \"x\" }, [\"k\"] = v, B = false };\n\
         Client d = new() { new() { X = 1 } };\nvar e = new { request = r, f.G };\nvar g = new[] { 1, 2 };\n\
         List<int> h = [1, ..i];\nj = k with { L = 1 };\nm += n ?? -1;\nf = x => x.Y = !z;\n\
         var o = p switch { 1 => q, _ => s };\nvar t = $\"a{{b}}{u}c\";\nvar v2 = $@\"\"\"{w}\"\"\";\nglobal::A.B.C();\n\
         string.Empty.ToString();\nvar aa = await bb.Cc(async () => { });\nvar dd = (ee);\nvar ff = a + b + \"c\";"
    ), @r#"
    a?.B(x:Integer(1) Declaration)[Integer(0)].C()
    new T(){A={String("x")}, [String("k")]=v, B=Bool(false)}
    new(){new(){X=Integer(1)}}
    anon["Some(\"request\")=r", "None=f.G"]
    array{Integer(1), Integer(2)}
    [Integer(1) i]
    (Set j k with{L=Integer(1)})
    (Add m (Coalesce n (Minus Integer(1))))
    (Set f (λ ["x"] (Set x.Y (Not z))))
    (switch p q s)
    $("a{b}" u "c")
    $("\"" w "\"")
    global::A.B.C()
    string.Empty.ToString()
    (await bb.Cc((λ [] {})))
    ee
    (Add (Add a b) String("c"))
    "#);
}

#[test]
fn constructs_that_the_grammar_alone_loses() {
    for text in [
        "class C { void M(bool async) { if (async) X(async: true); var s = async ? 1 : 2; } }",
        "class C { void M() { a?.B = c; a?.b.c += d; a?[1] = 2; a?.b(x)?.c = e; } }",
        "class C { void M() { var s = $@\"\"\"{x}\"\"\"; var t = @$\"\"\"a\"\"\"; var u = $@\"\\\"\"{x}\\\"; } }",
        "class C { void M<T>() where T : allows ref struct { List<string> l = [type]; l = [a, field]; } }",
        "static class E { extension(string s) { public int Len => s.Length; } extension<T>(List<T> l) where T : class { void A() { } } }",
        "#:package X@1\n#!/usr/bin\nclass C\n#if A\n : B\n#endif\n{ }",
        "class C { int M() =>\n#if A\n1\n#else\n2\n#endif\n; Client c = new() {\n#if X\nA = 1,\n#endif\nB = 2 }; }",
        "class C {\n#if A\n void M() {\n#else\n void N() {\n#endif\n F(); } }",
    ] {
        assert_eq!(parsed(text).errors, [], "{text}");
    }
}

#[test]
fn hostile_text_is_refused_or_survived() {
    assert_eq!(parse(&"a<".repeat(100_000), &Symbols::default()).unwrap_err(), NotParsed::TooAmbiguous);
    let casts = format!("x = {}1;", "(a)-".repeat(160_000));
    assert_eq!(parse(&casts, &Symbols::default()).unwrap_err(), NotParsed::TooAmbiguous);
    assert_eq!(parse(&"(".repeat(10_000), &Symbols::default()).unwrap_err(), NotParsed::TooDeep);
    assert_eq!(parse(&" ".repeat(guard::MAX_BYTES + 1), &Symbols::default()).unwrap_err(), NotParsed::TooLarge);
    let concatenation = format!("var x = {}\"\";", "\"a\" + ".repeat(20_000));
    assert!(parsed(&concatenation).errors.is_empty());
    parsed("class C { void M( { } int ; = } } garbage");
}
