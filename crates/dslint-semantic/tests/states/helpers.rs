//! Methods that build or change objects, called from others.

use crate::{cases, check};

cases! { check;
    a_helper_that_returns: r#"
using Duende.IdentityServer.Models;
class X { Client Make() => /*1*/new() { ClientId = "a" }; void M() { var c = Make(); c.RequireClientSecret = false; } }
"# => r#"1 Make: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}"#;

    a_helper_that_changes_its_argument: r#"
using Duende.IdentityServer.Models;
class X { static void Open(Client c) { c.RequireClientSecret = false; } void M() { var c = /*1*/new Client { ClientId = "a" }; Open(c); } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}"#;

    a_helper_with_arguments: r#"
using Duende.IdentityServer.Models;
class X { Client Make(string id, bool secret = true) { var c = /*1*/new Client { ClientId = id }; c.RequireClientSecret = secret; return c; } void M() { Make("a"); Make("b", false); Make(secret: false, id: "c"); } }
"# => r#"1 Make: {ClientId=?, RequireClientSecret=?}
         1 M: {ClientId="a", RequireClientSecret=true} | {ClientId="b", RequireClientSecret=false} | {ClientId="c", RequireClientSecret=false}"#;

    a_helper_in_another_file: r#"
//# file A.cs
class X { void M() { var c = Config.Make("a"); c.RequireClientSecret = false; } }
//# file B.cs
using Duende.IdentityServer.Models;
static class Config { public static Client Make(string id) { return /*1*/new Client { ClientId = id }; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}
         1 Make: {ClientId=?}"#;

    a_helper_with_branches: r#"
using Duende.IdentityServer.Models;
class X { Client Make(bool secret) { var c = /*1*/new Client(); if (secret) c.RequireClientSecret = true; else c.RequireClientSecret = false; return c; } void M(bool b) { Make(false); Make(b).ClientId = "a"; } }
"# => r#"1 Make: {RequireClientSecret=false} | {RequireClientSecret=true}
         1 M: {ClientId="a", RequireClientSecret=(true / false)} | {RequireClientSecret=false}"#;

    a_helper_of_a_helper: r#"
using Duende.IdentityServer.Models;
class X { Client A() => /*1*/new(); Client B() { var c = A(); c.ClientId = "b"; return c; } void M() { B().RequireClientSecret = false; } }
"# => r#"1 A: {}
         1 B: {ClientId="b"}
         1 M: {ClientId="b", RequireClientSecret=false}"#;

    an_extension_that_returns_what_it_changed: r#"
using Duende.IdentityServer.Models;
static class E { public static Client Public(this Client c) { c.RequireClientSecret = false; return c; } }
class X { void M() { var c = /*1*/new Client { ClientId = "a" }.Public(); c.Enabled = false; } }
"# => r#"1 M: {ClientId="a", Enabled=false, RequireClientSecret=false}"#;

    recursion_ends: r#"
using Duende.IdentityServer.Models;
class X { Client Make(int n) { if (n == 0) return /*1*/new Client(); return Make(n - 1); } }
"# => "1 Make: {}";

    local_functions: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = Make("a"); c.Enabled = false; Client Make(string id) { return /*1*/new() { ClientId = id }; } } }
"# => r#"1 M: {ClientId="a", Enabled=false} | {ClientId=?}"#;

    local_functions_that_change_what_is_around: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); Open(); void Open() => c.RequireClientSecret = false; } }
"# => "1 M: {RequireClientSecret=false}";

    lambdas_in_locals: r#"
using System; using Duende.IdentityServer.Models;
class X { void M() { Func<Client> make = () => /*1*/new Client { ClientId = "a" }; var c = make(); c.RequireClientSecret = false; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}"#;

    lambdas_as_arguments: r#"
using System; using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); Unknown(() => { c.RequireClientSecret = false; }); } }
"# => "1 M: {RequireClientSecret=false}";

    options_lambdas: r#"
using Microsoft.Extensions.DependencyInjection;
class X { void M(IServiceCollection s) { s.AddIdentityServer(/*1*/o => { o.EmitStaticAudienceClaim = true; o.Endpoints.EnableTokenEndpoint = false; }); } }
"# => "1 M: opaque{EmitStaticAudienceClaim=true, Endpoints=EndpointsOptionsopaque{EnableTokenEndpoint=false}}";

    awaited_helpers: r#"
