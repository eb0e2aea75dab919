//! Branches, loops, switches, exceptions: what may be and what must be.

use crate::{cases, check};

cases! { check;
    an_if_may_happen: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client(); if (b) c.RequireClientSecret = false; } }
"# => "1 M: {RequireClientSecret=false} | {}";

    both_branches: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client(); if (b) { c.Enabled = true; } else { c.Enabled = false; } c.ClientId = "a"; } }
"# => r#"1 M: {ClientId="a", Enabled=false} | {ClientId="a", Enabled=true}"#;

    correlated_conditions: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client(); if (b) c.Enabled = false; c.ClientId = "a"; if (b) c.RequirePkce = false; if (!b) c.RequireDPoP = true; } }
"# => r#"1 M: {ClientId="a", Enabled=false, RequirePkce=false} | {ClientId="a", RequireDPoP=true}"#;

    a_condition_that_is_assigned_is_asked_again: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client(); if (b) c.Enabled = false; b = Unknown(); if (b) c.RequirePkce = false; } }
"# => "1 M: {Enabled=false, RequirePkce=false} | {Enabled=false} | {RequirePkce=false} | {}";

    conjunctions_decide_their_parts: r#"
using Duende.IdentityServer.Models;
class X { void M(bool a, bool b) { var c = /*1*/new Client(); if (a && b) { c.Enabled = false; if (a) c.RequirePkce = false; if (!b) c.RequireDPoP = true; } } }
"# => "1 M: {Enabled=false, RequirePkce=false} | {}";

    disjunctions_decide_their_parts: r#"
using Duende.IdentityServer.Models;
class X { void M(bool a, bool b) { if (a || b) return; var c = /*1*/new Client(); if (a) c.RequirePkce = false; if (!b) c.RequireDPoP = true; } }
"# => "1 M: {RequireDPoP=true}";

    equal_to_one_constant_is_not_equal_to_another: r#"
using Duende.IdentityServer.Models;
class X { void M(string e) { var c = /*1*/new Client(); if (e == "a") c.Enabled = false; if (e == "b") c.RequirePkce = false; } }
"# => "1 M: {Enabled=false} | {RequirePkce=false} | {}";

    not_equal_is_the_opposite: r#"
using Duende.IdentityServer.Models;
class X { void M(string e) { var c = /*1*/new Client(); if (e == "a") c.Enabled = false; if (e != "a") c.RequirePkce = false; } }
"# => "1 M: {Enabled=false} | {RequirePkce=false}";

    known_conditions_go_one_way: r#"
using Duende.IdentityServer.Models;
class X { const bool Off = false; void M() { var c = /*1*/new Client(); if (Off) c.Enabled = false; if (!Off) c.RequirePkce = false; var d = 1; if (d == 1) c.RequireDPoP = true; } }
"# => "1 M: {RequireDPoP=true, RequirePkce=false}";

    a_conditional_of_a_decided_condition: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client(); if (b) { c.Enabled = b ? false : true; } } }
"# => "1 M: {Enabled=false} | {}";

    switch_sections_exclude_each_other: r#"
using Duende.IdentityServer.Models;
class X { void M(string e) { var c = /*1*/new Client(); switch (e) { case "a": c.Enabled = false; break; case "b": case "c": c.RequirePkce = false; break; default: c.RequireDPoP = true; break; } c.ClientId = "a"; } }
"# => r#"1 M: {ClientId="a", Enabled=false} | {ClientId="a", RequireDPoP=true} | {ClientId="a", RequirePkce=false}"#;

    a_switch_without_default_may_do_nothing: r#"
using Duende.IdentityServer.Models;
class X { void M(string e) { var c = /*1*/new Client(); switch (e) { case "a": c.Enabled = false; break; } } }
"# => "1 M: {Enabled=false} | {}";

    a_switch_of_something_known: r#"
using Duende.IdentityServer.Models;
class X { void M() { var e = "b"; var c = /*1*/new Client(); switch (e) { case "a": c.Enabled = false; break; case "b": c.RequirePkce = false; break; default: c.RequireDPoP = true; break; } } }
"# => "1 M: {RequirePkce=false}";

    the_same_switch_twice: r#"
using Duende.IdentityServer.Models;
class X { void M(string e) { var c = /*1*/new Client(); switch (e) { case "a": c.Enabled = false; break; default: break; } switch (e) { case "a": c.RequirePkce = false; break; default: c.RequireDPoP = true; break; } } }
"# => "1 M: {Enabled=false, RequirePkce=false} | {RequireDPoP=true}";

    early_return: r#"
