//! Lists: what is in them, and whether there may be more.

use crate::{cases, check};

cases! { check;
    add: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); c.AllowedGrantTypes.Add("a"); c.AllowedGrantTypes.Add("b"); } }
"# => r#"1 M: {AllowedGrantTypes=["a", "b"]}"#;

    known_lists_of_the_package: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { AllowedGrantTypes = GrantTypes.CodeAndClientCredentials }; } }
"# => r#"1 M: {AllowedGrantTypes=["authorization_code", "client_credentials"]}"#;

    a_known_list_is_made_anew: r#"
using Duende.IdentityServer.Models;
class X { void M() { var a = /*1*/new Client { AllowedGrantTypes = GrantTypes.Code }; var b = /*2*/new Client { AllowedGrantTypes = GrantTypes.Code }; a.AllowedGrantTypes.Add("x"); } }
"# => r#"1 M: {AllowedGrantTypes=["authorization_code", "x"]}
         2 M: {AllowedGrantTypes=["authorization_code"]}"#;

    every_way_to_write_one: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M() {
  var a = /*1*/new Client { AllowedGrantTypes = new List<string> { "a" } };
  var b = /*2*/new Client { AllowedGrantTypes = new[] { "a" } };
  var c = /*3*/new Client { AllowedGrantTypes = ["a"] };
  var d = /*4*/new Client { AllowedGrantTypes = { "a" } };
  var e = /*5*/new Client { AllowedGrantTypes = new string[] { "a" } };
  var f = /*6*/new Client { AllowedGrantTypes = new HashSet<string>(new[] { "a" }) };
  var g = /*7*/new Client { AllowedGrantTypes = new() { "a" } };
} }
"# => r#"1 M: {AllowedGrantTypes=["a"]}
         2 M: {AllowedGrantTypes=["a"]}
         3 M: {AllowedGrantTypes=["a"]}
         4 M: {AllowedGrantTypes=["a"]}
         5 M: {AllowedGrantTypes=["a"]}
         6 M: {AllowedGrantTypes=["a"]}
         7 M: {AllowedGrantTypes=["a"]}"#;

    add_range_clear_and_remove: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M() {
  var l = new List<string> { "a" }; l.AddRange(new[] { "b", "c" });
  var c = /*1*/new Client { AllowedGrantTypes = l };
  var d = /*2*/new Client { AllowedGrantTypes = { "x" } }; d.AllowedGrantTypes.Clear(); d.AllowedGrantTypes.Add("y");
  var e = /*3*/new Client { AllowedGrantTypes = ["x", "y"] }; e.AllowedGrantTypes.Remove("x");
} }
"# => r#"1 M: {AllowedGrantTypes=["a", "b", "c"]}
         2 M: {AllowedGrantTypes=["y"]}
         3 M: {AllowedGrantTypes=["y"]}"#;

    removing_what_is_not_known: r#"
using Duende.IdentityServer.Models;
class X { void M(string s) { var e = /*1*/new Client { AllowedGrantTypes = ["x", "y"] }; e.AllowedGrantTypes.Remove(s); } }
"# => r#"1 M: {AllowedGrantTypes=[("x" / null), ("y" / null)]}"#;

    concat_and_spread: r#"
using System.Linq; using Duende.IdentityServer.Models;
class X { void M() {
  var a = /*1*/new Client { AllowedGrantTypes = GrantTypes.Code.Concat(new[] { "x" }).ToList() };
  var b = /*2*/new Client { AllowedGrantTypes = [.. GrantTypes.Code, "x", .. GrantTypes.ClientCredentials] };
  var c = /*3*/new Client { AllowedGrantTypes = GrantTypes.Code.Union(GrantTypes.ClientCredentials).ToArray() };
  var d = /*4*/new Client { AllowedGrantTypes = GrantTypes.Code.Append("x").ToHashSet() };
} }
"# => r#"1 M: {AllowedGrantTypes=["authorization_code", "x"]}
         2 M: {AllowedGrantTypes=["authorization_code", "x", "client_credentials"]}
         3 M: {AllowedGrantTypes=["authorization_code", "client_credentials"]}
         4 M: {AllowedGrantTypes=["authorization_code", "x"]}"#;

    spreads_of_what_is_not_known: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<string> more) { var c = /*1*/new Client { AllowedGrantTypes = ["a", .. more] }; var d = /*2*/new Client { AllowedGrantTypes = more }; } }
"# => r#"1 M: {AllowedGrantTypes=["a", ..]}
         2 M: {AllowedGrantTypes=[..]}"#;

    conditional_elements: r#"
