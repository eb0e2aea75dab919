//! Patterns and the variables that they declare.

use crate::{cases, check};

cases! { check;
    is_with_a_variable: r#"
using Duende.IdentityServer.Models;
class X { void M(object o) { if (o is Client /*1*/c && c./*2*/Enabled) c./*3*/ClientId = ""; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    is_not_with_a_variable: r#"
using Duende.IdentityServer.Models;
class X { void M(object o) { if (o is not Client c) return; c./*1*/ClientId = ""; } }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String";

    is_a_type: r#"
using Duende.IdentityServer.Models;
class X { bool M(object o) => o is /*1*/Client || o is not /*2*/Secret; }
"# => "1 Type Duende.IdentityServer.Models.Client
       2 Type Duende.IdentityServer.Models.Secret";

    property_patterns: r#"
using Duende.IdentityServer.Models;
class X { void M(object o, Client k) {
  if (o is Client { Enabled: true, ClientId: var /*1*/id } /*2*/c) c./*3*/ClientName = id;
  if (k is { ClientSecrets: { Count: 0 } /*4*/s }) s./*5*/Clear();
  if (k is { ClientSecrets.Count: var /*6*/n }) { } } }
"# => "1 Local id : System.String
       2 Local c : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.ClientName : System.String
       4 Local s : System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Secret>
       5 Member System.Collections.Generic.ICollection<Duende.IdentityServer.Models.Secret>.Clear : System.Void
       6 Local n : System.Int32";

    an_empty_property_pattern: r#"
using Duende.IdentityServer.Models;
class X { Client Find() => null; void M() { if (Find() is { } /*1*/c) c./*2*/Enabled = true; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    switch_statement_patterns: r#"
using Duende.IdentityServer.Models;
class X { void M(object o) { switch (o) { case Client c when c./*1*/Enabled: c./*2*/ClientId = ""; break; case Secret { Value: "x" } s: s./*3*/Type = ""; break; case null: break; default: break; } } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       2 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       3 Member Duende.IdentityServer.Models.Secret.Type : System.String";

    switch_expression_patterns: r#"
using Duende.IdentityServer.Models;
class X { string M(object o) => o switch { Client c => c./*1*/ClientId, Secret { Value: var /*2*/v } => v, string /*3*/s when s != "" => s, _ => null }; }
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Local v : System.String
       3 Local s : System.String";

    the_type_of_a_switch_expression: r#"
using Duende.IdentityServer.Models;
class X { void M(int n, Client c) { var /*1*/a = n switch { 1 => c, 2 => null, _ => /*2*/new() }; } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 New Duende.IdentityServer.Models.Client()";

    relational_and_combined_patterns: r#"
using Duende.IdentityServer.Models;
class X { bool M(Client c) => c is { AccessTokenLifetime: > 60 and < 3600 } and not { Enabled: false } && c.ClientId is "a" or "b" && c./*1*/Enabled; }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    constant_patterns_name_members: r#"
using Duende.IdentityServer; using Duende.IdentityServer.Models;
class X { bool M(Secret s, Client c) => s.Type is IdentityServerConstants.SecretTypes./*1*/JsonWebKey; int N(Client c) => c.RefreshTokenUsage switch { TokenUsage./*2*/ReUse => 1, _ => 2 };
  void O(Secret s) { switch (s.Type) { case IdentityServerConstants.SecretTypes./*3*/SharedSecret: break; } } }
"# => "1 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.JsonWebKey : System.String
       2 Member Duende.IdentityServer.Models.TokenUsage.ReUse : Duende.IdentityServer.Models.TokenUsage
       3 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.SharedSecret : System.String";
}
