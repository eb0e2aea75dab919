//! Generic methods, lambdas, LINQ, tasks.

use crate::{cases, check};

cases! { check;
    explicit_type_arguments: r#"
using System; using Duende.IdentityServer.Models; using Microsoft.Extensions.DependencyInjection;
class X { T Get<T>() => default; void M(IServiceProvider p) { var /*1*/a = Get<Client>(); var /*2*/b = p.GetRequiredService<Client>(); var /*3*/c = p.GetService<Secret>(); } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Local b : Duende.IdentityServer.Models.Client
       3 Local c : Duende.IdentityServer.Models.Secret";

    inferred_from_an_argument: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { T Same<T>(T t) => t; T First<T>(IEnumerable<T> l) => default; V Value<K, V>(Dictionary<K, V> d) => default;
  void M(Client c, List<Secret> l, Client[] a, Dictionary<string, Client> d) { var /*1*/p = Same(c); var /*2*/q = First(l); var /*3*/r = First(a); var /*4*/s = Value(d); } }
"# => "1 Local p : Duende.IdentityServer.Models.Client
       2 Local q : Duende.IdentityServer.Models.Secret
       3 Local r : Duende.IdentityServer.Models.Client
       4 Local s : Duende.IdentityServer.Models.Client";

    inferred_from_a_lambda: r#"
using System; using Duende.IdentityServer.Models;
class X { T Run<T>(Func<T> f) => f(); R Map<T, R>(T t, Func<T, R> f) => f(t); R Late<T, R>(Func<T, R> f, T t) => f(t);
  void M(Client c) { var /*1*/a = Run(() => new Secret()); var /*2*/b = Map(c, x => x./*3*/ClientSecrets); var /*4*/d = Late(x => x./*5*/ClientId, c); var /*6*/e = Run(() => { return c; }); } }
"# => "1 Local a : Duende.IdentityServer.Models.Secret
       2 Local b : System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Secret>
       3 Member Duende.IdentityServer.Models.Client.ClientSecrets : System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Secret>
       4 Local d : System.String
       5 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       6 Local e : Duende.IdentityServer.Models.Client";

    inferred_from_a_method_group: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { static Client Make(string s) => null; void M(List<string> l) { var /*1*/a = l.Select(Make).ToList(); Client F(string s) => null; var /*2*/b = l.Select(F).First(); } }
"# => "1 Local a : System.Collections.Generic.List<Duende.IdentityServer.Models.Client>
       2 Local b : Duende.IdentityServer.Models.Client";

    what_is_not_inferred_is_not_known: r#"
class X { T Get<T>(string s) => default; void M<T>() { var /*1*/a = Get("x"); } }
"# => "1 Local a : ?";

    linq_keeps_elements: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(IEnumerable<Client> clients) {
  var /*1*/a = clients.Where(c => c./*2*/Enabled).OrderBy(c => c./*3*/ClientId).Skip(1).ToList();
  var /*4*/b = clients.FirstOrDefault(c => c.ClientId == "a");
  var /*5*/s = clients.SelectMany(c => c.ClientSecrets).First();
  var /*6*/d = clients.ToDictionary(c => c.ClientId);
  var /*7*/g = clients.GroupBy(c => c.ProtocolType).First().Key;
  var /*8*/h = clients.Select(c => c.AllowedScopes).Distinct().ToArray();
  foreach (var x in clients.Concat(a).Reverse()) x./*9*/Enabled = true;
} }
"# => "1 Local a : System.Collections.Generic.List<Duende.IdentityServer.Models.Client>
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       4 Local b : Duende.IdentityServer.Models.Client
       5 Local s : Duende.IdentityServer.Models.Secret
       6 Local d : System.Collections.Generic.Dictionary<System.String, Duende.IdentityServer.Models.Client>
       7 Local g : System.String
       8 Local h : System.Collections.Generic.ICollection<System.String>[]
       9 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    linq_on_arrays_and_sets: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(Client[] a, HashSet<Client> h, Dictionary<string, Client> d) {
  var /*1*/p = a.Single(); var /*2*/q = h.Where(x => x./*3*/Enabled).Last(); var /*4*/r = d.Values.First(); var /*5*/s = d.Select(p => p.Value).ToList(); } }
"# => "1 Local p : Duende.IdentityServer.Models.Client
       2 Local q : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Local r : Duende.IdentityServer.Models.Client
       5 Local s : System.Collections.Generic.List<Duende.IdentityServer.Models.Client>";

    linq_cast_and_of_type: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(IEnumerable<object> l) { var /*1*/a = l.OfType<Client>().First(); foreach (var c in l.Cast<Client>()) c./*2*/Enabled = true; } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    methods_of_lists_with_lambdas: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<Client> l) { l.ForEach(c => c./*1*/Enabled = true); var /*2*/a = l.Find(c => c./*3*/ClientId == ""); l.RemoveAll(c => c./*4*/Enabled); var /*5*/b = l.ConvertAll(c => c.ClientSecrets); } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       2 Local a : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       5 Local b : System.Collections.Generic.List<System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Secret>>";

    awaiting_tasks: r#"
