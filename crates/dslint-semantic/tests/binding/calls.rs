//! Calls: overloads, arguments, delegates, local functions, extension methods.

use crate::{cases, check};

cases! { check;
    overloads_by_the_number_of_arguments: r#"
class X { int F(int a) => 1; string F(int a, int b) => ""; bool F() => true;
  void M() { var /*1*/a = F(1); var /*2*/b = F(1, 2); var /*3*/c = F(); } }
"# => "1 Local a : System.Int32
       2 Local b : System.String
       3 Local c : System.Boolean";

    overloads_by_the_types_of_the_arguments: r#"
using Duende.IdentityServer.Models;
class X { int F(string s) => 1; string F(Client c) => ""; bool F(int n) => true; Client F(object o) => null;
  void M(Client c, Secret s) { var /*1*/a = F("x"); var /*2*/b = F(c); var /*3*/d = F(1); var /*4*/e = F(s); var /*5*/f = F(new Client()); var /*6*/g = F($"{s}"); } }
"# => "1 Local a : System.Int32
       2 Local b : System.String
       3 Local d : System.Boolean
       4 Local e : Duende.IdentityServer.Models.Client
       5 Local f : System.String
       6 Local g : System.Int32";

    overloads_by_a_derived_argument: r#"
class B { } class D : B { }
class X { int F(B b) => 1; string F(D d) => ""; void M(B b, D d) { var /*1*/a = F(b); var /*2*/c = F(d); } }
"# => "1 Local a : System.Int32
       2 Local c : System.String";

    overloads_by_the_parameters_of_a_lambda: r#"
using System;
class X { int F(Func<int> f) => 1; string F(Func<int, int> f) => ""; bool F(string s) => true;
  void M() { var /*1*/a = F(() => 1); var /*2*/b = F(x => x); var /*3*/c = F("x"); } }
"# => "1 Local a : System.Int32
       2 Local b : System.String
       3 Local c : System.Boolean";

    overloads_of_a_base_are_reached: r#"
class B { public int F(int a) => 1; }
class D : B { public string F(int a, int b) => ""; void M(D d) { var /*1*/x = F(1); var /*2*/y = d.F(1); var /*3*/z = F(1, 2); } }
"# => "1 Local x : System.Int32
       2 Local y : System.Int32
       3 Local z : System.String";

    named_arguments: r#"
using Duende.IdentityServer.Models;
class X { int F(string a, Client c = null) => 1; string F(string a, Secret s = null, int n = 0) => "";
  void M() { var /*1*/x = F("", s: /*2*/new()); var /*3*/y = F(c: /*4*/new(), a: ""); } }
"# => "1 Local x : System.String
       2 New Duende.IdentityServer.Models.Secret()
       3 Local y : System.Int32
       4 New Duende.IdentityServer.Models.Client()";

    default_parameters: r#"
class X { int F(string a, int b = 1, int c = 2) => 1; string F(string a) => ""; void M() { var /*1*/x = F(""); var /*2*/y = F("", c: 3); } }
"# => "1 Local x : System.String
       2 Local y : System.Int32";

    params_arrays: r#"
using Duende.IdentityServer.Models;
class X { int F(params Client[] c) => 1; int G(string s, params System.Collections.Generic.List<Client> c) => 1;
  void M() { F(/*1*/new(), /*2*/new()); G("", /*3*/new()); var /*4*/x = F(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()
       4 Local x : System.Int32";

    calls_through_this_and_base: r#"
class B { protected virtual int F() => 1; public string G() => ""; }
class D : B { protected override int F() { var /*1*/a = base./*2*/F(); return this./*3*/F(); } void M() { var /*4*/b = base.G(); } }
"# => "1 Local a : System.Int32
       2 Member B.F : System.Int32
       3 Member B.F : System.Int32
       4 Local b : System.String";

    delegate_values: r#"
using System; using Duende.IdentityServer.Models;
class X { Func<Client> _f; Func<string, Client> P { get; } Action<Client> _a;
  void M(Func<int, Secret> p) { var /*1*/a = _f(); var /*2*/b = P("x"); var /*3*/c = p(1); var /*4*/d = _f.Invoke(); _a(/*5*/new()); var /*6*/e = this.P("y"); } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Local b : Duende.IdentityServer.Models.Client
       3 Local c : Duende.IdentityServer.Models.Secret
       4 Local d : Duende.IdentityServer.Models.Client
       5 New Duende.IdentityServer.Models.Client()
       6 Local e : Duende.IdentityServer.Models.Client";

    lambdas_in_locals: r#"
using Duende.IdentityServer.Models;
class X { void M() { var make = () => new Client(); var /*1*/c = make(); var twice = (string id) => { return new Client { ClientId = id }; }; var /*2*/d = twice("a"); } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Local d : Duende.IdentityServer.Models.Client";

    local_functions: r#"
using Duende.IdentityServer.Models;
class X { void M() { var /*1*/a = /*2*/Make(/*3*/new()); Client Make(Secret s) { s./*4*/Value = ""; return new(); } } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 LocalFunction Make : Duende.IdentityServer.Models.Client
       3 New Duende.IdentityServer.Models.Secret()
       4 Member Duende.IdentityServer.Models.Secret.Value : System.String";

    generic_local_function: r#"
using Duende.IdentityServer.Models;
class X { void M(Client c) { T Same<T>(T t) where T : Client { t./*1*/ClientId = ""; return t; } var /*2*/a = Same(c); var /*3*/b = Same<Client>(null); } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Local a : Duende.IdentityServer.Models.Client
       3 Local b : Duende.IdentityServer.Models.Client";

    declared_extension_method: r#"
using Duende.IdentityServer.Models;
static class Extensions { public static Client WithId(this Client c, string id) { c./*1*/ClientId = id; return c; } }
class X { void M(Client c) { var /*2*/d = c./*3*/WithId("x"); var /*4*/e = Extensions./*5*/WithId(c, "y"); } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Local d : Duende.IdentityServer.Models.Client
       3 Member Extensions.WithId : Duende.IdentityServer.Models.Client
       4 Local e : Duende.IdentityServer.Models.Client
       5 Member Extensions.WithId : Duende.IdentityServer.Models.Client";

    extension_methods_are_chosen_by_their_receiver: r#"
using Duende.IdentityServer.Models;
static class A { public static int Size(this Secret s) => 1; public static string Size(this Client c) => ""; }
class X { void M(Client c, Secret s) { var /*1*/a = c.Size(); var /*2*/b = s.Size(); } }
"# => "1 Local a : System.String
       2 Local b : System.Int32";

    an_extension_method_whose_namespace_is_imported_goes_first: r#"
using Good;
using Duende.IdentityServer.Models;
namespace Bad { static class E { public static int Size(this Client s) => 1; } }
namespace Good { static class E { public static string Size(this Client c) => ""; } }
class X { void M(Client c) { var /*1*/a = c./*2*/Size(); } }
"# => "1 Local a : System.String
       2 Member Good.E.Size : System.String";

    members_win_over_extension_methods: r#"
using System.Linq; using System.Collections.Generic;
class X { void M(List<string> l) { var /*1*/a = l./*2*/Contains("x"); l./*3*/Reverse(); } }
"# => "1 Local a : System.Boolean
       2 Member System.Collections.Generic.List<System.String>.Contains : System.Boolean
       3 Member System.Collections.Generic.List<System.String>.Reverse : System.Void";

    generic_extension_method_keeps_its_receiver: r#"
using Duende.IdentityServer.Models;
static class Extensions { public static T Also<T>(this T self, System.Action<T> f) { f(self); return self; } }
class X { void M() { var /*1*/c = new Client().Also(x => x./*2*/ClientId = "a"); } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    extension_of_an_interface_or_base: r#"
interface INamed { } class Thing : INamed { }
static class E { public static int Len(this INamed n) => 1; }
class X { void M(Thing t) { var /*1*/a = t.Len(); } }
"# => "1 Local a : System.Int32";

    out_arguments: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { bool Try(out Client c) { c = /*1*/new(); return true; }
  void M(Dictionary<string, Client> d) { if (Try(out var /*2*/a)) a./*3*/ClientId = ""; d.TryGetValue("x", out var /*4*/b); Try(out Client /*5*/e); if (!d.TryGetValue("y", out Client f)) return; f./*6*/Enabled = true; } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Local a : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       4 Local b : Duende.IdentityServer.Models.Client
       5 Local e : Duende.IdentityServer.Models.Client
       6 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    a_call_of_something_unknown_still_binds_its_arguments: r#"
using Duende.IdentityServer.Models;
class X { void M(Client c) { Unknown(c./*1*/ClientId, () => c./*2*/Enabled); c.Missing(c./*3*/ClientName); } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Client.ClientName : System.String";

    a_wrong_number_of_arguments_still_names_the_method: r#"
using Duende.IdentityServer.Models;
class X { Client F(int a) => null; void M() { /*1*/F(1, 2, 3); } }
"# => "1 Member X.F : Duende.IdentityServer.Models.Client";

    chained_builders: r#"
using Duende.IdentityServer.Models;
class Builder { Client _c = new(); public Builder Id(string s) { _c./*1*/ClientId = s; return this; } public Client Build() => _c; }
class X { void M() { var /*2*/c = new Builder().Id("a").Id("b").Build(); } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Local c : Duende.IdentityServer.Models.Client";
}
