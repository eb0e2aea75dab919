//! Statements: the variables they declare and how far those reach.

use crate::{cases, check};

cases! { check;
    foreach_over_collections: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(Client[] a, List<Client> l, IEnumerable<Client> e, ICollection<Client> c, HashSet<Client> h) {
  foreach (var /*1*/x in a) { } foreach (var /*2*/x in l) { } foreach (var /*3*/x in e) { } foreach (var /*4*/x in c) { } foreach (var /*5*/x in h) { } foreach (Client /*6*/x in a) { } } }
"# => "1 Local x : Duende.IdentityServer.Models.Client
       2 Local x : Duende.IdentityServer.Models.Client
       3 Local x : Duende.IdentityServer.Models.Client
       4 Local x : Duende.IdentityServer.Models.Client
       5 Local x : Duende.IdentityServer.Models.Client
       6 Local x : Duende.IdentityServer.Models.Client";

    foreach_over_dictionaries: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(Dictionary<string, Client> d) { foreach (var p in d) p.Value./*1*/Enabled = true; foreach (var (/*2*/k, /*3*/v) in d) { } foreach (var x in d.Values) x./*4*/Enabled = true; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       2 Local k : System.String
       3 Local v : Duende.IdentityServer.Models.Client
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    foreach_over_own_enumerables: r#"
using System.Collections; using System.Collections.Generic; using Duende.IdentityServer.Models;
class ByInterface : IEnumerable<Client> { public IEnumerator<Client> GetEnumerator() => null; IEnumerator IEnumerable.GetEnumerator() => null; }
class ByPattern { public Cursor GetEnumerator() => default; public struct Cursor { public Client Current => null; public bool MoveNext() => false; } }
class ByList : List<Client> { }
class ByEnumerator { public IEnumerator<Client> GetEnumerator() { yield break; } }
class X { void M(ByInterface a, ByPattern b, ByList c, ByEnumerator d) { foreach (var /*1*/x in a) { } foreach (var /*2*/x in b) { } foreach (var /*3*/x in c) { } foreach (var /*4*/x in d) { } } }
"# => "1 Local x : Duende.IdentityServer.Models.Client
       2 Local x : Duende.IdentityServer.Models.Client
       3 Local x : Duende.IdentityServer.Models.Client
       4 Local x : Duende.IdentityServer.Models.Client";

    foreach_deconstructs_tuples: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<(Client, Secret)> l) { foreach (var (/*1*/c, /*2*/s) in l) c./*3*/Enabled = true; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Local s : Duende.IdentityServer.Models.Secret
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    deconstruction_into_old_variables: r#"
using Duende.IdentityServer.Models;
class X { Client _c; void M(Client a, Secret b) { (a, b) = (/*1*/new(), /*2*/new()); (_c, b) = (a, /*3*/new()); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 New Duende.IdentityServer.Models.Secret()
       3 New Duende.IdentityServer.Models.Secret()";

    scopes_of_locals_end: r#"
using Duende.IdentityServer.Models;
class X { Client c; void M() { { var c = new Secret(); /*1*/c.Value = ""; } /*2*/c.ClientId = ""; for (var i = 0; i < 1; i++) { } foreach (var s in new Secret[0]) { /*3*/s.Value = ""; } } }
"# => "1 Local c : Duende.IdentityServer.Models.Secret
       2 Member X.c : Duende.IdentityServer.Models.Client
       3 Local s : Duende.IdentityServer.Models.Secret";

    using_and_lock: r#"
using System; using Microsoft.Extensions.DependencyInjection; using Duende.IdentityServer.EntityFramework;
class X { void M(IServiceProvider p, object o) { using var scope = p.CreateScope(); scope./*1*/ServiceProvider.GetRequiredService<TokenCleanupService>()./*2*/RemoveExpiredGrantsAsync(); using (var t = p.CreateScope()) { t./*3*/ServiceProvider.ToString(); } lock (o) { var /*4*/n = 1; } } }
"# => "1 Member Microsoft.Extensions.DependencyInjection.IServiceScope.ServiceProvider : System.IServiceProvider
       2 Member Duende.IdentityServer.EntityFramework.TokenCleanupService.RemoveExpiredGrantsAsync : System.Threading.Tasks.Task
       3 Member Microsoft.Extensions.DependencyInjection.IServiceScope.ServiceProvider : System.IServiceProvider
       4 Local n : System.Int32";

    catch_variables: r#"
class MyException : System.Exception { public int Code; }
class X { void M() { try { } catch (MyException e) when (e./*1*/Code == 1) { e./*2*/Code = 2; } finally { } } }
"# => "1 Member MyException.Code : System.Int32
       2 Member MyException.Code : System.Int32";

    loops: r#"
using Duende.IdentityServer.Models;
class X { Client Next() => null; void M() { for (Client c = Next(); c./*1*/Enabled; c = Next()) c./*2*/Enabled = false; while (Next() is { } d) d./*3*/Enabled = true; do { var e = Next(); e./*4*/Enabled = true; } while (true); } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    local_constants_and_refs: r#"
using Duende.IdentityServer.Models;
class X { Client _c; void M() { const string /*1*/id = "a"; ref var /*2*/r = ref _c; r./*3*/Enabled = true; string /*4*/a = "", /*5*/b = a; } }
"# => "1 Local id : System.String
       2 Local r : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Local a : System.String
       5 Local b : System.String";

    labels_and_goto: r#"
using Duende.IdentityServer.Models;
class X { void M(Client c) { again: c./*1*/Enabled = true; goto again; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";
}
