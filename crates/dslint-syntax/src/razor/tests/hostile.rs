//! No text breaks the reading, and every range lies in the text.

use super::*;
use crate::guard::NotParsed;

const PAGES: [(RazorKind, &str); 3] = [
    (
        RazorKind::Page,
        "@page \"/x\"\r\n@using A.B\r\n@model C.LoginModel\r\n@inject IOptions<D> Options\r\n@inherits E<F>\r\n\
         @attribute [Authorize]\r\n@{ ViewData[\"Title\"] = $\"é {Model.X:N2} }}\"; var y = new { @class = 'x' }; }\r\n\
         <!-- @G() --><h1>ü@y.Z 😀</h1> a@b.c @@x @* no *@\r\n@if (Model.Enabled) {\r\n  <form asp-for=\"Input.X\" \
         class=\"@(a ? \"b\" : \"c\")\">@await H.I(j)?.K!.L[0]</form>\r\n  @:text @m\r\n} else if (n) { <br> }\r\n\
         else { <text>@o</text> }\r\n@foreach (var p in Q()) { switch (p) { case 1: <i>@p</i> break; } }\r\n\
         @section Scripts { <script>if (a < b) { f('@r') }</script> }\r\n@functions { int S() => 1; }\r\n\
         @Html.T(@<b>@item</b>, u => @<text>@u</text>)\r\n@try { V(); } catch (W w) when (x) { } finally { }\r\n",
    ),
    (
        RazorKind::Component,
        "@page \"/counter\"\n@typeparam T where T : class\n@implements IDisposable\n@layout Main\n@rendermode Auto\n\
         <Grid Items=\"@items\" T=\"A.B\" On=\"() => F(1)\" Title=\"The é title\" @key=\"x.Y\" @bind:after=\"G\">\n\
         <Row Context=\"c\">@c.D</Row></Grid>\n<button @onclick='() => H(\"i\")' @onclick:stopPropagation>ü</button>\n\
         @code {\n  RenderFragment R => @<p>@S</p>;\n#if DEBUG\n  string s = @\"a\"\"b\" + \"\"\"c\"\"\";\n#endif\n\
         void M() { x = __builder => { <b>@N()</b> }; /* } */ }\n}\n",
    ),
    (RazorKind::Page, "@{\n<div>@{ <p>@if (a) { <b>@(b)</b> } else <i/> }</div>\n}\n@do { <li/> } while (c);"),
];

/// What mutations put in.
const SCRAPS: [&str; 24] = [
    "@", "@@", "@(", "@{", "}", "{", ")", "\"", "'", "<", "</p>", "<p", "/>", "@*", "*@", "<!--", "-->", "@:", "@<b>",
    "é", "\r\n", "#if X", "$\"{", "@if (",
];

/// Numbers that are the same on each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn mutated(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..=dice.below(4) {
        let at = boundary(&text, dice.below(text.len() + 1));
        let end = boundary(&text, (at + dice.below(12)).min(text.len())).max(at);
        match dice.below(4) {
            0 => text.replace_range(at..end, ""),
            1 => text.insert_str(at, SCRAPS[dice.below(SCRAPS.len())]),
            2 => text.truncate(if dice.below(4) == 0 { at } else { text.len() }),
            _ => {
                let moved = text[at..end].to_owned();
                let to = boundary(&text, dice.below(text.len() + 1));
                text.insert_str(to, &moved);
            }
        }
    }
    text
}

fn ranges(file: &CSharpFile) -> Vec<TextRange> {
    let unit = &file.unit;
    let mut ranges: Vec<TextRange> = file.tokens.iter().map(|token| token.range).collect();
    ranges.extend(&unit.errors);
    ranges.extend(unit.stmts.iter().map(|stmt| stmt.range));
    for expr in &unit.exprs {
        ranges.push(expr.range);
        match &expr.kind {
            ExprKind::Name(segment) | ExprKind::Member { member: segment, .. } => ranges.push(segment.name.range),
            ExprKind::New { ty: Some(ty), .. } => ranges.push(ty.range),
            _ => {}
        }
    }
    for namespace in &unit.namespaces {
        ranges.push(namespace.range);
        ranges.extend(namespace.usings.iter().flat_map(|using| [using.range, using.target.range]));
    }
    for decl in &unit.types {
        ranges.extend([decl.range, decl.name.range]);
        ranges.extend(decl.bases.iter().map(|base| base.range));
        ranges.extend(decl.attributes.iter().map(|attribute| attribute.range));
        for member in &decl.members {
            ranges.extend([member.range, member.name.range]);
            ranges.extend(member.ty.iter().map(|ty| ty.range));
        }
    }
    ranges
}

fn check(text: &str, kind: RazorKind) {
    let Ok(file) = csharp::parse_razor(text, kind, &Symbols::default()) else { return };
    for range in ranges(&file) {
        assert!(range.start <= range.end && text.get(range.usize()).is_some(), "{range:?} in {text}");
    }
}

#[test]
fn mutations_break_nothing() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for round in 0..3_000 {
        let (kind, page) = PAGES[round % PAGES.len()];
        check(&mutated(page, &mut dice), kind);
    }
}

#[test]
fn every_prefix_is_read() {
    for (kind, page) in PAGES {
        for at in (0..=page.len()).filter(|&at| page.is_char_boundary(at)) {
            check(&page[..at], kind);
        }
    }
}

#[test]
fn the_pages_themselves_are_without_errors() {
    for (kind, page) in PAGES {
        assert_eq!(parsed(page, kind).unit.errors, [], "{page}");
    }
}

#[test]
fn long_runs_end_soon() {
    let runs = [
        "@",
        "@a",
        "@(",
        "@{",
        "@*",
        "@:",
        "@<b>",
        "<",
        "<a ",
        "<a x='",
        "<a x=\"@",
        "<!--",
        "</",
        "{",
        "@if(x){",
        "@if(x)",
        "@{<p>",
        "@{<",
        "@section a {",
        "@{\"",
        "@{$\"{",
        "@{'",
        "@code{",
        "@a[",
        "@a(@<b>",
        "@using a ",
        "é@",
        "@try{",
        "@do ",
        "@{case ",
        "@{new {",
        "@attribute [",
        "<script>",
        "@{/*",
        "}",
        "@{}",
        "@if(x){} \n",
        "<br> ",
    ];
    for run in runs {
        for kind in [RazorKind::Page, RazorKind::Component] {
            let text = run.repeat((1 << 20) / run.len());
            let started = std::time::Instant::now();
            generate(&text, kind);
            assert!(started.elapsed().as_secs() < 5, "{run} takes {:?}", started.elapsed());
            check(&run.repeat(20_000 / run.len()), kind);
        }
    }
    check(&"@".repeat(1 << 20), RazorKind::Page);
    let huge = "@a".repeat(2 << 20);
    assert!(matches!(csharp::parse_razor(&huge, RazorKind::Page, &Symbols::default()), Err(NotParsed::TooLarge)));
}