using System.Threading.Tasks; using Duende.IdentityServer.Models;
class X { Task<Client> A() => null; ValueTask<Client> B() => default; async Task M() {
  var /*1*/a = await A(); var /*2*/b = await B(); (await A())./*3*/ClientId = ""; var /*4*/c = await A().ConfigureAwait(false); var /*5*/d = A().Result; var /*6*/e = A().GetAwaiter().GetResult(); } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Local b : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       4 Local c : Duende.IdentityServer.Models.Client
       5 Local d : Duende.IdentityServer.Models.Client
       6 Local e : Duende.IdentityServer.Models.Client";

    task_from_result: r#"
using System.Threading.Tasks; using Duende.IdentityServer.Models;
class X { async Task M() { var /*1*/a = await Task.FromResult(new Client()); Task<Client> t = Task.FromResult(/*2*/new Client()); } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 New Duende.IdentityServer.Models.Client()";

    async_lambda_result: r#"
using System; using System.Threading.Tasks; using Duende.IdentityServer.Models;
class X { T Run<T>(Func<Task<T>> f) => default; void M() { var /*1*/a = Run(async () => new Client()); var /*2*/b = Run(() => Task.FromResult(new Secret())); } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Local b : Duende.IdentityServer.Models.Secret";

    generic_base_class_substitutes: r#"
using Duende.IdentityServer.Models;
class Store<TKey, TItem> { protected TItem Item; public TItem Find(TKey k) => Item; public virtual Store<TKey, TItem> Self => this; }
class ClientStore : Store<string, Client> { void M() { Item./*1*/ClientId = ""; var /*2*/a = Find("x"); var /*3*/b = Self.Find(""); } }
class Middle<T> : Store<int, T> { }
class SecretStore : Middle<Secret> { void M() { var /*4*/a = Find(1); base.Item./*5*/Value = ""; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Local a : Duende.IdentityServer.Models.Client
       3 Local b : Duende.IdentityServer.Models.Client
       4 Local a : Duende.IdentityServer.Models.Secret
       5 Member Duende.IdentityServer.Models.Secret.Value : System.String";

    generic_interface_substitutes: r#"
using System.Collections.Generic; using Duende.IdentityServer.Models;
interface IRepo<T> { T Get(); IEnumerable<T> All { get; } } interface IClients : IRepo<Client> { }
class X { void M(IClients c) { c.Get()./*1*/ClientId = ""; foreach (var x in c.All) x./*2*/Enabled = true; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    generic_method_of_a_generic_type: r#"
using Duende.IdentityServer.Models;
class Box<T> { public U Map<U>(System.Func<T, U> f) => default; public Box<U> To<U>() => null; public T Value; }
class X { void M(Box<Client> b) { var /*1*/a = b.Map(c => c./*2*/ClientSecrets); var /*3*/d = b.To<Secret>().Value; } }
"# => "1 Local a : System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Secret>
       2 Member Duende.IdentityServer.Models.Client.ClientSecrets : System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Secret>
       3 Local d : Duende.IdentityServer.Models.Secret";

    expression_trees: r#"
using System; using System.Linq.Expressions; using Duende.IdentityServer.Models;
class X { void F<T>(Expression<Func<Client, T>> e) { } void M() { F(c => c./*1*/ClientId); Expression<Func<Client, bool>> p = c => c./*2*/Enabled; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    nested_lambdas: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<Client> l) { var /*1*/a = l.Where(c => c.ClientSecrets.Any(s => s./*2*/Value == c./*3*/ClientId)).ToList(); } }
"# => "1 Local a : System.Collections.Generic.List<Duende.IdentityServer.Models.Client>
       2 Member Duende.IdentityServer.Models.Secret.Value : System.String
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    typed_lambda_parameters_and_anonymous_methods: r#"
using System; using Duende.IdentityServer.Models;
class X { void M() { Action<Client> a = (Client c) => c./*1*/Enabled = true; Action<Client> b = delegate(Client c) { c./*2*/Enabled = true; }; var f = (Client c, int n) => c./*3*/Enabled; Func<Client, bool> s = static c => c./*4*/Enabled; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    query_expressions: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<Client> clients) { var q = from c in /*1*/clients where c./*2*/Enabled select c./*3*/ClientId; } }
"# => "1 Local clients : System.Collections.Generic.List<Duende.IdentityServer.Models.Client>
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String";
}
