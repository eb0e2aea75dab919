//! Creations: target-typed ones in every position, initializers, collections.

use crate::{cases, check};

cases! { check;
    of_a_local: r#"
using Duende.IdentityServer.Models;
class X { void M() { Client c = /*1*/new() { /*2*/ClientId = "a" }; } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    of_a_field: r#"
using Duende.IdentityServer.Models;
class X { private readonly Client _c = /*1*/new(), _d = /*2*/new(); }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    of_a_property: r#"
using Duende.IdentityServer.Models;
class X { Client A { get; } = /*1*/new(); Client B => /*2*/new(); Client C { get { return /*3*/new(); } } Client D { get => /*4*/new(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()
       4 New Duende.IdentityServer.Models.Client()";

    of_a_return: r#"
using Duende.IdentityServer.Models;
class X { Client A() { return /*1*/new(); } Client B() => /*2*/new(); }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    of_an_async_return: r#"
using System.Threading.Tasks;
using Duende.IdentityServer.Models;
class X { async Task<Client> A() { return /*1*/new(); } async ValueTask<Client> B() => /*2*/new(); }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    of_a_yield: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class X { IEnumerable<Client> A() { yield return /*1*/new(); } async IAsyncEnumerable<Client> B() { yield return /*2*/new(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    of_an_argument: r#"
using Duende.IdentityServer.Models;
class X { void F(int a, Client c, Secret s = null) { } void M() { F(1, /*1*/new()); F(s: /*2*/new(), c: /*3*/new(), a: 1); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Secret()
       3 New Duende.IdentityServer.Models.Client()";

    of_a_constructor_argument: r#"
using Duende.IdentityServer.Models;
class Box { public Box(Client c) { } }
class Primary(Client c) { }
class X { void M() { var a = new Box(/*1*/new()); var b = new Primary(/*2*/new()); Box d = new(/*3*/new()); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()";

    of_a_base_constructor_argument: r#"
using Duende.IdentityServer.Models;
class Base { public Base(Client c) { } }
class A : Base { public A() : base(/*1*/new()) { } public A(int n) : this(/*2*/new Client(), n) { } A(Client c, int n) : base(c) { } }
class B() : Base(/*3*/new());
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()";

    of_an_element: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class X {
  Client[] a = { /*1*/new() };
  Client[] b = new Client[] { /*2*/new() };
  List<Client> c = new() { /*3*/new() };
  List<Client> d = [ /*4*/new(), .. new Client[] { /*5*/new() } ];
  IEnumerable<Client> e = [ /*6*/new() ];
  List<List<Client>> f = [ [ /*7*/new() ] ];
}
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()
       4 New Duende.IdentityServer.Models.Client()
       5 New Duende.IdentityServer.Models.Client()
       6 New Duende.IdentityServer.Models.Client()
       7 New Duende.IdentityServer.Models.Client()";

    of_an_initialized_property: r#"
using Duende.IdentityServer.Models;
class Box { public Client Inner { get; set; } }
class X { void M() { var b = new Box { Inner = /*1*/new() { /*2*/ClientId = "" } }; } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    of_an_assignment: r#"
using Duende.IdentityServer.Models;
class X { Client _c; Client P { get; set; } void M(Client a) { a = /*1*/new(); _c = /*2*/new(); this.P = /*3*/new(); _c ??= /*4*/new(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()
       4 New Duende.IdentityServer.Models.Client()";

    of_a_conditional: r#"
using Duende.IdentityServer.Models;
class X { void M(bool b, Client o) { Client c = b ? /*1*/new() : null; var d = b ? o : /*2*/new(); Client e = b ? null : /*3*/new(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()";

    of_a_coalescing: r#"
using Duende.IdentityServer.Models;
class X { void M(Client o) { Client c = o ?? /*1*/new(); var d = o ?? /*2*/new(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    of_a_switch_arm: r#"
using Duende.IdentityServer.Models;
class X { Client M(int n) => n switch { 1 => /*1*/new(), _ => /*2*/new() { /*3*/ClientId = "" } }; }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    of_a_lambda: r#"
using System; using System.Threading.Tasks;
using Duende.IdentityServer.Models;
class X { void M() {
  Func<Client> a = () => /*1*/new();
  Func<int, Client> b = n => { return /*2*/new(); };
  Func<Task<Client>> c = async () => /*3*/new();
  Func<Task<Client>> d = async () => { return /*4*/new(); };
} }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 New Duende.IdentityServer.Models.Client()
       4 New Duende.IdentityServer.Models.Client()";

    of_a_lambda_argument: r#"
using System.Linq; using System.Collections.Generic;
using Duende.IdentityServer.Models;
class X { void F(System.Func<Client> f) { } void M(List<string> names) { F(() => /*1*/new()); var /*2*/l = names.Select(n => new Client { ClientId = n }).ToList(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Local l : System.Collections.Generic.List<Duende.IdentityServer.Models.Client>";

    of_a_local_function: r#"
using Duende.IdentityServer.Models;
class X { void M() { Client F() => /*1*/new(); Client G() { return /*2*/new(); } } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    of_a_cast_and_in_parentheses: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = (Client)/*1*/new(); object o = /*2*/(new Client()); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    of_a_tuple_element: r#"
using Duende.IdentityServer.Models;
class X { (Client, Secret) M() => (/*1*/new(), /*2*/new()); }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Secret()";

    of_an_out_of_line_task: r#"
using System.Threading.Tasks;
using Duende.IdentityServer.Models;
class X { Task<Client> M() => Task.FromResult<Client>(/*1*/new()); }
"# => "1 New Duende.IdentityServer.Models.Client()";

    of_an_indexed_value: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class X { void M(Dictionary<string, Client> d, Client[] a) { d["x"] = /*1*/new(); a[0] = /*2*/new(); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()";

    nested_initializer: r#"
using Duende.IdentityServer.Configuration;
class X { void M() { var o = new IdentityServerOptions { /*1*/Authentication = { /*2*/CookieSlidingExpiration = true }, Endpoints = { /*3*/EnableTokenEndpoint = false } }; } }
"# => "1 Member Duende.IdentityServer.Configuration.IdentityServerOptions.Authentication : Duende.IdentityServer.Configuration.AuthenticationOptions
       2 Member Duende.IdentityServer.Configuration.AuthenticationOptions.CookieSlidingExpiration : System.Boolean
       3 Member Duende.IdentityServer.Configuration.EndpointsOptions.EnableTokenEndpoint : System.Boolean";

    collection_initializer_of_a_property: r#"
using Duende.IdentityServer.Models;
class X { Client c = new() { ClientSecrets = { /*1*/new("a"), new Secret("b") { /*2*/Type = "x" } } }; }
"# => "1 New Duende.IdentityServer.Models.Secret(value, expiration)
       2 Member Duende.IdentityServer.Models.Secret.Type : System.String";

    dictionary_initializers: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class X {
  Dictionary<string, Client> a = new() { ["x"] = /*1*/new() };
  Dictionary<string, Client> b = new() { { "x", /*2*/new() } };
  Client c = new() { Properties = { ["x"] = /*3*/"y" } };
}
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Client()
       3 Value System.String";

    collection_expressions_take_the_type_they_are_wanted_as: r#"
using System.Collections.Generic;
using Duende.IdentityServer.Models;
class X { void F(ICollection<Client> c) { } void M() { List<Client> a = /*1*/[]; F(/*2*/[new()]); var c = new Client { AllowedScopes = /*3*/["a"] }; } IEnumerable<Client> R() => /*4*/[new()]; }
"# => "1 Value System.Collections.Generic.List<Duende.IdentityServer.Models.Client>
       2 Value System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Client>
       3 Value System.Collections.Generic.ICollection<System.String>
       4 Value System.Collections.Generic.IEnumerable<Duende.IdentityServer.Models.Client>";

    array_creations: r#"
using Duende.IdentityServer.Models;
class X { void M() { var /*1*/a = new[] { new Client(), null }; var /*2*/b = new Client[2]; var /*3*/c = new Client[][] { }; } }
"# => "1 Local a : Duende.IdentityServer.Models.Client[]
       2 Local b : Duende.IdentityServer.Models.Client[]
       3 Local c : Duende.IdentityServer.Models.Client[][]";

    constructors_are_chosen_by_what_the_arguments_are: r#"
using System; using Duende.IdentityServer.Models;
class X { void M(DateTime d, string s) {
  var a = /*1*/new Secret("x", "description");
  var b = /*2*/new Secret("x", d);
  var c = /*3*/new Secret("x".Sha256());
  var e = /*4*/new Secret();
  var f = /*5*/new Secret(value: "x", expiration: null);
  var g = /*6*/new Secret(s, s);
} }
"# => "1 New Duende.IdentityServer.Models.Secret(value, description, expiration)
       2 New Duende.IdentityServer.Models.Secret(value, expiration)
       3 New Duende.IdentityServer.Models.Secret(value, expiration)
       4 New Duende.IdentityServer.Models.Secret()
       5 New Duende.IdentityServer.Models.Secret(value, expiration)
       6 New Duende.IdentityServer.Models.Secret(value, description, expiration)";

    required_members: r#"
class A { public required string Name { get; init; } public required int Count; }
class X { void M() { var a = /*1*/new A { /*2*/Name = "", /*3*/Count = 1 }; } }
"# => "1 New A
       2 Member A.Name : System.String
       3 Member A.Count : System.Int32";

    anonymous_objects: r#"
using Duende.IdentityServer.Models;
class X { void M(Client c) { var o = new { Id = c./*1*/ClientId, c./*2*/Enabled }; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";
}
