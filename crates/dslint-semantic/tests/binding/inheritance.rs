//! Inheritance: overrides, hiding, interfaces, bases in other files.

use crate::{cases, check};

cases! { check;
    an_override_is_called_as_the_original: r#"
class A { public virtual int F() => 1; }
class B : A { public override int F() => 2; }
class C : B { public override int F() => 3; void M(C c) { c./*1*/F(); } }
"# => "1 Member A.F : System.Int32";

    an_override_of_a_package_member_is_called_as_the_original: r#"
using System.Threading.Tasks; using Duende.IdentityServer.Models; using Duende.IdentityServer.Services;
class A : DefaultBackChannelLogoutService {
  protected override Task /*1*/SendLogoutNotificationAsync(BackChannelLogoutRequest r) => base./*2*/SendLogoutNotificationAsync(r);
  void M() { /*3*/SendLogoutNotificationAsync(null); }
}
"# => "1 Member A.SendLogoutNotificationAsync : System.Threading.Tasks.Task
       2 Member Duende.IdentityServer.Services.DefaultBackChannelLogoutService.SendLogoutNotificationAsync : System.Threading.Tasks.Task
       3 Member Duende.IdentityServer.Services.DefaultBackChannelLogoutService.SendLogoutNotificationAsync : System.Threading.Tasks.Task";

    several_levels_over_files: r#"
//# file A.cs
namespace N; public class C : B { void M() { base./*1*/SendLogoutNotificationAsync(null); } }
//# file B.cs
namespace N; public class B : A { }
//# file C.cs
namespace N; public abstract class A : Duende.IdentityServer.Services.DefaultBackChannelLogoutService { }
"# => "1 Member Duende.IdentityServer.Services.DefaultBackChannelLogoutService.SendLogoutNotificationAsync : System.Threading.Tasks.Task";

    hiding_is_no_override: r#"
class A { public int F() => 1; public int P; }
class B : A { public new string F() => ""; public new string P; }
class X { void M(B b, A a) { var /*1*/x = b./*2*/F(); var /*3*/y = a.F(); var /*4*/z = b.P; } }
"# => "1 Local x : System.String
       2 Member B.F : System.String
       3 Local y : System.Int32
       4 Local z : System.String";

    an_override_without_a_known_original: r#"
class A : Unknown { public override int F() => 1; void M() { var /*1*/x = /*2*/F(); } }
"# => "1 Local x : System.Int32
       2 Member A.F : System.Int32";

    inherited_property_of_a_package_type: r#"
using Duende.IdentityServer.Models;
class MyClient : Client { public MyClient() { /*1*/ClientId = ""; base./*2*/Enabled = true; this./*3*/AllowedScopes.Add(""); } public string Extra { get; set; } }
class X { void M() { var c = new MyClient { /*4*/Extra = "", /*5*/RequireClientSecret = false }; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Client.AllowedScopes : System.Collections.Generic.ICollection<System.String>
       4 Member MyClient.Extra : System.String
       5 Member Duende.IdentityServer.Models.Client.RequireClientSecret : System.Boolean";

    inherited_property_between_package_types: r#"
using Duende.IdentityServer.Models;
class X { void M(ApiScope s) { s./*1*/Name = ""; s./*2*/Required = true; } }
"# => "1 Member Duende.IdentityServer.Models.Resource.Name : System.String
       2 Member Duende.IdentityServer.Models.ApiScope.Required : System.Boolean";

    interface_members_through_interfaces: r#"
interface A { int N { get; } } interface B : A { } interface C : B { string S { get; } }
class X { void M(C c) { var /*1*/a = c.N; var /*2*/b = c.S; } }
"# => "1 Local a : System.Int32
       2 Local b : System.String";

    the_class_wins_over_its_interfaces: r#"
interface I { object Get(); } class A : I { public string Get() => ""; object I.Get() => null; }
class X { void M(A a) { var /*1*/x = a./*2*/Get(); } }
"# => "1 Local x : System.String
       2 Member A.Get : System.String";

    cyclic_bases_end: r#"
class A : B { } class B : A { int N; void M() { /*1*/N = 1; /*2*/Missing = 1; } }
"# => "1 Member B.N : System.Int32
       2 None";

    a_class_that_derives_from_its_nested_types_namesake: r#"
using Duende.IdentityServer.Models;
namespace Host { class Client : global::Duende.IdentityServer.Models.Client { void M() { /*1*/ClientId = ""; } } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    an_own_class_of_the_same_name_is_not_the_package_class: r#"
using Duende.IdentityServer.Models;
namespace Host { class Client { public bool RequireClientSecret { get; set; } }
class X { void M() { var c = new Client { /*1*/RequireClientSecret = false }; c./*2*/ClientId = ""; } } }
"# => "1 Member Host.Client.RequireClientSecret : System.Boolean
       2 None";

    constructor_arguments_to_a_package_base: r#"
using Duende.IdentityServer.Models;
class MySecret : Secret { public MySecret(string v) : base(v, "x") { /*1*/Type = ""; } }
class X { void M() { var /*2*/s = new MySecret("a"); s./*3*/Value = ""; } }
"# => "1 Member Duende.IdentityServer.Models.Secret.Type : System.String
       2 Local s : MySecret
       3 Member Duende.IdentityServer.Models.Secret.Value : System.String";

    default_interface_members: r#"
interface I { int F() => 1; } class A : I { }
class X { void M(I i) { var /*1*/x = i.F(); } }
"# => "1 Local x : System.Int32";

    abstract_members: r#"
using Duende.IdentityServer.Models;
abstract class A { protected abstract Client Make(); public Client Get() { var /*1*/c = Make(); c./*2*/Enabled = true; return c; } }
class B : A { protected override Client Make() => /*3*/new(); }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 New Duende.IdentityServer.Models.Client()";
}
