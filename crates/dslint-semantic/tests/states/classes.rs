//! Classes: fields, constructors, properties, objects of own types.

use crate::{cases, check};

cases! { check;
    fields_with_initializers: r#"
using Duende.IdentityServer.Models;
class X { private readonly bool _off = false; private static readonly string Id = "a"; string Name { get; } = "n"; void M() { var c = /*1*/new Client { RequireClientSecret = _off, ClientId = Id, ClientName = Name }; } }
"# => r#"1 M: {ClientId="a", ClientName="n", RequireClientSecret=false}"#;

    fields_set_in_a_constructor: r#"
using Duende.IdentityServer.Models;
class X { private readonly Client _c; private readonly bool _off; public X() { _off = false; _c = /*1*/new Client { ClientId = "a" }; } void M() { _c.RequireClientSecret = _off; } }
"# => r#"1 _c: {ClientId="a"}
         1 _off: {ClientId="a"}
         1 new X: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}"#;

    fields_set_by_each_of_several_constructors: r#"
using Duende.IdentityServer.Models;
class X { bool _off; public X() { _off = false; } public X(int n) { _off = true; } void M() { var c = /*1*/new Client { RequireClientSecret = _off }; } }
"# => "1 M: {RequireClientSecret=false} | {RequireClientSecret=true}";

    constructors_that_call_this: r#"
using Duende.IdentityServer.Models;
class X { readonly bool _off; readonly string _id; public X(string id) { _id = id; _off = false; } public X() : this("a") { } void M() { var c = /*1*/new Client { RequireClientSecret = _off, ClientId = _id }; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false} | {ClientId=?, RequireClientSecret=false}"#;

    a_field_that_holds_an_object: r#"
using Duende.IdentityServer.Models;
class X { readonly Client _c = /*1*/new() { ClientId = "a" }; void M() { _c.RequireClientSecret = false; } void N() { this._c.Enabled = false; } }
"# => r#"1 _c: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}
         1 N: {ClientId="a", Enabled=false}"#;

    a_field_that_another_member_writes_is_not_known: r#"
using Duende.IdentityServer.Models;
class X { bool _off = false; void Set() { _off = true; } void M() { var c = /*1*/new Client { RequireClientSecret = _off }; } }
"# => "1 M: {RequireClientSecret=(false / ?)}";

    properties_with_getters: r#"
using Duende.IdentityServer.Models;
class X { bool Off => false; string Id { get { return "a"; } } Client Make => /*1*/new() { ClientId = Id }; void M() { var c = Make; c.RequireClientSecret = Off; } }
"# => r#"1 Make: {ClientId="a"}
         1 M: {ClientId="a", RequireClientSecret=false}"#;

    properties_with_setters: r#"
using Duende.IdentityServer.Models;
class Wrapper { readonly Client _c = /*1*/new(); public bool Public { set { _c.RequireClientSecret = !value; } } public bool Plain { get => _c.Enabled; set => _c.Enabled = value; } }
class X { void M() { var w = new Wrapper(); w.Public = true; w.Plain = false; } void N() { var w = new Wrapper { Public = false }; } }
"# => "1 _c: {}
       1 Public: {RequireClientSecret=?}
       1 Plain: {Enabled=?} | {}
       1 M: {Enabled=false, RequireClientSecret=false}
       1 N: {RequireClientSecret=true}";

    a_class_that_derives_from_a_package_class: r#"
using Duende.IdentityServer.Models;
class Machine : Client { public Machine(string id) { ClientId = id; RequireClientSecret = false; AllowedGrantTypes = GrantTypes.ClientCredentials; AllowedScopes.Add("s"); } }
class X { void M() { var c = /*1*/new Machine("a") { Enabled = false }; } }
"# => r#"1 M: {AllowedGrantTypes=["client_credentials"], AllowedScopes=["s"], ClientId="a", Enabled=false, RequireClientSecret=false}"#;

    the_object_of_the_constructor_itself: r#"
using Duende.IdentityServer.Models;
class Machine : Client { public /*1*/Machine() { RequireClientSecret = false; this.AllowedGrantTypes = GrantTypes.ClientCredentials; base.Enabled = false; } }
"# => r#"1 new Machine: {AllowedGrantTypes=["client_credentials"], Enabled=false, RequireClientSecret=false}"#;

    objects_of_own_types: r#"
using Duende.IdentityServer.Models;
class Settings { public bool Off { get; set; } = false; public string Id = "d"; public Settings() { } public Settings(string id) { Id = id; } }
class X { void M() { var s = new Settings("a"); var t = new Settings { Off = true }; var c = /*1*/new Client { ClientId = s.Id, RequireClientSecret = s.Off }; var d = /*2*/new Client { ClientId = t.Id, RequireClientSecret = t.Off }; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}
         2 M: {ClientId="d", RequireClientSecret=true}"#;

    two_instances_are_two_objects: r#"
using Duende.IdentityServer.Models;
class Factory { readonly bool _off; public Factory(bool off) { _off = off; } public Client Make() => /*1*/new() { RequireClientSecret = _off }; }
class X { void M() { var a = new Factory(true); var b = new Factory(false); b.Make().ClientId = "b"; a.Make().ClientId = "a"; } }
"# => r#"1 Make: {RequireClientSecret=?}
         1 M: {ClientId="a", RequireClientSecret=true} | {ClientId="b", RequireClientSecret=false}"#;

    builders: r#"
using Duende.IdentityServer.Models;
class Builder { readonly Client _c = /*1*/new(); public Builder Id(string id) { _c.ClientId = id; return this; } public Builder Public() { _c.RequireClientSecret = false; return this; } public Client Build() => _c; }
class X { void M() { var c = new Builder().Id("a").Public().Build(); c.Enabled = false; } }
"# => r#"1 _c: {}
         1 Id: {ClientId=?}
         1 Public: {RequireClientSecret=false}
         1 Build: {}
         1 M: {ClientId="a", Enabled=false, RequireClientSecret=false}"#;

