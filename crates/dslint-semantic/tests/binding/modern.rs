//! Records, primary constructors, `with`, `field`, extension blocks and other newer forms.

use crate::{cases, check};

cases! { check;
    positional_records: r#"
using Duende.IdentityServer.Models;
record Box(Client Client, string Name) { public int Extra { get; init; } }
class X { void M(Box b) { b.Client./*1*/ClientId = b./*2*/Name; var c = new Box(/*3*/new(), "") { /*4*/Extra = 1 }; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Box.Name : System.String
       3 New Duende.IdentityServer.Models.Client()
       4 Member Box.Extra : System.Int32";

    record_structs_and_inheritance: r#"
using Duende.IdentityServer.Models;
record Base(string Id); record Derived(string Id, Client Client) : Base(Id); record struct S(Secret Secret);
class X { void M(Derived d, S s) { var /*1*/a = d.Id; d.Client./*2*/Enabled = true; s.Secret./*3*/Value = ""; } }
"# => "1 Local a : System.String
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Secret.Value : System.String";

    a_written_property_replaces_the_positional_one: r#"
record R(string Name) { public int Other = 1; public object Name { get; } = Name; }
class X { void M(R r) { var /*1*/a = r.Name; } }
"# => "1 Local a : System.Object";

    with_expressions: r#"
using Duende.IdentityServer.Models;
record Box(Client Client, string Name);
class X { void M(Box b) { var /*1*/c = b with { /*2*/Name = "x", Client = /*3*/new() }; } }
"# => "1 Local c : Box
       2 Member Box.Name : System.String
       3 New Duende.IdentityServer.Models.Client()";

    primary_constructor_of_a_class: r#"
using System.Threading.Tasks; using Duende.IdentityServer.EntityFramework;
class Job(TokenCleanupService cleanup, int n) { Task Run() => cleanup./*1*/RemoveExpiredGrantsAsync(); int _m = /*2*/n; void M() { cleanup./*3*/RemoveExpiredGrantsAsync(); } }
"# => "1 Member Duende.IdentityServer.EntityFramework.TokenCleanupService.RemoveExpiredGrantsAsync : System.Threading.Tasks.Task
       2 Local n : System.Int32
       3 Member Duende.IdentityServer.EntityFramework.TokenCleanupService.RemoveExpiredGrantsAsync : System.Threading.Tasks.Task";

    primary_constructor_parameters_are_no_members: r#"
class A(string name) { public string Name => name; }
class X { void M(A a) { var /*1*/x = a.Name; var /*2*/y = a.name; } }
"# => "1 Local x : System.String
       2 Local y : ?";

    primary_constructor_of_a_struct: r#"
using Duende.IdentityServer.Models;
struct S(Client client) { public void M() { client./*1*/Enabled = true; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    primary_constructor_hands_on_to_its_base: r#"
using Duende.IdentityServer.Models;
class A(Client c) { protected Client C => c; } class B(Client d, int n) : A(/*1*/d) { void M() { C./*2*/Enabled = true; } }
"# => "1 Local d : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    the_field_keyword: r#"
using Duende.IdentityServer.Models;
class X { Client P { get => field ??= /*1*/new(); set { field = value; field./*2*/Enabled = true; } } Client Q => field ?? /*3*/new(); }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 New Duende.IdentityServer.Models.Client()";

    a_member_named_field_is_that_member: r#"
class X { int field; string P { get { var /*1*/a = field; return ""; } } }
"# => "1 Local a : System.Int32";

    strings_of_every_kind: r#"
class X { void M(int n) { var /*1*/a = @"x"; var /*2*/b = """raw"""; var /*3*/c = $"{n}"; var /*4*/d = $$"""{{n}}"""; var /*5*/f = $@"{n}"; } }
"# => "1 Local a : System.String
       2 Local b : System.String
       3 Local c : System.String
       4 Local d : System.String
       5 Local f : System.String";

    holes_of_interpolated_strings: r#"
using Duende.IdentityServer.Models;
class X { string M(Client c) => $"a {c./*1*/ClientId} b {(c.Enabled ? c./*2*/ClientName : "")} {$"{c./*3*/ProtocolType}"}"; }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.ClientName : System.String
       3 Member Duende.IdentityServer.Models.Client.ProtocolType : System.String";

    top_level_statements: r#"
using Duende.IdentityServer.Models;
var /*1*/c = new Client();
Configure(/*2*/c);
static void Configure(Client x) { x./*3*/Enabled = true; }
class Helper { void M(Client d) { d./*4*/Enabled = true; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Local c : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    top_level_statements_before_a_namespace: r#"
using Host;
var /*1*/c = Config./*2*/Make();
namespace Host { static class Config { public static int Make() => 1; } }
"# => "1 Local c : System.Int32
       2 Member Host.Config.Make : System.Int32";

    implicit_index_and_range: r#"
using Duende.IdentityServer.Models;
class X { void M(Client[] a) { var /*1*/x = a[^1]; } }
"# => "1 Local x : Duende.IdentityServer.Models.Client";

    inline_arrays_of_spreads: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { List<Client> M(Client[] a, List<Client> b) => [.. a, .. b, /*1*/new(), .. Make()]; IEnumerable<Client> Make() => null; }
"# => "1 New Duende.IdentityServer.Models.Client()";

    async_streams: r#"
using System.Collections.Generic; using System.Threading.Tasks; using Duende.IdentityServer.Models;
class X { async Task M(IAsyncEnumerable<Client> s) { await foreach (var /*1*/c in s) c./*2*/Enabled = true; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    partial_properties_and_constructors: r#"
using Duende.IdentityServer.Models;
partial class P { public partial Client C { get; set; } }
partial class P { public partial Client C { get => /*1*/new(); set { } } void M() { C./*2*/Enabled = true; } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    static_abstract_members: r#"
using Duende.IdentityServer.Models;
interface IMaker { static abstract Client Make(); }
class X { void M<T>() where T : IMaker { var /*1*/c = T.Make(); } }
"# => "1 Local c : Duende.IdentityServer.Models.Client";
}
