//! Aliases.

use crate::{cases, check};

cases! { check;
    to_a_type: r#"
using Ids = Duende.IdentityServer.Models.Client;
class X { void M() { var /*1*/c = new Ids(); c./*2*/ClientId = ""; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    to_a_namespace: r#"
using Ids = Duende.IdentityServer.Models;
class X { Ids./*1*/Client a; Ids::/*2*/Client b; void M() { var /*3*/c = new Ids.Client(); var d = Ids./*4*/GrantTypes.Code; } }
"# => "1 Type Duende.IdentityServer.Models.Client
       2 Type Duende.IdentityServer.Models.Client
       3 Local c : Duende.IdentityServer.Models.Client
       4 Type Duende.IdentityServer.Models.GrantTypes";

    to_a_nested_type: r#"
using Secrets = Duende.IdentityServer.IdentityServerConstants.SecretTypes;
class X { string s = Secrets./*1*/JsonWebKey; }
"# => "1 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.JsonWebKey : System.String";

    to_a_generic_type: r#"
using Clients = System.Collections.Generic.List<Duende.IdentityServer.Models.Client>;
class X { void M() { var /*1*/c = new Clients(); var /*2*/d = c[0]; } }
"# => "1 Local c : System.Collections.Generic.List<Duende.IdentityServer.Models.Client>
       2 Local d : Duende.IdentityServer.Models.Client";

    to_a_tuple: r#"
using Pair = (Duende.IdentityServer.Models.Client, int);
class X { void M(Pair p) { var /*1*/c = p.Item1; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client";

    to_an_array: r#"
using Clients = Duende.IdentityServer.Models.Client[];
class X { void M(Clients p) { var /*1*/c = p[0]; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client";

    to_a_keyword_type: r#"
using Text = string;
class X { void M(Text /*1*/p) { } }
"# => "1 Local p : System.String";

    to_a_declared_type: r#"
using C = Host.Client;
namespace Host { public class Client { public int Id; } }
class X { void M(C c) { c./*1*/Id = 1; } }
"# => "1 Member Host.Client.Id : System.Int32";

    the_target_does_not_see_usings_beside_it: r#"
using Duende.IdentityServer;
using Ids = Models.Client;
class X { /*1*/Ids c; }
"# => "1 None";

    inside_a_namespace_relative_to_what_is_around: r#"
namespace Host.Models { public class Client { } }
namespace Host.Config { using C = Models.Client; class X { /*1*/C c; } }
"# => "1 Type Host.Models.Client";

    inside_a_namespace_relative_to_itself: r#"
namespace Host.Config.Models { public class Client { } }
namespace Host.Config { using C = Models.Client; class X { /*1*/C c; } }
"# => "1 Type Host.Config.Models.Client";

    inside_a_namespace_by_a_using_around: r#"
using Duende.IdentityServer.Models;
namespace Host { using C = Client; class X { /*1*/C c; } }
"# => "1 Type Duende.IdentityServer.Models.Client";

    an_alias_wins_over_an_import: r#"
using Duende.IdentityServer.Models;
using Client = Host.Client;
namespace Host { public class Client { } }
class X { /*1*/Client c; }
"# => "1 Type Host.Client";

    an_inner_alias_wins_over_an_outer_one: r#"
using C = Duende.IdentityServer.Models.Client;
namespace Host { using C = Duende.IdentityServer.Models.Secret; class X { /*1*/C c; } }
class Y { /*2*/C c; }
"# => "1 Type Duende.IdentityServer.Models.Secret
       2 Type Duende.IdentityServer.Models.Client";

    the_namespace_around_wins_over_an_alias_at_the_top: r#"
using Client = Duende.IdentityServer.Models.Client;
namespace Host { class Client { } class X { /*1*/Client c; } }
"# => "1 Type Host.Client";

    a_using_through_an_alias_around: r#"
using Ids = Duende.IdentityServer;
namespace Host { using Ids.Models; class X { /*1*/Client c; } }
"# => "1 Type Duende.IdentityServer.Models.Client";

    global_alias: r#"
//# project web
//# file Usings.cs web
global using C = Duende.IdentityServer.Models.Client;
//# file A.cs web
class X { /*1*/C c; }
"# => "1 Type Duende.IdentityServer.Models.Client";

    both_products_side_by_side: r#"
using Old = IdentityServer4.Models;
using New = Duende.IdentityServer.Models;
class X { New.Client Map(Old.Client /*1*/c) => new() { /*2*/ClientId = c./*3*/ClientId }; }
"# => "1 Local c : IdentityServer4.Models.Client
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Member IdentityServer4.Models.Client.ClientId : System.String";
}