using Duende.IdentityServer.Models;
class X { void M(bool a, bool b, bool d) {
  var c = /*1*/new Client { AllowedGrantTypes = ["a"] }; if (a) c.AllowedGrantTypes.Add("b");
  var f = /*2*/new Client { AllowedGrantTypes = [b ? "a" : "b"] };
  var e = /*3*/new Client { AllowedGrantTypes = d ? GrantTypes.Code : GrantTypes.ClientCredentials };
} }
"# => r#"1 M: {AllowedGrantTypes=["a", "b"]} | {AllowedGrantTypes=["a"]}
         2 M: {AllowedGrantTypes=[("a" / "b")]}
         3 M: {AllowedGrantTypes=(["authorization_code"] / ["client_credentials"])}"#;

    filtered_lists_may_hold_what_they_held: r#"
using System.Linq; using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client { AllowedGrantTypes = new[] { "a", "b" }.Where(x => x != "a").ToList() }; } }
"# => r#"1 M: {AllowedGrantTypes=[("a" / null), ("b" / null)]}"#;

    lambdas_over_known_lists: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M() {
  var l = new[] { "a", "b" }.Select(id => /*1*/new Client { ClientId = id, RequireClientSecret = false }).ToList();
  l.ForEach(c => c.Enabled = false);
} }
"# => r#"1 M: {ClientId="a", Enabled=false, RequireClientSecret=false} | {ClientId="b", Enabled=false, RequireClientSecret=false}"#;

    first_of_a_list: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M() { var l = new List<Client> { /*1*/new() { ClientId = "a" } }; var c = l.First(); c.Enabled = false; l[0].RequirePkce = false; } }
"# => r#"1 M: {ClientId="a", Enabled=false, RequirePkce=false}"#;

    aliases_of_a_list: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M() { var l = new List<string>(); var c = /*1*/new Client { AllowedGrantTypes = l }; l.Add("a"); } }
"# => r#"1 M: {AllowedGrantTypes=["a"]}"#;

    copies_of_a_list: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M() { var l = new List<string> { "a" }; var c = /*1*/new Client { AllowedGrantTypes = l.ToList() }; var d = /*2*/new Client { AllowedGrantTypes = new List<string>(l) }; l.Add("b"); } }
"# => r#"1 M: {AllowedGrantTypes=["a"]}
         2 M: {AllowedGrantTypes=["a"]}"#;

    lists_of_objects: r#"
using System.Collections.Generic; using Duende.IdentityServer.EntityFramework.Entities;
class X { void M() { var c = /*1*/new Client { AllowedGrantTypes = [ new() { GrantType = "a" } ] }; c.AllowedGrantTypes.Add(new ClientGrantType { GrantType = "b" }); } }
"# => r#"1 M: {AllowedGrantTypes=[ClientGrantType{GrantType="a"}, ClientGrantType{GrantType="b"}]}"#;

    a_list_by_add_calls_in_a_loop: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = /*1*/new Client(); foreach (var g in new[] { "a", "b" }) c.AllowedGrantTypes.Add(g); } }
"# => r#"1 M: {AllowedGrantTypes=["a", "b"]}"#;

    static_lists_elsewhere: r#"
//# file A.cs
using Duende.IdentityServer.Models;
class X { void M() { var a = /*1*/new Client { AllowedGrantTypes = Grants.A }; var b = /*2*/new Client { AllowedGrantTypes = Grants.B }; var c = /*3*/new Client { AllowedGrantTypes = Grants.C }; var d = /*4*/new Client { AllowedGrantTypes = Grants.D() }; } }
//# file B.cs
using System.Collections.Generic;
static class Grants { public static readonly string[] A = { "a" }; public static List<string> B => new() { "b" }; public static ICollection<string> C { get; } = ["c"]; public static string[] D() => ["d"]; }
"# => r#"1 M: {AllowedGrantTypes=["a"]}
         2 M: {AllowedGrantTypes=["b"]}
         3 M: {AllowedGrantTypes=["c"]}
         4 M: {AllowedGrantTypes=["d"]}"#;

    objects_in_a_static_list: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
static class Config { public static IEnumerable<Client> Clients => new List<Client> { /*1*/new() { ClientId = "a" } }; public static List<Client> Others = [ /*2*/new() { ClientId = "b" } ]; }
class X { void M() { foreach (var c in Config.Clients) c.RequireClientSecret = false; foreach (var c in Config.Others) c.RequireClientSecret = false; } }
"# => r#"1 Clients: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}
         2 Others: {ClientId="b"}
         2 M: {ClientId="b", RequireClientSecret=false}"#;

    yielded_objects: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { IEnumerable<Client> All() { yield return /*1*/new() { ClientId = "a" }; yield return /*2*/new() { ClientId = "b" }; } void M() { foreach (var c in All()) c.RequireClientSecret = false; } }
"# => r#"1 All: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}
         2 All: {ClientId="b"}
         2 M: {ClientId="b", RequireClientSecret=false}"#;
}
