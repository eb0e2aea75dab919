//! What a reader sees and the evaluator does not know yet: a case that begins to hold belongs in another module.

use crate::check;

macro_rules! gaps {
    ($($name:ident: $source:literal => $expected:literal;)*) => {
        $(#[test] #[should_panic(expected = "--- expected")] fn $name() { check($source, $expected); })*
    };
}

gaps! {
    a_call_through_an_interface_with_one_implementation: r#"
using Duende.IdentityServer.Models;
interface IFactory { Client Make(); } class Factory : IFactory { public Client Make() => /*1*/new() { ClientId = "a" }; }
class X(IFactory factory) { void M() { factory.Make().RequireClientSecret = false; } }
"# => r#"1 Make: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}"#;

    deconstruction_into_new_variables: r#"
using Duende.IdentityServer.Models;
class X { void M() { var (a, b) = (/*1*/new Client { ClientId = "a" }, false); a.RequireClientSecret = b; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}"#;

    what_a_later_round_of_a_loop_sees: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); var again = false; while (Unknown()) { if (again) c.Enabled = false; again = true; } } }
"# => "1 M: {Enabled=false} | {}";

    adding_to_one_of_two_lists: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client { AllowedGrantTypes = { "a" } }; var d = /*2*/new Client { AllowedGrantTypes = { "b" } }; (b ? c.AllowedGrantTypes : d.AllowedGrantTypes).Add("x"); } }
"# => r#"1 M: {AllowedGrantTypes=["a", ("x" / null)]}
         2 M: {AllowedGrantTypes=["b", ("x" / null)]}"#;

    a_row_of_a_query: r#"
using System.Linq; using Duende.IdentityServer.Models;
class X { void M() { var l = from id in new[] { "a" } select /*1*/new Client { ClientId = id }; } }
"# => r#"1 M: {ClientId="a"}"#;
}
