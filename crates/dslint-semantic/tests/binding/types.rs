//! Nested, partial and generic types, type parameters, shadowing.

use crate::{cases, check};

cases! { check;
    nested_type: r#"
class Outer { public class Inner { public int Id; } void M() { var /*1*/x = new Inner(); } }
class Other { Outer./*2*/Inner i; /*3*/Inner j; }
"# => "1 Local x : Outer.Inner
       2 Type Outer.Inner
       3 None";

    nested_type_of_a_base: r#"
class Base { public class Inner { } }
class Derived : Base { /*1*/Inner a; Derived./*2*/Inner b; }
"# => "1 Type Base.Inner
       2 Type Base.Inner";

    nested_type_of_a_base_in_another_file: r#"
//# file A.cs
class Derived : Middle { void M() { var /*1*/x = new Inner(); } }
//# file B.cs
class Middle : Base { }
//# file C.cs
class Base { public class Inner { } }
"# => "1 Local x : Base.Inner";

    the_base_list_does_not_see_the_nested_types_of_the_type: r#"
class Client { }
class /*1*/A : Client { class Client { } /*2*/Client c; }
"# => "1 Declares A : Client
       2 Type A.Client";

    a_nested_type_shadows_an_import: r#"
using Duende.IdentityServer.Models;
class A { class Client { } /*1*/Client c; }
class B { /*2*/Client c; }
"# => "1 Type A.Client
       2 Type Duende.IdentityServer.Models.Client";

    a_type_inside_a_nested_type_sees_the_outer_ones: r#"
class A { class C { } class B { class D { /*1*/C c; } } }
"# => "1 Type A.C";

    partial_over_files: r#"
//# file A.cs
namespace N; public partial class P { void M() { /*1*/Id = /*2*/Other; } }
//# file B.cs
namespace N; public partial class P { int Id; string Other { get; set; } }
"# => "1 Member N.P.Id : System.Int32
       2 Member N.P.Other : System.String";

    partial_bases_over_files: r#"
//# file A.cs
using Duende.IdentityServer.Services;
public partial class P : System.IDisposable { public void Dispose() => /*1*/SendLogoutNotificationAsync(null); }
//# file B.cs
using Duende.IdentityServer.Services;
public partial class P : DefaultBackChannelLogoutService { }
"# => "1 Member Duende.IdentityServer.Services.DefaultBackChannelLogoutService.SendLogoutNotificationAsync : System.Threading.Tasks.Task";

    partial_base_is_the_class_whatever_comes_first: r#"
//# file A.cs
public interface I { }
public partial class P : I { void M() { base./*1*/Id = 1; } }
//# file B.cs
public class B { public int Id; }
public partial class P : B { }
"# => "1 Member B.Id : System.Int32";

    partial_nested: r#"
//# file A.cs
partial class P { partial class Q { int /*1*/A; } }
//# file B.cs
partial class P { partial class Q { void M() { /*2*/A = 1; } } }
"# => "1 Member P.Q.A : System.Int32
       2 Member P.Q.A : System.Int32";

    partials_of_different_arity_are_different_types: r#"
partial class P { public int A; }
partial class P<T> { public int B; void M(P p, P<T> q) { p./*1*/A = 1; p./*2*/B = 1; q./*3*/B = 1; } }
"# => "1 Member P.A : System.Int32
       2 None
       3 Member P<'T>.B : System.Int32";

    type_parameter_shadows_an_import: r#"
using Duende.IdentityServer.Models;
class A<Client> { /*1*/Client c; void M<Secret>(/*2*/Secret s) { } }
"# => "1 Type 'Client
       2 Type 'Secret";

    type_parameter_of_an_outer_type: r#"
class A<T> { class B { /*1*/T t; } }
"# => "1 Type 'T";

    a_nested_type_shadows_the_type_parameter_of_an_outer_type: r#"
class A<T> { class B { class T { } /*1*/T t; } }
"# => "1 Type A.B.T";

    a_type_parameter_has_the_members_of_its_constraint: r#"
using Duende.IdentityServer.Models;
class A<T> where T : Client { void M(T t) { t./*1*/ClientId = ""; } }
class B { void M<U>(U u) where U : class, IHasId, new() { u./*2*/Id = 1; } }
interface IHasId { int Id { get; set; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member IHasId.Id : System.Int32";

    members_through_type_arguments: r#"
using Duende.IdentityServer.Models;
class Box<T> { public T Value; public Box<T> Self; public T[] All; public T Get() => Value; }
class X { void M(Box<Client> b) { var /*1*/a = b.Value; var /*2*/c = b.Self.Get(); var /*3*/d = b.All[0]; } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Local c : Duende.IdentityServer.Models.Client
       3 Local d : Duende.IdentityServer.Models.Client";

    nullable_reference: r#"
using Duende.IdentityServer.Models;
class X { void M(Client? c) { c!./*1*/ClientId = ""; c?./*2*/ClientId.ToString(); } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    nullable_value: r#"
using System;
class X { void M(DateTime? d, int? i) { var /*1*/a = d.Value; var /*2*/b = i.Value; } }
"# => "1 Local a : System.DateTime
       2 Local b : System.Int32";

    tuples: r#"
using Duende.IdentityServer.Models;
class X { (Client, Secret) Make() => default; void M() { var /*1*/t = Make(); var /*2*/c = t.Item1; var /*3*/s = Make().Item2; } }
"# => "1 Local t : (Duende.IdentityServer.Models.Client, Duende.IdentityServer.Models.Secret)
       2 Local c : Duende.IdentityServer.Models.Client
       3 Local s : Duende.IdentityServer.Models.Secret";

    enums: r#"
using Duende.IdentityServer.Models;
enum Color { Red, Green = 3 }
class X { void M() { var /*1*/a = Color./*2*/Red; var /*3*/b = TokenUsage./*4*/ReUse; } }
"# => "1 Local a : Color
       2 Member Color.Red : Color
       3 Local b : Duende.IdentityServer.Models.TokenUsage
       4 Member Duende.IdentityServer.Models.TokenUsage.ReUse : Duende.IdentityServer.Models.TokenUsage";

    file_local_types: r#"
//# file A.cs
file class Local { public int A; }
class X { void M(Local l) { l./*1*/A = 1; } }
//# file B.cs
file class Local { public int B; }
class Y { void M(Local l) { l./*2*/B = 1; l./*3*/A = 1; } }
"# => "1 Member Local.A : System.Int32
       2 Member Local.B : System.Int32
       3 None";

    struct_and_interface: r#"
struct S { public int A; } interface I { string B { get; } }
class X { void M(S s, I i) { s./*1*/A = 1; var x = i./*2*/B; } }
"# => "1 Member S.A : System.Int32
       2 Member I.B : System.String";

    delegate_declarations: r#"
using Duende.IdentityServer.Models;
delegate Secret Handler(Client client, int count);
delegate R Map<T, R>(T value);
class X {
  void M(Handler h, Map<Client, Secret> map) {
    var /*1*/a = h(new(), 1);
    Handler g = (c, n) => { c./*2*/ClientId = ""; return null; };
    var /*3*/b = map(null);
    Map<Client, Secret> f = x => new() { /*4*/Description = x./*5*/ClientId };
  }
}
"# => "1 Local a : Duende.IdentityServer.Models.Secret
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Local b : Duende.IdentityServer.Models.Secret
       4 Member Duende.IdentityServer.Models.Secret.Description : System.String
       5 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    type_of_and_default: r#"
using Duende.IdentityServer.Models;
class X { void M() { var t = typeof(/*1*/Client); var /*2*/d = default(Client); var u = typeof(System.Collections.Generic.List</*3*/Secret>); } }
"# => "1 Type Duende.IdentityServer.Models.Client
       2 Local d : Duende.IdentityServer.Models.Client
       3 Type Duende.IdentityServer.Models.Secret";

    attributes: r#"
namespace Marks { public class MarkAttribute : System.Attribute { public MarkAttribute(string s) { } } public static class Names { public const string A = ""; } }
[Marks./*1*/MarkAttribute(Marks.Names./*2*/A)] class X { [Marks.MarkAttribute(nameof(/*3*/M))] void M() { } }
"# => "1 Type Marks.MarkAttribute
       2 Member Marks.Names.A : System.String
       3 Member X.M : System.Void";

    bases_are_resolved: r#"
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Models;
class /*1*/A : DefaultBackChannelLogoutService, System.IDisposable, System.Collections.Generic.IEnumerable<Client> { }
"# => "1 Declares A : Duende.IdentityServer.Services.DefaultBackChannelLogoutService, System.IDisposable, System.Collections.Generic.IEnumerable<Duende.IdentityServer.Models.Client>";

    conditional_compilation: r#"
//# symbols NET8_0
#if NET8_0
using Duende.IdentityServer.Models;
#else
using IdentityServer4.Models;
#endif
class X { /*1*/Client c;
#if !NET8_0
  Secret s;
#elif NET8_0
  /*2*/Secret s;
#endif
}
"# => "1 Type Duende.IdentityServer.Models.Client
       2 Type Duende.IdentityServer.Models.Secret";
}
