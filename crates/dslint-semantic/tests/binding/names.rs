//! Namespaces and using directives.

use crate::{cases, check};

cases! { check;
    block_namespace: r#"
namespace A.B { public class X {} }
namespace C { class Y { A.B./*1*/X x; /*2*/A.B.X y; } }
"# => "1 Type A.B.X
       2 None";

    file_scoped_namespace: r#"
namespace A.B;
public class X { void M() { var /*1*/x = new X(); } }
"# => "1 Local x : A.B.X";

    nested_namespaces: r#"
namespace A { namespace B { namespace C { public class X {} } } }
class Y { void M() { var /*1*/x = new A.B.C.X(); } }
"# => "1 Local x : A.B.C.X";

    a_dotted_namespace_sees_all_its_prefixes: r#"
namespace A { public class X {} }
namespace A.B { public class Y {} }
namespace A.B.C { class Z { /*1*/X x; /*2*/Y y; } }
"# => "1 Type A.X
       2 Type A.B.Y";

    nothing_from_a_sibling_namespace: r#"
namespace A.B { public class X {} }
namespace A.C { class Z { /*1*/X x; B./*2*/X y; } }
"# => "1 None
       2 Type A.B.X";

    using_at_the_top: r#"
using Duende.IdentityServer.Models;
class A { void M() { var /*1*/c = new Client(); } }
"# => "1 Local c : Duende.IdentityServer.Models.Client";

    using_inside_a_block_namespace: r#"
namespace A { using Duende.IdentityServer.Models; class X { /*1*/Client c; } }
namespace B { class Y { /*2*/Client c; } }
"# => "1 Type Duende.IdentityServer.Models.Client
       2 None";

    using_inside_a_file_scoped_namespace: r#"
namespace A;
using Duende.IdentityServer.Models;
class X { /*1*/Client c; }
"# => "1 Type Duende.IdentityServer.Models.Client";

    using_inside_a_namespace_may_leave_out_what_is_around: r#"
namespace Host.Models { public class Client {} }
namespace Host.Config { using Models; class X { /*1*/Client c; } }
"# => "1 Type Host.Models.Client";

    using_at_the_top_is_absolute: r#"
using Models;
namespace Host.Models { public class Client {} }
class X { /*1*/Client c; }
"# => "1 None";

    enclosing_namespace_wins_over_using: r#"
using Duende.IdentityServer.Models;
namespace Host { class Client {} class X { /*1*/Client c; } }
"# => "1 Type Host.Client";

    outer_enclosing_namespace_wins_over_using_at_the_top: r#"
using Duende.IdentityServer.Models;
namespace Host { class Client {} }
namespace Host.Config.Deep { class X { /*1*/Client c; } }
"# => "1 Type Host.Client";

    inner_using_wins_over_outer_namespace: r#"
namespace Host { class Client {} }
namespace Host.Config { using Duende.IdentityServer.Models; class X { /*1*/Client c; } }
"# => "1 Type Duende.IdentityServer.Models.Client";

    root_type_wins_over_using_at_the_top: r#"
using Duende.IdentityServer.Models;
class Client {}
class X { /*1*/Client c; }
"# => "1 Type Client";

    declared_type_shadows_the_package_type_of_the_same_name: r#"
using Duende.IdentityServer.Models;
namespace Duende.IdentityServer.Models { public class Client { public int Own; } }
class X { void M(Client /*1*/c) { c./*2*/Own = 1; c./*3*/ClientId = ""; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Own : System.Int32
       3 None";

    global_using_of_a_file: r#"
//# project web
//# file Usings.cs web
global using Duende.IdentityServer.Models;
//# file A.cs web
class X { /*1*/Client c; }
"# => "1 Type Duende.IdentityServer.Models.Client";

    global_using_holds_for_its_project_only: r#"
//# project web
//# project api
//# file Usings.cs web
global using Duende.IdentityServer.Models;
//# file A.cs api
class X { /*1*/Client c; }
"# => "1 None";

    global_using_of_the_project_file: r#"
//# project web
//# using web: Duende.IdentityServer.Models
//# file A.cs web
class X { /*1*/Client c; }
"# => "1 Type Duende.IdentityServer.Models.Client";

    global_alias_of_the_project_file: r#"
//# project web
//# using web: Ids = Duende.IdentityServer.Models.Client
//# file A.cs web
class X { /*1*/Ids c; }
"# => "1 Type Duende.IdentityServer.Models.Client";

    global_static_of_the_project_file: r#"
//# project web
//# using web: static Duende.IdentityServer.IdentityServerConstants
//# file A.cs web
class X { string s = SecretTypes./*1*/JsonWebKey; }
"# => "1 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.JsonWebKey : System.String";

    global_using_of_a_loose_file: r#"
//# file Usings.cs
global using Duende.IdentityServer.Models;
//# file A.cs
class X { /*1*/Client c; }
"# => "1 Type Duende.IdentityServer.Models.Client";

    root_alias_global: r#"
namespace Duende.IdentityServer.Models { public class Client {} }
namespace Host.Duende.IdentityServer.Models { public class Client {} }
namespace Host.X { class Y { global::Duende.IdentityServer.Models./*1*/Client a; Duende.IdentityServer.Models./*2*/Client b; } }
"# => "1 Type Duende.IdentityServer.Models.Client
       2 Type Host.Duende.IdentityServer.Models.Client";

    a_nearer_namespace_of_the_same_first_name_hides_the_package: r#"
namespace Skoruba.Duende.IdentityServer.Admin { class X {
  Duende.IdentityServer.Models./*1*/Client a;
  global::Duende.IdentityServer.Models./*2*/Client b;
} }
"# => "1 None
       2 Type Duende.IdentityServer.Models.Client";

    such_a_namespace_does_not_disturb_usings_at_the_top: r#"
using Duende.IdentityServer.Models;
using Duende.IdentityServer.EntityFramework.Entities;
namespace Skoruba.Duende.IdentityServer.Admin.Services { class X { ApiScope a; /*1*/Secret s; /*2*/PersistedGrant g; } }
"# => "1 Type Duende.IdentityServer.Models.Secret
       2 Type Duende.IdentityServer.Models.PersistedGrant";

    such_a_namespace_finds_its_own_types_by_the_short_name: r#"
namespace Skoruba.Duende.IdentityServer.Shared { public class Helper {} }
namespace Skoruba.Duende.IdentityServer.Admin { class X { Duende.IdentityServer.Shared./*1*/Helper h; IdentityServer.Shared./*2*/Helper i; } }
"# => "1 Type Skoruba.Duende.IdentityServer.Shared.Helper
       2 Type Skoruba.Duende.IdentityServer.Shared.Helper";

    identity_server_4_and_duende_are_different: r#"
//# file Old.cs
using IdentityServer4.Models;
class Old { void M() { var /*1*/c = new Client(); } }
//# file New.cs
using Duende.IdentityServer.Models;
class New { void M() { var /*2*/c = new Client(); } }
"# => "1 Local c : IdentityServer4.Models.Client
       2 Local c : Duende.IdentityServer.Models.Client";

    using_static_brings_members_and_nested_types: r#"
using static Duende.IdentityServer.IdentityServerConstants;
class X { string a = /*1*/LocalIdentityProvider; string b = SecretTypes./*2*/SharedSecret; }
"# => "1 Member Duende.IdentityServer.IdentityServerConstants.LocalIdentityProvider : System.String
       2 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.SharedSecret : System.String";

    using_static_of_a_declared_type: r#"
using static Host.Config;
namespace Host { static class Config { public const string Id = "a"; public static string Make() => ""; public string Instance; } }
class X { void M() { var a = /*1*/Id; var b = /*2*/Make(); var c = /*3*/Instance; } }
"# => "1 Member Host.Config.Id : System.String
       2 Member Host.Config.Make : System.String
       3 None";

    using_static_inside_a_namespace_is_relative: r#"
namespace Host { static class Config { public const string Id = "a"; } }
namespace Host.Web { using static Config; class X { string a = /*1*/Id; } }
"# => "1 Member Host.Config.Id : System.String";

    own_members_win_over_using_static: r#"
using static Host.Config;
namespace Host { static class Config { public const string Id = "a"; } }
class X { const int Id = 1; void M() { var a = /*1*/Id; } }
"# => "1 Member X.Id : System.Int32";

    extern_alias: r#"
extern alias Ids;
class X { Ids::Duende.IdentityServer.Models./*1*/Client c; void M() { var /*2*/d = new Ids::Duende.IdentityServer.Models.Client(); } }
"# => "1 Type Duende.IdentityServer.Models.Client
       2 Local d : Duende.IdentityServer.Models.Client";

    using_through_an_extern_alias: r#"
extern alias Ids;
using Ids::Duende.IdentityServer.Models;
class X { /*1*/Client c; }
"# => "1 Type Duende.IdentityServer.Models.Client";

    qualified_names_in_expressions: r#"
class X { void M() { var t = /*1*/Duende./*2*/IdentityServer./*3*/IdentityServerConstants./*4*/SecretTypes./*5*/JsonWebKey; } }
"# => "1 Namespace Duende
       2 Namespace Duende.IdentityServer
       3 Type Duende.IdentityServer.IdentityServerConstants
       4 Type Duende.IdentityServer.IdentityServerConstants.SecretTypes
       5 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.JsonWebKey : System.String";

    global_in_expressions: r#"
class X { void M() { var t = global::/*1*/Duende.IdentityServer./*2*/Telemetry./*3*/ServiceName; } }
"# => "1 Namespace Duende
       2 Type Duende.IdentityServer.Telemetry
       3 Member Duende.IdentityServer.Telemetry.ServiceName : System.String";

    verbatim_identifiers: r#"
namespace @class { public class @event {} }
class X { @class./*1*/@event e; void M() { var @new = 1; var y = /*2*/@new; } }
"# => "1 Type class.event
       2 Local new : System.Int32";

    loose_files_share: r#"
//# file A.cs
namespace A; public class X { public int Id; }
//# file B.cs
class Y { void M(A.X x) { x./*1*/Id = 1; } }
"# => "1 Member A.X.Id : System.Int32";
}
