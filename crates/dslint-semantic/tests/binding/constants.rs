//! Constants fold, wherever their parts are declared.

use crate::cases;
use crate::support::{compare, with_program};
use dslint_semantic::value::Value;
use dslint_syntax::ast::ExprId;

/// Checks the value of the expression at each marker.
fn check(source: &str, expected: &str) {
    let got = with_program(source, |program, markers| {
        let value = |marker: &crate::support::Marker| {
            let unit = program.unit(marker.file);
            let here = unit.exprs.iter().enumerate().filter(|(_, expr)| expr.range.start == marker.at);
            let (index, _) = here.max_by_key(|(_, expr)| expr.range.end).unwrap();
            let text = match program.constant(marker.file, ExprId(index as u32)).value {
                Value::Text(text) => format!("{text:?}"),
                Value::Bool(value) => value.to_string(),
                Value::Integer(value) => value.to_string(),
                Value::EnumMember(name) => name.to_string(),
                Value::Null => "null".to_owned(),
                _ => "?".to_owned(),
            };
            format!("{} {text}", marker.number)
        };
        markers.iter().map(value).collect::<Vec<_>>()
    });
    compare(source, expected, &got);
}

cases! { check;
    literals: r#"
class X { object[] A = { /*1*/"a", /*2*/1, /*3*/true, /*4*/null, /*5*/-3, /*6*/1.5, /*7*/'c', /*8*/0x10 }; }
"# => r#"1 "a"
         2 1
         3 true
         4 null
         5 -3
         6 ?
         7 ?
         8 16"#;

    strings: r##"
class X { string[] A = { /*1*/"a\tb", /*2*/@"a\t""b""", /*3*/"""a "b" c""", /*4*/$"a{{b", /*5*/"\u0041" }; }
"## => r#"1 "a\tb"
          2 "a\\t\"b\""
          3 "a \"b\" c"
          4 "a{b"
          5 "A""#;

    multi_line_raw_strings: r##"
class X { string A = /*1*/"""
    one
      two
    """; }
"## => r#"1 "one\n  two""#;

    const_fields: r#"
class X { const string A = "a"; const string B = A + "b"; string C = /*1*/B; int D = /*2*/N; const int N = 3; }
"# => r#"1 "ab"
         2 3"#;

    across_files: r#"
//# file A.cs
class X { string C = /*1*/Names.Full; string D = /*2*/N.Names.Root; }
//# file B.cs
namespace N { static class Names { public const string Root = "r"; } }
//# file C.cs
static class Names { public const string Full = N.Names.Root + ".x"; }
"# => r#"1 "r.x"
         2 "r""#;

    static_readonly_fields: r#"
class X { static readonly string A = "a"; static string B = "b"; readonly string C = "c"; string D = /*1*/A; string E = /*2*/B; string F() => /*3*/C; static readonly bool G = true; bool H = /*4*/G;
  static string I = "i"; string J = /*5*/I; void Set() { I = "j"; } public static string K = "k"; string L = /*6*/K; }
"# => r#"1 "a"
         2 "b"
         3 ?
         4 true
         5 ?
         6 ?"#;

    concatenation_and_interpolation: r#"
class X { const string A = "a"; const int N = 1; string B = /*1*/"x" + A + "y" + A; string C = /*2*/$"{A}-{A}"; string D(string p) => /*3*/$"{A}{p}"; string E = /*4*/"n" + N; string F = /*5*/$"{N}"; }
"# => r#"1 "xaya"
         2 "a-a"
         3 ?
         4 "n1"
         5 "1""#;

    nameof_folds: r#"
class X { string A = /*1*/nameof(X); string B = /*2*/nameof(System.Collections.Generic.List<int>.Count); string C = /*3*/"x" + nameof(M); void M() { } }
"# => r#"1 "X"
         2 "Count"
         3 "xM""#;

    enum_members: r#"
using Duende.IdentityServer.Models;
enum Color { Red } class X { object A = /*1*/Color.Red; object B = /*2*/TokenUsage.ReUse; }
"# => r#"1 Color.Red
         2 Duende.IdentityServer.Models.TokenUsage.ReUse"#;

    package_constants: r#"
using Duende.IdentityServer; using Duende.IdentityServer.Models;
class X { string A = /*1*/IdentityServerConstants.SecretTypes.JsonWebKey; string B = /*2*/GrantType.ClientCredentials; string C = /*3*/Telemetry.ServiceName + ".x"; string D = /*4*/Telemetry.ServiceNameExperimental; }
"# => r#"1 "JWK"
         2 "client_credentials"
         3 "Duende.IdentityServer.x"
         4 "Duende.IdentityServer.Experimental""#;

    conditions: r#"
class X { const bool Debug = false; string A = /*1*/(Debug ? "a" : "b"); bool B = /*2*/!Debug; bool C = /*3*/("a" == "a"); bool D = /*4*/(Debug || true); string E = /*5*/(null ?? "e"); }
"# => r#"1 "b"
         2 true
         3 true
         4 true
         5 "e""#;

    nested_constants_of_a_base: r#"
class Base { protected const string A = "a"; public static class Names { public const string B = "b"; } }
class X : Base { string C = /*1*/A + Names.B; }
"# => r#"1 "ab""#;

    cyclic_constants_end: r#"
class X { const string A = B; const string B = A; string C = /*1*/A; }
"# => r#"1 ?"#;

    local_constants_fold_in_their_member_only: r#"
class X { string M() { const string a = "a"; return /*1*/a; } }
"# => r#"1 ?"#;

    static_properties: r#"
static class Names { public static string A => "a"; public static string B { get; } = "b"; public static string C { get { return "c"; } } }
class X { string D = /*1*/Names.A; string E = /*2*/Names.B; string F = /*3*/Names.C; }
"# => r#"1 "a"
         2 "b"
         3 "c""#;

    parenthesised_cast_and_null_forgiving: r#"
class X { const string A = "a"; string B = /*1*/((string)A)!; object C = /*2*/(object)A; }
"# => r#"1 "a"
         2 "a""#;

    numbers_of_consts: r#"
class X { const int Hour = 3600; const int Day = 24 * Hour; int A = /*1*/Hour; int B = /*2*/Day; int C = /*3*/Hour + 1; }
"# => r#"1 3600
         2 ?
         3 3601"#;
}