    primary_constructors: r#"
using Duende.IdentityServer.Models;
class Factory(string id, bool off = false) { readonly string _name = id + "!"; public Client Make() => /*1*/new() { ClientId = id, RequireClientSecret = off, ClientName = _name }; }
class X { void M() { var a = new Factory("a"); var b = new Factory("b", true); a.Make(); b.Make(); } }
"# => r#"1 Make: {ClientId=?, ClientName=?, RequireClientSecret=?}
         1 M: {ClientId="a", ClientName="a!", RequireClientSecret=false} | {ClientId="b", ClientName="b!", RequireClientSecret=true}"#;

    positional_records: r#"
using Duende.IdentityServer.Models;
record Settings(string Id, bool Off = false);
class X { void M() { var s = new Settings("a"); var t = s with { Off = true }; var c = /*1*/new Client { ClientId = s.Id, RequireClientSecret = s.Off }; var d = /*2*/new Client { ClientId = t.Id, RequireClientSecret = t.Off }; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}
         2 M: {ClientId="a", RequireClientSecret=true}"#;

    base_constructors: r#"
using Duende.IdentityServer.Models;
abstract class Base { protected readonly bool Off; readonly string _id; protected Base(string id, bool off) { Off = off; _id = id; } protected Client Make() => /*1*/new() { ClientId = _id, RequireClientSecret = Off }; }
class Derived : Base { public Derived() : base("a", false) { } public void M() { Make().Enabled = false; } }
"# => r#"1 Make: {ClientId=?, RequireClientSecret=?}
         1 M: {ClientId="a", Enabled=false, RequireClientSecret=false}"#;

    virtual_methods: r#"
using Duende.IdentityServer.Models;
class Base { protected virtual bool Off => true; public virtual void Change(Client c) { c.Enabled = true; } public Client Make() { var c = /*1*/new Client { RequireClientSecret = Off }; Change(c); return c; } }
class Derived : Base { protected override bool Off => false; public override void Change(Client c) { c.Enabled = false; } }
class X { void M() { new Derived().Make().ClientId = "a"; } void N() { new Base().Make().ClientId = "b"; } }
"# => r#"1 Make: {Enabled=true, RequireClientSecret=true}
         1 M: {ClientId="a", Enabled=false, RequireClientSecret=false}
         1 N: {ClientId="b", Enabled=true, RequireClientSecret=true}"#;

    abstract_methods: r#"
using Duende.IdentityServer.Models;
abstract class Base { protected abstract string Id(); public Client Make() => /*1*/new() { ClientId = Id() }; }
class A : Base { protected override string Id() => "a"; }
class X { void M() { new A().Make().Enabled = false; } }
"# => r#"1 Make: {ClientId=?}
         1 M: {ClientId="a", Enabled=false}"#;

    partial_classes: r#"
//# file A.cs
using Duende.IdentityServer.Models;
partial class X { void M() { var c = /*1*/new Client { RequireClientSecret = _off, ClientId = _id }; } }
//# file B.cs
partial class X { readonly bool _off = false; readonly string _id; public X() { _id = "a"; } }
"# => r#"1 M: {ClientId="a", RequireClientSecret=false}"#;

    static_fields_that_hold_objects: r#"
using Duende.IdentityServer.Models;
static class Shared { public static readonly Client Main = /*1*/new() { ClientId = "a" }; }
class X { void M() { Shared.Main.RequireClientSecret = false; Shared.Main.Enabled = false; } }
"# => r#"1 Main: {ClientId="a"}
         1 M: {ClientId="a", Enabled=false, RequireClientSecret=false}"#;

    injected_objects_are_opaque: r#"
using Duende.IdentityServer.Models;
class X { readonly Client _c; public X(Client /*1*/c) { _c = c; } void M() { _c.RequireClientSecret = false; } }
"# => "1 _c: opaque{}
       1 new X: opaque{}
       1 M: opaque{RequireClientSecret=false}";

    an_injected_factory_of_this_code: r#"
using Duende.IdentityServer.Models;
class Factory { static readonly string[] Grants = ["g"]; readonly string _kind = "k"; public Client Make() => /*1*/new() { AllowedGrantTypes = Grants, ClientName = _kind }; }
class X(Factory factory) { void M() { var c = factory.Make(); c.RequireClientSecret = false; } }
"# => r#"1 Make: {AllowedGrantTypes=["g"], ClientName="k"}
         1 M: {AllowedGrantTypes=["g"], ClientName="k", RequireClientSecret=false}"#;

    a_public_property_may_be_set_from_outside: r#"
using Duende.IdentityServer.Models;
class X { public bool Off { get; set; } public string Id { get; set; } = "a"; void M() { var c = /*1*/new Client { RequireClientSecret = Off }; if (Off) c.Enabled = false; } }
"# => "1 M: {Enabled=false, RequireClientSecret=?} | {RequireClientSecret=?}";

    initializers_that_need_each_other_end: r#"
using Duende.IdentityServer.Models;
class A { public readonly Client C = Shared.Now.C; public readonly B B = new B(); } class B { public readonly A A = new A(); }
static class Shared { public static A Now => Unknown.Get(); public static readonly A One = Two; public static readonly A Two = One; }
class X { void M(A a) { var c = /*1*/new Client { ClientId = "a" }; a.C.Enabled = false; a.B.A.B.A.C.Enabled = false; Shared.One.C.Enabled = false; } }
"# => r#"1 M: {ClientId="a"}"#;
}
