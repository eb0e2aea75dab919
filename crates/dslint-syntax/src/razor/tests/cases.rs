//! A table: a Razor text, and what is understood of it.

use super::*;
use RazorKind::{Component, Page};

const CASES: &[(RazorKind, &str, &[&str])] = &[
    (Page, "@using A.B\n@using static C.D;\n@using E = F.G\n", &["using A.B 1:8", "using C.D 2:15", "using F.G 3:12"]),
    (Page, "@page \"/x/{id?}\"\n@model A.LoginModel\n@model.X", &["model A.LoginModel 2:8", "=model.X 3:2"]),
    (
        Page,
        "@inject IOptions<A.B> Options\n@inject Func<A, B> Make;\n@Options.Value",
        &["inject IOptions<A.B> Options 1:9", "inject Func<A, B> Make 2:9", "=Options.Value 3:2"],
    ),
    (
        Page,
        "@inherits My.Page<M>\n@implements IDisposable @* why *@\n@namespace A.B\n@addTagHelper *, My\n",
        &["base My.Page<M> 1:11", "base IDisposable 2:13", "namespace A.B 3:12"],
    ),
    (
        Page,
        "@attribute [Authorize(Policy = \"x]\")]\n@attribute [A,\n  B]\n<p/>",
        &[r#"attribute Authorize(Policy = "x]") 1:13"#, "attribute A 2:13", "attribute B 3:3"],
    ),
    (
        Component,
        "@typeparam T where T : A.B, new()\n@typeparam U\n@layout Main\n@rendermode InteractiveServer",
        &["typeparam T 1:12", "where A.B 1:24", "typeparam U 2:12", "attribute Main 3:9", "=InteractiveServer 4:13"],
    ),
    (
        Page,
        "@functions {\n  int X => F();\n  void M() { if (a < b) { G(); } }\n}\n@M()",
        &["member X 2:7", "call F 2:12", "member M 3:8", "if a < b 3:18", "call G 3:27", "call M 5:2", "=M() 5:2"],
    ),
    (
        Component,
        "@code\n{\n  RenderFragment R => @<p>@F(1)</p>;\n  void M() { R2 = __builder => { <b>@G()</b> }; }\n}",
        &["member R 3:18", "call F 3:28", "=F(1) 3:28", "member M 4:8", "call G 4:38", "=G() 4:38"],
    ),
    (Page, "@{ var a = F(\"}\"); }\n@a @a.B", &["var a 1:8", "call F 1:12", "=a 2:2", "=a.B 2:5"]),
    (Page, r#"@(F(1) + ")") @(x ? "a" : "b")"#, &["call F 1:3", r#"=F(1) + ")" 1:3"#, r#"=x ? "a" : "b" 1:17"#]),
    (
        Page,
        "@a.B(c)[d]?.E!.G, @x! @y. @z? @w?[0]",
        &["call a.B 1:2", "=a.B(c)[d]?.E!.G 1:2", "=x 1:20", "=y 1:24", "=z 1:28", "=w?[0] 1:32"],
    ),
    (
        Page,
        r#"@await Html.PartialAsync("_x", M())!"#,
        &[r#"=await Html.PartialAsync("_x", M()) 1:2"#, "call Html.PartialAsync 1:8", "call M 1:32"],
    ),
    (Page, "@Model.Name…@Model.Ä-x @Model.B<b>", &["=Model.Name 1:2", "=Model.Ä 1:14", "=Model.B 1:25"]),
    (Page, "a@b.c x@@y @@z.w() @(a)@b.C foo@(bar) vue@3.4", &["=a 1:22", "=b.C 1:25", "=bar 1:34"]),
    (Page, "@* @F() *@<!-- @G() -->@H()", &["call G 1:17", "=G() 1:17", "call H 1:25", "=H() 1:25"]),
    (
        Page,
        "@if (a.B()) {\n <p>@c }</p> } else if (D()) { <text>@e</text> }\nelse { @f }",
        &["call a.B 1:6", "if a.B() 1:6", "=c 2:6", "call D 2:25", "if D() 2:25", "=e 2:39", "=f 3:9"],
    ),
    (
        Page,
        r#"@for (var i = 0; i < F(); i++) { <li class="@i">@G(i)</li> }"#,
        &["var i 1:11", "call F 1:22", "=i 1:46", "call G 1:50", "=G(i) 1:50"],
    ),
    (
        Page,
        "@foreach (var x in Model.Items) {\n  var y = x.F();\n  <li>@y</li>\n  y.G();\n}",
        &["each x 1:15", "var y 2:7", "call x.F 2:11", "=y 3:8", "call y.G 4:3"],
    ),
    (
        Page,
        r#"@while (A()) { B(); <br> C(); <input value="@d"> }"#,
        &["call A 1:9", "call B 1:16", "call C 1:26", "=d 1:46"],
    ),
    (Page, "@do { A(); } while (B());\n@c", &["call A 1:7", "call B 1:21", "=c 2:2"]),
    (
        Page,
        "@switch (a) { case 1: <p>@b</p> break; case X.Y: @C() break; default: <i>@d</i> break; }",
        &["=b 1:27", "call C 1:51", "=C() 1:51", "=d 1:75"],
    ),
    (
        Page,
        "@using (Html.BeginForm()) { <p>@a</p> }\n@lock (b) { C(); }",
        &["call Html.BeginForm 1:9", "=a 1:33", "call C 2:13"],
    ),
    (
        Page,
        "@try { <p>@A()</p> } catch (E e) when (F(e)) { @e.G } finally { H(); }",
        &["call A 1:12", "=A() 1:12", "call F 1:40", "=e.G 1:49", "call H 1:65"],
    ),
    (Page, "@await foreach (var x in F()) { <p>@x</p> }", &["each x 1:21", "call F 1:26", "=x 1:37"]),
    (Page, "@if (a) { @:line @B() } <p>\n  C();\n}", &["if a 1:6", "call B 1:19", "=B() 1:19", "call C 2:3"]),
    (
        Page,
        "@if (a) { if (b) <p>@c</p> else <b>@d</b> foreach (var x in y) <i>@x</i> }",
        &["if a 1:6", "if b 1:15", "=c 1:22", "=d 1:37", "each x 1:56", "=x 1:68"],
    ),
    (
        Page,
        r#"@{ <div><div>@a</div> text's "</div> F(); <br/> G(); <!-- @b --> H(); }"#,
        &["=a 1:15", "call F 1:38", "call G 1:49", "=b 1:60", "call H 1:66"],
    ),
    (
        Page,
        r#"@{ F(new { @class = "a", b = new[] { @c } }); var x = y switch { 1 => A(), _ => B() }; }"#,
        &["call F 1:4", "var x 1:51", "call A 1:71", "call B 1:81"],
    ),
    (
        Page,
        "@{ var s = @\"a\"\"}\" + $\"{F(\"}\")}\" + $@\"{G()}}}\" + '}' + \"\"\"}\"\"\"; // }\n /* } */ H(); }",
        &["var s 1:8", "call F 1:25", "call G 1:40", "call H 2:10"],
    ),
    (Page, "@{\n  #region don't\n  F();\n  #endregion\n}", &["call F 3:3"]),
    (
        Page,
        "@section Scripts {\n <script>function f() { var a = @F(); if (1 < 2) { } }</script>\n @g\n}\n@h",
        &["call F 2:34", "=F() 2:34", "=g 3:3", "=h 5:2"],
    ),
    (
        Page,
        r#"<input asp-for="Input.X"/><input asp-for="@Model.Y"/><select asp-items='Html.F<A>("x")'></select>"#,
        &["=Input.X 1:17", "=Model.Y 1:44", "call Html.F<A> 1:73", r#"=Html.F<A>("x") 1:73"#],
    ),
    (
        Page,
        r#"<partial name="_x" for="Input" model="F()"/><component type="typeof(A)" param-x="B"/><label for="Input">"#,
        &["=Input 1:25", "call F 1:39", "=F() 1:39", "=typeof(A) 1:62", "=B 1:82"],
    ),
    (
        Page,
        r#"<a href="@Url.Page("x", new { a = "b" })" class="a @(b ? "c" : "d") e" @(F()) @if(g){<text>x</text>}>@h</a>"#,
        &[
            "call Url.Page 1:11",
            r#"=Url.Page("x", new { a = "b" }) 1:11"#,
            r#"=b ? "c" : "d" 1:54"#,
            "call F 1:74",
            "=F() 1:74",
            "if g 1:83",
            "=h 1:103",
        ],
    ),
    (
        Page,
        "<a title=mailto:a@b.c data-x=@D() checked=@(e)/><a x='@f'>@g</a",
        &["call D 1:31", "=D() 1:31", "=e 1:45", "=f 1:56", "=g 1:60"],
    ),
    (
        Component,
        r#"<input @bind="X" @bind:event="oninput" @bind:after="F" @onclick:preventDefault @key="@a.B"/>"#,
        &["=X 1:15", "=F 1:53", "=a.B 1:87"],
    ),
    (
        Component,
        r#"<b @onclick='() => G("a")' @onchange="@(e => H(e))" @ref="r" @formname="f" @attributes="A"/>"#,
        &[r#"=() => G("a") 1:14"#, "call G 1:20", "=(e => H(e)) 1:40", "call H 1:46", "=r 1:59", "=A 1:89"],
    ),
    (
        Component,
        r#"<Grid Items="people" Title="Client" Text="Sign in to X" Value="@x" TItem="A.B" Size="300px" On="() => F(1)" Css="a-b" Context="c"/>"#,
        &["=people 1:14", "=Client 1:29", "=x 1:65", "=A.B 1:75", "=() => F(1) 1:97", "call F 1:103"],
    ),
    (
        Component,
        r#"<Grid Columns="@(new List<A>())"><Row Item="@y.Z">@context.User</Row></Grid>"#,
        &["=new List<A>() 1:18", "new List<A> 1:22", "=y.Z 1:46", "=context.User 1:52"],
    ),
    (
        Page,
        "@Html.Grid(@<b>@item.X</b>, x => @<i>@F(x)</i>)",
        &[
            "call Html.Grid 1:2",
            "=Html.Grid(@<b>@item.X</b>, x => @<i>@F(x)</i>) 1:2",
            "=item.X 1:17",
            "call F 1:39",
            "=F(x) 1:39",
        ],
    ),
    (
        Page,
        "@functions { Func<A, B> t = @<text>@F()</text>; }\n@t(1)",
        &["member t 1:25", "call F 1:37", "=F() 1:37", "call t 2:2", "=t(1) 2:2"],
    ),
    (
        Page,
        "\r\n@model A\r\n@if (b)\r\n{\r\n  <p>@c.D()</p>\r\n}\r\n@E()",
        &["model A 2:8", "if b 3:6", "call c.D 5:7", "=c.D() 5:7", "call E 7:2", "=E() 7:2"],
    ),
    (Page, r#"é😀 @a.B() <p>ü@c</p> ü @D("é")"#, &["call a.B 1:6", "=a.B() 1:6", "call D 1:26", r#"=D("é") 1:26"#]),
    (
        Page,
        "<style>@@media { a > b { } } .x { width: @w }</style><script>if (a < b) { x(@y) }</script><p>@z</p>",
        &["=w 1:43", "=y 1:78", "=z 1:95"],
    ),
    (
        Page,
        "@helper.F() @section.X @functions.Y @code @page.Z @usings",
        &[
            "call helper.F 1:2",
            "=helper.F() 1:2",
            "=section.X 1:14",
            "=functions.Y 1:25",
            "=code 1:38",
            "=page.Z 1:44",
            "=usings 1:52",
        ],
    ),
    (
        Component,
        "@model.X @section @inject.Y @code.Z",
        &["=model.X 1:2", "=section 1:11", "=inject.Y 1:20", "=code.Z 1:30"],
    ),
    (
        Page,
        "@{ @Html.F() ; @if (a) { @b } @foreach (var x in c) { @x } }",
        &["call Html.F 1:5", "=Html.F() 1:5", "if a 1:21", "=b 1:27", "each x 1:45", "=x 1:56"],
    ),
    (Page, "<p>@if (a) {\n#if X\n  <b>@b</b>\n#endif\n}</p>", &["if a 1:9"]),
    (Page, "<!DOCTYPE html>\n<!p>@a</!p> < b <3 @c", &["=a 2:6", "=c 2:21"]),
    (Page, "@if (a) { <input></input> <!b>@c</!b> <svg:x/> } @d", &["if a 1:6", "=c 1:32", "=d 1:51"]),
    (Page, "@if (a) { <p> }", &["if a 1:6"]),
    (Page, "@{ F(; G(", &["errors 1"]),
    (Page, "@F(a, [b", &["call F 1:2", "=F(a, [b 1:2", "errors 1"]),
    (Page, "@(a", &["=a 1:3"]),
    (Page, "@foreach (var x", &["errors 1"]),
    (Page, r#"<a href="@"#, &[]),
    (Page, "@using\n@inject A\n@model\n@attribute [A", &["=using 1:2", "=model 3:2"]),
    (Page, "@using /* x\n@model \"a\n@a", &["=a 3:2"]),
    (Page, "﻿@model A\n@b", &["model A 1:9", "=b 2:2"]),
    (Page, r#"<a asp-for='(' title="@(b")> @c"#, &[r#"=b")> @c 1:25"#, "errors 1"]),
    (Page, "", &[]),
];

#[test]
fn razor_is_understood() {
    for (kind, text, expected) in CASES {
        let outline = outline(text, *kind);
        assert_eq!(outline.lines().collect::<Vec<_>>(), *expected, "in {text}");
    }
}
