//! What the specification says and the binder does not know yet: a case that begins to hold belongs in another module.

use crate::check;

macro_rules! gaps {
    ($($name:ident: $source:literal => $expected:literal;)*) => {
        $(#[test] #[should_panic(expected = "--- expected")] fn $name() { check($source, $expected); })*
    };
}

gaps! {
    extension_blocks_with_a_receiver: r#"
using Duende.IdentityServer.Models;
static class Extensions {
  extension(Client client) { public string Label => client./*1*/ClientId; public void Reset() { client./*2*/Enabled = false; } }
}
"# => "1 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    members_of_extension_blocks: r#"
using Duende.IdentityServer.Models;
static class Extensions {
  extension(Client client) { public string Label => ""; public Secret First() => null; }
}
class X { void M(Client c) { var /*1*/a = c.Label; var /*2*/b = c.First(); } }
"# => "1 Local a : System.String
       2 Local b : Duende.IdentityServer.Models.Secret";

    list_patterns: r#"
using Duende.IdentityServer.Models;
class X { void M(Client[] l) { if (l is [var /*1*/first, .., Client /*2*/last]) { first./*3*/Enabled = true; last./*4*/Enabled = true; } if (l is [{ Enabled: true } /*5*/only]) { } } }
"# => "1 Local first : Duende.IdentityServer.Models.Client
       2 Local last : Duende.IdentityServer.Models.Client
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       5 Local only : Duende.IdentityServer.Models.Client";

    positional_patterns: r#"
using Duende.IdentityServer.Models;
record Box(Client Client, int N);
class X { void M(Box b) { if (b is (var /*1*/c, 1)) c./*2*/Enabled = true; if (b is Box(Client /*3*/d, _)) d./*4*/Enabled = true; } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Local d : Duende.IdentityServer.Models.Client
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    var_patterns_of_tuples: r#"
using Duende.IdentityServer.Models;
class X { void M(Client c, Secret s) { if ((c, s) is (var /*1*/a, { } /*2*/b)) a./*3*/Enabled = true; } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Local b : Duende.IdentityServer.Models.Secret
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    deconstruction_into_new_variables: r#"
using Duende.IdentityServer.Models;
class X { (Client, Secret) Make() => default; void M() { var (/*1*/a, /*2*/b) = Make(); a./*3*/Enabled = true; (Client c, var d) = Make(); c./*4*/Enabled = true; d./*5*/Value = ""; } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Local b : Duende.IdentityServer.Models.Secret
       3 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       5 Member Duende.IdentityServer.Models.Secret.Value : System.String";

    deconstruction_of_records_and_by_method: r#"
using Duende.IdentityServer.Models;
record Box(Client Client, int N);
class Own { public void Deconstruct(out Client c, out string s) { c = null; s = ""; } }
class X { void M(Box b, Own o) { var (/*1*/a, n) = b; a./*2*/Enabled = true; var (/*3*/c, _) = o; c./*4*/Enabled = true; } }
"# => "1 Local a : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean
       3 Local c : Duende.IdentityServer.Models.Client
       4 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    names_of_tuple_elements: r#"
using Duende.IdentityServer.Models;
class X { (Client client, int n) Make() => default; void M() { Make().client./*1*/Enabled = true; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    properties_of_anonymous_objects: r#"
using Duende.IdentityServer.Models;
class X { void M(Client c) { var o = new { Client = c }; o.Client./*1*/Enabled = true; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    utf8_strings: r#"
class X { void M() { var /*1*/a = "x"u8; } }
"# => "1 Local a : ?";

    an_or_pattern_of_qualified_names_before_another_is: r#"
using Duende.IdentityServer;
class X { bool M(string t) => t is IdentityServerConstants.SecretTypes./*1*/JsonWebKey or IdentityServerConstants.SecretTypes./*2*/SharedSecret && t is IdentityServerConstants.LocalIdentityProvider; }
"# => "1 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.JsonWebKey : System.String
       2 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.SharedSecret : System.String";

    joined_and_introduced_variables_of_queries: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<Client> l) { var q = from c in l let s = c.ClientSecrets.First() where s./*1*/Value == "" select s; } }
"# => "1 Member Duende.IdentityServer.Models.Secret.Value : System.String";

    the_result_of_a_query: r#"
using System.Linq; using System.Collections.Generic; using Duende.IdentityServer.Models;
class X { void M(List<Client> l) { var q = from c in l where c.Enabled select c; q.First()./*1*/Enabled = true; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";

    type_arguments_of_an_outer_type: r#"
using Duende.IdentityServer.Models;
class Outer<T> { public class Inner { public T Value; } }
class X { void M(Outer<Client>.Inner i) { i.Value./*1*/Enabled = true; } }
"# => "1 Member Duende.IdentityServer.Models.Client.Enabled : System.Boolean";
}
