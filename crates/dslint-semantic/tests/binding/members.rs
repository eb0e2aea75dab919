//! Members of locals, fields, properties, parameters: which one is meant and what type it has.

use crate::{cases, check};

cases! { check;
    of_a_local: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = new Client(); /*1*/c./*2*/RequireClientSecret = false; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.RequireClientSecret : System.Boolean";

    of_a_field_and_a_property: r#"
using Duende.IdentityServer.Models;
class X { Client _c; Client P { get; set; } static Client S; void M() { _c./*1*/ClientId = ""; this._c./*2*/ClientId = ""; P./*3*/ClientId = ""; X.S./*4*/ClientId = ""; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       4 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    of_a_call: r#"
using Duende.IdentityServer.Models;
class X { Client Make() => null; static Client Share() => null; void M() { Make()./*1*/ClientId = ""; X./*2*/Share()./*3*/ClientId = ""; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member X.Share : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    of_members_of_another_file: r#"
//# file A.cs
class X { void M(Config config) { config.Main./*1*/ClientId = Config./*2*/Id; } }
//# file B.cs
using Duende.IdentityServer.Models;
class Config { public Client Main { get; set; } public const string Id = ""; }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Config.Id : System.String";

    locals_shadow_members: r#"
using Duende.IdentityServer.Models;
class X { Client a; void M(Secret a) { /*1*/a.Value = ""; this./*2*/a.ClientId = ""; } void N() { /*3*/a.ClientId = ""; } }
"# => "1 Local a : Duende.IdentityServer.Models.Secret
       2 Member X.a : Duende.IdentityServer.Models.Client
       3 Member X.a : Duende.IdentityServer.Models.Client";

    members_of_the_outer_type: r#"
class A { static int N; class B { void M() { /*1*/N = 1; } } }
"# => "1 Member A.N : System.Int32";

    color_color_property: r#"
using Duende.IdentityServer.Models;
enum Color { Red }
class X { Color Color { get; set; } Client Client { get; set; }
  void M() { Color = /*1*/Color./*2*/Red; /*3*/Client./*4*/ClientId = ""; } }
"# => "1 Type Color
       2 Member Color.Red : Color
       3 Member X.Client : Duende.IdentityServer.Models.Client
       4 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    color_color_static_member: r#"
class Options { public static Options Default; public int N; }
class X { Options Options; void M() { var /*1*/a = /*2*/Options./*3*/Default; var b = /*4*/Options./*5*/N; } }
"# => "1 Local a : Options
       2 Type Options
       3 Member Options.Default : Options
       4 Member X.Options : Options
       5 Member Options.N : System.Int32";

    color_color_nested_type: r#"
class Kind { public class Sub { public const int A = 1; } }
class X { Kind Kind; void M() { var a = /*1*/Kind./*2*/Sub./*3*/A; } }
"# => "1 Type Kind
       2 Type Kind.Sub
       3 Member Kind.Sub.A : System.Int32";

    no_color_color_when_the_types_differ: r#"
class Telemetry { public const int A = 1; } class Other { }
class X { Other Telemetry; void M() { var a = /*1*/Telemetry./*2*/A; } }
"# => "1 Member X.Telemetry : Other
       2 None";

    indexers: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class Own { public Secret this[int i] => null; public int Count; }
class X { void M(Own o, Dictionary<string, Client> d, List<Client> l, Client[] a, IList<Client> i) {
  var /*1*/p = o[0]; var /*2*/q = d["x"]; var /*3*/r = l[0]; var /*4*/s = a[0]; var /*5*/t = i[0]; } }
"# => "1 Local p : Duende.IdentityServer.Models.Secret
       2 Local q : Duende.IdentityServer.Models.Client
       3 Local r : Duende.IdentityServer.Models.Client
       4 Local s : Duende.IdentityServer.Models.Client
       5 Local t : Duende.IdentityServer.Models.Client";

    inherited_indexer: r#"
using Duende.IdentityServer.Models;
class Base { public Client this[string key] { get => null; set { } } } class Own : Base { }
class X { void M(Own o) { var /*1*/p = o["x"]; o["y"]./*2*/ClientId = ""; } }
"# => "1 Local p : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    conditional_access_chains: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class Box { public Client Client; public List<Box> All; public Box Next() => this; }
class X { void M(Box b) { var /*1*/a = b?.Next()?.Client?./*2*/ClientId; var /*3*/c = b?.All?[0]?.Client; var /*4*/d = b?.Next().Client./*5*/Enabled; } }
"# => "1 Local a : System.String
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Local c : Duende.IdentityServer.Models.Client
       4 Local d : System.Boolean
       5 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    null_conditional_assignment: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class X { void M(Client c, List<Client> l) { c?./*1*/RequireClientSecret = false; l?[0]./*2*/ClientId = "a"; c?.AllowedScopes?./*3*/Add("x"); } }
"# => "1 Member Duende.IdentityServer.Models.Client.RequireClientSecret : System.Boolean
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Member System.Collections.Generic.ICollection<System.String>.Add : System.Void";

    null_forgiving: r#"
using Duende.IdentityServer.Models;
class X { Client? _c; void M(Client? c) { c!./*1*/ClientId = ""; _c!.AllowedScopes!./*2*/Clear(); var /*3*/d = c!; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member System.Collections.Generic.ICollection<System.String>.Clear : System.Void
       3 Local d : Duende.IdentityServer.Models.Client";

    casts_and_as: r#"
using Duende.IdentityServer.Models;
class X { void M(object o) { ((Client)o)./*1*/ClientId = ""; var /*2*/c = o as Client; (o as Secret)./*3*/Value = ""; var /*4*/d = (Client)o; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Local c : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Secret.Value : System.String
       4 Local d : Duende.IdentityServer.Models.Client";

    nameof_names_members_and_types: r#"
using Duende.IdentityServer.Models;
class X { void M(Client c) { var a = nameof(/*1*/Client./*2*/ClientId); var b = nameof(c./*3*/Enabled); var /*4*/d = nameof(/*5*/M); } }
"# => "1 Type Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Local d : System.String
       5 Member X.M : System.Void";

    a_receiver_of_unknown_type_has_no_members: r#"
using Duende.IdentityServer.Models;
class X { void M(Unknown u) { u./*1*/ClientId = ""; /*2*/Missing.ClientId = ""; var /*3*/x = u.Make(); } }
"# => "1 None
       2 None
       3 Local x : ?";

    setters_and_initializers_have_value: r#"
using Duende.IdentityServer.Models;
class X { Client _c; Client P { get => _c; set { _c = /*1*/value; value./*2*/ClientId = ""; } } Client Q { init => /*3*/value.Enabled = true; } Client this[int i] { set { /*4*/value.ClientId = /*5*/i.ToString(); } } }
"# => "1 Local value : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Local value : Duende.IdentityServer.Models.Client
       4 Local value : Duende.IdentityServer.Models.Client
       5 Local i : System.Int32";

    explicit_implementations_are_not_members_of_the_class: r#"
using Duende.IdentityServer.Models;
interface I { Client Get(); }
class A : I { Client I.Get() => /*1*/new(); public Secret Get(int n) => null; }
class X { void M(A a, I i) { var /*2*/x = i.Get(); var /*3*/y = a.Get(1); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Local x : Duende.IdentityServer.Models.Client
       3 Local y : Duende.IdentityServer.Models.Secret";

    events: r#"
using System; using Duende.IdentityServer.Models;
class A { public event Action<Client> Made; public event EventHandler<Client> Done; }
class X { void M(A a) { a./*1*/Made += c => c./*2*/ClientId = ""; a.Done += (s, e) => e./*3*/ClientId = ""; } }
"# => "1 Member A.Made : System.Action<Duende.IdentityServer.Models.Client>
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    method_groups: r#"
using System; using System.Threading; using System.Threading.Tasks;
using Duende.IdentityServer.EntityFramework;
class X { void M(TokenCleanupService s) { Func<CancellationToken, Task> f = s./*1*/RemoveExpiredGrantsAsync; } }
"# => "1 Member Duende.IdentityServer.EntityFramework.TokenCleanupService.RemoveExpiredGrantsAsync : System.Threading.Tasks.Task";

    static_members_of_generic_types: r#"
class Cache<T> { public static T Shared; }
class X { void M() { var /*1*/a = Cache<string>.Shared; } }
"# => "1 Local a : System.String";

    concatenations_and_comparisons: r#"
class X { void M(int n, string s) { var /*1*/a = "x" + n; var /*2*/b = n == 1; var /*3*/c = !b; var /*4*/d = n + 1; var /*5*/e = $"{s}"; var /*6*/f = s ?? ""; } }
"# => "1 Local a : System.String
       2 Local b : System.Boolean
       3 Local c : System.Boolean
       4 Local d : System.Int32
       5 Local e : System.String
       6 Local f : System.String";
}