using System.Threading.Tasks; using Duende.IdentityServer.Models;
class X { async Task<Client> A() { await Task.Yield(); return /*1*/new() { ClientId = "a" }; } Task<Client> B() => Task.FromResult(/*2*/new Client { ClientId = "b" });
  async Task M() { var a = await A(); a.Enabled = false; var b = await B().ConfigureAwait(false); b.Enabled = false; var c = A().Result; c.RequirePkce = false; } }
"# => r#"1 A: {ClientId="a"}
         1 M: {ClientId="a", Enabled=false} | {ClientId="a", RequirePkce=false}
         2 B: {ClientId="b"}
         2 M: {ClientId="b", Enabled=false}"#;

    unknown_calls_change_nothing: r#"
using Duende.IdentityServer.Models;
class X { void M(Helper h) { var c = /*1*/new Client { ClientId = "a" }; h.Change(c); } }
"# => r#"1 M: {ClientId="a"}"#;

    what_unknown_code_returns_remembers_what_it_was_made_of: r#"
class X { void M(Factory f) { var t = /*1*/new Descriptor { Credentials = /*2*/new Credentials("k") }; var o = /*3*/new { request = f.Create(t) }; } }
"# => r##"1 M: {Credentials=?Credentials{#0="k"}}
         2 M: {#0="k"}
         3 M: {request=from({Credentials=?Credentials{#0="k"}}, {#0="k"})}"##;

    a_chosen_overload_is_run: r#"
using Duende.IdentityServer.Models;
class X { static void F(Client c, string s) { c.ClientId = s; } static void F(Client c, bool b) { c.RequireClientSecret = b; } void M() { var c = /*1*/new Client(); F(c, false); F(c, "a"); } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}"#;

    generic_helpers: r#"
using System; using Duende.IdentityServer.Models;
class X { static T With<T>(T t, Action<T> change) { change(t); return t; } void M() { var c = With(/*1*/new Client { ClientId = "a" }, x => x.RequireClientSecret = false); c.Enabled = false; } }
"# => r#"1 M: {ClientId="a", Enabled=false, RequireClientSecret=false}"#;

    params_and_tuples_of_helpers: r#"
using Duende.IdentityServer.Models;
class X { static Client Make(params string[] grants) => /*1*/new() { AllowedGrantTypes = grants }; void M() { Make("a", "b"); } }
"# => r#"1 Make: {AllowedGrantTypes=[..]}
         1 M: {AllowedGrantTypes=["a", "b"]}"#;

    out_parameters_of_helpers: r#"
using Duende.IdentityServer.Models;
class X { static bool Try(out Client c) { c = /*1*/new() { ClientId = "a" }; return true; } void M() { if (Try(out var c)) c.RequireClientSecret = false; } }
"# => r#"1 Try: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}"#;

    what_the_caller_decided_says_nothing_about_the_names_of_a_helper: r#"
using Duende.IdentityServer.Models;
class X { static void Open(Client c, bool b) { if (b) c.RequireClientSecret = false; } void M(bool b, bool d) { if (b) { var c = /*1*/new Client(); Open(c, d); } } }
"# => "1 M: {RequireClientSecret=(false / ?)}";

    a_local_function_sees_what_was_decided: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client(); if (b) { Open(); } void Open() { if (b) c.Enabled = false; else c.RequirePkce = false; } } }
"# => "1 M: {Enabled=false} | {RequirePkce=false} | {}";

    a_helper_that_may_change_an_argument: r#"
using Duende.IdentityServer.Models;
class X { static void Open(Client c, bool b) { if (b) { c.RequireClientSecret = false; c.AllowedGrantTypes.Add("x"); } } void M(bool b) { var c = /*1*/new Client { RequireClientSecret = true, AllowedGrantTypes = ["a"] }; Open(c, b); } }
"# => r#"1 M: {AllowedGrantTypes=["a", ("x" / null)], RequireClientSecret=(false / true)}"#;
}