using Duende.IdentityServer.Models;
class X { Client M(bool b) { var c = /*1*/new Client(); if (b) return c; c.Enabled = false; return c; } }
"# => "1 M: {Enabled=false} | {}";

    a_throw_ends_a_path: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { if (!b) throw new System.Exception(); var c = /*1*/new Client(); if (b) c.Enabled = false; else c.RequirePkce = false; } }
"# => "1 M: {Enabled=false}";

    try_and_catch: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); try { c.Enabled = false; } catch { c.RequirePkce = false; } finally { c.ClientId = "a"; } } }
"# => r#"1 M: {ClientId="a", Enabled=false} | {ClientId="a", RequirePkce=false}"#;

    while_may_run: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); while (Unknown()) c.Enabled = false; } }
"# => "1 M: {Enabled=false} | {}";

    do_runs_once: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); do { c.Enabled = false; } while (Unknown()); } }
"# => "1 M: {Enabled=false}";

    for_over_a_known_range_runs: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); for (var i = 0; i < 3; i++) { c.Enabled = false; } for (;;) { c.RequirePkce = false; break; } } }
"# => "1 M: {Enabled=false, RequirePkce=false} | {RequirePkce=false}";

    foreach_over_a_known_list: r#"
using Duende.IdentityServer.Models;
class X { void M() { foreach (var id in new[] { "a", "b" }) { var c = /*1*/new Client { ClientId = id }; c.Enabled = false; } } }
"# => r#"1 M: {ClientId="a", Enabled=false} | {ClientId="b", Enabled=false}"#;

    foreach_over_known_objects: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M() { var l = new List<Client> { /*1*/new() { ClientId = "a" }, /*2*/new() { ClientId = "b" } }; foreach (var c in l) c.RequireClientSecret = false; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}
         2 M: {ClientId="b", RequireClientSecret=false}"#;

    foreach_over_an_unknown_list: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<Client> l) { foreach (var c in /*1*/l) c.RequireClientSecret = false; } }
"# => "1 M: opaque{RequireClientSecret=false}";

    break_and_continue: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b) { var c = /*1*/new Client(); while (true) { if (b) break; c.Enabled = false; break; } c.ClientId = "a"; } }
"# => r#"1 M: {ClientId="a", Enabled=false} | {ClientId="a"}"#;

    a_pattern_variable: r#"
using Duende.IdentityServer.Models;
class X { void M(object o) { object p = /*1*/new Client(); if (p is Client c) c.Enabled = false; } void N(Client o) { var p = /*2*/new Client(); if (o is { Enabled: true } d) d.ClientId = "a"; if (p is { ClientId: "a" }) p.Enabled = false; if (p is null) p.RequirePkce = false; } }
"# => "1 M: {Enabled=false}
       2 N: {Enabled=false} | {}";

    a_condition_on_a_property_that_is_known: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { RequireClientSecret = false }; if (c.RequireClientSecret) c.Enabled = false; else c.RequirePkce = false; } }
"# => "1 M: {RequireClientSecret=false, RequirePkce=false}";

    a_default_of_a_package_property: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); if (!c.RequireClientSecret) c.Enabled = false; if (c.ProtocolType == "oidc") c.ClientId = "a"; } }
"# => r#"1 M: {ClientId="a"}"#;

    goto_like_labels: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); start: c.Enabled = false; } }
"# => "1 M: {Enabled=false}";

    conditional_compilation: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client();
#if NEVER
  c.Enabled = false;
#else
  c.RequirePkce = false;
#endif
} }
"# => "1 M: {RequirePkce=false}";

    writing_one_variable_forgets_nothing_about_another_of_a_longer_name: r#"
using Duende.IdentityServer.Models;
class X { void M(bool close, int e) { var c = /*1*/new Client(); if (close) c.Enabled = false; e = 2; if (close) c.RequirePkce = false; } }
"# => "1 M: {Enabled=false, RequirePkce=false} | {}";

    comments_in_a_condition_do_not_matter: r#"
using Duende.IdentityServer.Models;
class X { void M(int a, int b) { var c = /*1*/new Client(); if (a<b) c.Enabled = false; if (a /* x */ < b) c.RequirePkce = false; } }
"# => "1 M: {Enabled=false, RequirePkce=false} | {}";
}
