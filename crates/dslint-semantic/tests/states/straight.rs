//! Straight lines: initializers, assignments, copies, constants.

use crate::{cases, check};

cases! { check;
    initializer: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { ClientId = "a", RequireClientSecret = false, AccessTokenLifetime = 60 }; } }
"# => r#"1 M: {AccessTokenLifetime=60, ClientId="a", RequireClientSecret=false}"#;

    later_assignments: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); c.ClientId = "a"; c.RequireClientSecret = false; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}"#;

    overwritten: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { RequireClientSecret = false }; c.RequireClientSecret = true; } }
"# => "1 M: {RequireClientSecret=true}";

    two_variables_one_object: r#"
using Duende.IdentityServer.Models;
class X { void M() { var a = /*1*/new Client(); var b = a; b.Enabled = false; a.ClientId = "a"; a = null; } }
"# => r#"1 M: {ClientId="a", Enabled=false}"#;

    one_variable_two_objects: r#"
using Duende.IdentityServer.Models;
class X { void M() { var a = /*1*/new Client { ClientId = "a" }; a = /*2*/new Client { ClientId = "b" }; a.Enabled = false; } }
"# => r#"1 M: {ClientId="a"}
         2 M: {ClientId="b", Enabled=false}"#;

    chained_assignment: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); c.Enabled = c.RequirePkce = c.RequireClientSecret = false; } }
"# => "1 M: {Enabled=false, RequireClientSecret=false, RequirePkce=false}";

    unknown_values: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b, string s) { var c = /*1*/new Client { RequireClientSecret = b, ClientId = s, Enabled = Unknown(), ClientName = s + "x" }; } }
"# => "1 M: {ClientId=?, ClientName=?, Enabled=?, RequireClientSecret=?}";

    constants: r#"
//# file A.cs
using Duende.IdentityServer.Models;
class X { const bool Off = false; void M() { const string id = "a"; var c = /*1*/new Client { ClientId = id + Names.Suffix, RequireClientSecret = Off, Enabled = !Off, ClientName = $"{id} x", Description = nameof(M), ProtocolType = Names.Protocol }; } }
//# file B.cs
static class Names { public const string Suffix = ".b"; public static readonly string Protocol = "oidc"; }
"# => r#"1 M: {ClientId="a.b", ClientName="a x", Description="M", Enabled=true, ProtocolType="oidc", RequireClientSecret=false}"#;

    locals_are_followed: r#"
using Duende.IdentityServer.Models;
class X { void M() { var off = false; var id = "a"; off = true; var c = /*1*/new Client { Enabled = off, ClientId = id }; id = "b"; } }
"# => r#"1 M: {ClientId="a", Enabled=true}"#;

    enum_values: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { RefreshTokenUsage = TokenUsage.ReUse }; } }
"# => "1 M: {RefreshTokenUsage=ReUse}";

    nested_objects: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { ClientSecrets = { new Secret("x") { Type = "JWK" } } }; } }
"# => r#"1 M: {ClientSecrets=[Secret{Type="JWK", Value="x"}]}"#;

    constructor_arguments_are_properties: r#"
using Duende.IdentityServer.Models;
class X { void M() { var a = /*1*/new Secret("x", "d"); var b = /*2*/new Secret("x", expiration: null); var c = /*3*/new ApiScope("s", ["c"]); } }
"# => r#"1 M: {Description="d", Value="x"}
         2 M: {Expiration=null, Value="x"}
         3 M: {Name="s", UserClaims=["c"]}"#;

    compound_assignment_is_unknown: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { AccessTokenLifetime = 1, ClientId = "a" }; c.AccessTokenLifetime += 5; c.ClientId += "b"; } }
"# => r#"1 M: {AccessTokenLifetime=6, ClientId="ab"}"#;

    coalescing_assignment: r#"
using Duende.IdentityServer.Models;
class X { void M(Client o) { var c = /*1*/new Client { ClientName = "n" }; c.ClientName ??= "m"; c.Description ??= "d"; } }
"# => r#"1 M: {ClientName="n", Description="d"}"#;

    conditional_expressions: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client { RequireClientSecret = b ? true : false, ClientId = false ? "a" : "b" }; } }
"# => r#"1 M: {ClientId="b", RequireClientSecret=(true / false)}"#;

    a_conditional_of_objects: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = b ? /*1*/new Client { ClientId = "a" } : /*2*/new Client { ClientId = "b" }; c.RequireClientSecret = false; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}
         2 M: {ClientId="b", RequireClientSecret=false}"#;

    switch_expressions: r#"
using Duende.IdentityServer.Models;
class X { void M(string e) { var k = "dev"; var c = /*1*/new Client { Enabled = e switch { "a" => true, _ => false }, RequirePkce = k switch { "dev" => false, _ => true } }; } }
"# => "1 M: {Enabled=(true / false), RequirePkce=false}";

    with_copies: r#"
record Settings { public bool Secret { get; init; } = true; public string Name { get; init; } public System.Collections.Generic.List<string> Grants { get; init; } }
class X { void M() { var a = /*1*/new Settings { Name = "a", Secret = false, Grants = ["g"] }; var b = /*2*/a with { Name = "b" }; } }
"# => r#"1 M: {Grants=["g"], Name="a", Secret=false}
         2 M: {Grants=["g"], Name="b", Secret=false}"#;

    object_and_collection_entries: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { AllowedScopes = { "a", "b" }, Properties = { ["k"] = "v", ["l"] = "w" } }; } }
"# => r#"1 M: {AllowedScopes=["a", "b"], Properties=IDictionary{[k]="v", [l]="w"}}"#;

    indexed_assignment: r#"
using System.Collections.Generic;
class X { void M() { var d = /*1*/new Dictionary<string, string> { ["a"] = "x", { "b", "y" } }; d["c"] = "z"; d["a"] = "w"; } }
"# => r#"1 M: {[a]="w", [b]="y", [c]="z"}"#;

    nested_paths: r#"
using Duende.IdentityServer.Configuration;
class X { void M() { var o = /*1*/new IdentityServerOptions(); o.Authentication.CookieSlidingExpiration = true; o.Endpoints.EnableTokenEndpoint = false; } }
"# => "1 M: {Authentication=AuthenticationOptions{CookieSlidingExpiration=true}, Endpoints=EndpointsOptions{EnableTokenEndpoint=false}}";

    null_conditional_assignment: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); c?.RequireClientSecret = false; } }
"# => "1 M: {RequireClientSecret=false}";

    opaque_parameters: r#"
using Duende.IdentityServer.Models;
class X { void M(Client /*1*/c) { c.RequireClientSecret = false; c.AllowedScopes.Add("a"); } }
"# => r#"1 M: opaque{AllowedScopes=["a", ..], RequireClientSecret=false}"#;

    opaque_results_of_unknown_calls: r#"
using Duende.IdentityServer.Models;
class X { Client Find(string id) => Database.Get(id); void M() { var c = /*1*/Find("a"); c.RequireClientSecret = false; } }
"# => "1 M: opaque{RequireClientSecret=false}";

    tuples_and_deconstruction: r#"
using Duende.IdentityServer.Models;
class X { void M() { Client a; bool b; (a, b) = (/*1*/new Client { ClientId = "a" }, false); a.RequireClientSecret = b; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}"#;

    casts_awaits_and_parentheses_change_nothing: r#"
using System.Threading.Tasks; using Duende.IdentityServer.Models;
class X { async Task M() { var c = (Client)(object)/*1*/new Client(); ((Client)c)!.Enabled = false; (c as Client).RequirePkce = false; var d = await Task.FromResult(c); d.ClientId = "a"; } }
"# => r#"1 M: {ClientId="a", Enabled=false, RequirePkce=false}"#;

    anonymous_objects: r#"
class X { void M(string s) { var o = /*1*/new { request = s, client_id = "a" }; } }
"# => r#"1 M: {client_id="a", request=?}"#;

    using_declarations: r#"
using Duende.IdentityServer.Models;
class X { void M() { using var d = Open(); lock (this) { var c = /*1*/new Client { ClientId = "a" }; } } }
"# => r#"1 M: {ClientId="a"}"#;

    top_level_statements: r#"
using Duende.IdentityServer.Models;
var c = /*1*/new Client { ClientId = "a" };
c.RequireClientSecret = false;
"# => r#"1 top: {ClientId="a", RequireClientSecret=false}"#;

    defaults_are_those_of_the_release: r#"
//# project old
//# release old: 6.2
//# project new
//# release new: 7.2
//# file Old.cs old
using Duende.IdentityServer.Configuration;
class X { void M() { var o = /*1*/new DynamicProviderOptions(); if (o.SignOutScheme == "idsrv") o.SignInScheme = "a"; else o.SignInScheme = "b"; } }
//# file New.cs new
using Duende.IdentityServer.Configuration;
class X { void M() { var o = /*2*/new DynamicProviderOptions(); if (o.SignOutScheme == null) o.SignInScheme = "a"; else o.SignInScheme = "b"; } }
"# => r#"1 M: {SignInScheme="a"}
         2 M: {SignInScheme="a"}"#;

    a_default_that_a_constructor_of_the_package_sets: r#"
using Duende.IdentityServer.Models;
class X { void M() { var s = /*1*/new Secret(); if (s.Type == "SharedSecret") s.Value = "a"; else s.Value = "b"; } }
"# => r#"1 M: {Value="a"}"#;
}
