//! Who sees whom: project references, files of several projects, loose files.

use crate::{cases, check};

cases! { check;
    a_referenced_project_is_seen: r#"
//# project web: lib
//# project lib
//# file A.cs web
class X { void M(Lib.Config c) { c./*1*/Id = 1; } }
//# file B.cs lib
namespace Lib; public class Config { public int Id; }
"# => "1 Member Lib.Config.Id : System.Int32";

    references_are_transitive: r#"
//# project web: middle
//# project middle: lib
//# project lib
//# file A.cs web
class X { void M(Lib.Config c) { c./*1*/Id = 1; } }
//# file B.cs lib
namespace Lib; public class Config { public int Id; }
"# => "1 Member Lib.Config.Id : System.Int32";

    an_unrelated_project_is_not_seen: r#"
//# project web
//# project lib
//# file A.cs web
class X { void M(Lib.Config c) { c./*1*/Id = 1; } }
//# file B.cs lib
namespace Lib; public class Config { public int Id; }
"# => "1 None";

    references_have_a_direction: r#"
//# project web: lib
//# project lib
//# file A.cs web
namespace Web; public class Config { public int Id; }
//# file B.cs lib
class X { void M(Web.Config c) { c./*1*/Id = 1; } }
"# => "1 None";

    types_of_one_name_in_unrelated_projects: r#"
//# project a: liba
//# project b: libb
//# project liba
//# project libb
//# file A.cs a
class X { void M(Shared.Config c) { c./*1*/A = 1; c./*2*/B = 1; } }
//# file B.cs b
class X { void M(Shared.Config c) { c./*3*/A = 1; c./*4*/B = 1; } }
//# file LibA.cs liba
namespace Shared; public class Config { public int A; }
//# file LibB.cs libb
namespace Shared; public class Config { public int B; }
"# => "1 Member Shared.Config.A : System.Int32
       2 None
       3 None
       4 Member Shared.Config.B : System.Int32";

    an_own_type_of_an_unrelated_project_does_not_shadow_the_package: r#"
//# project a
//# project b
//# file A.cs a
using Duende.IdentityServer.Models;
class X { void M(Client c) { c./*1*/RequireClientSecret = false; } }
//# file B.cs b
namespace Duende.IdentityServer.Models; public class Client { public bool RequireClientSecret; }
"# => "1 Member Duende.IdentityServer.Models.Client.RequireClientSecret : System.Boolean";

    a_namespace_of_an_unrelated_project_is_not_seen: r#"
//# project a
//# project b
//# file A.cs a
namespace Host.Web; class X { Duende.IdentityServer.Models./*1*/Client c; }
//# file B.cs b
namespace Host.Duende; public class Y { }
"# => "1 Type Duende.IdentityServer.Models.Client";

    a_namespace_of_a_referenced_project_hides: r#"
//# project a: b
//# project b
//# file A.cs a
namespace Host.Web; class X { Duende.IdentityServer.Models./*1*/Client c; }
//# file B.cs b
namespace Host.Duende; public class Y { }
"# => "1 None";

    a_file_of_two_projects_sees_both: r#"
//# project a: liba
//# project b: libb
//# project liba
//# project libb
//# file Linked.cs a b
class X { void M(A a, B b) { a./*1*/N = 1; b./*2*/N = 1; } }
//# file LibA.cs liba
public class A { public int N; }
//# file LibB.cs libb
public class B { public int N; }
"# => "1 Member A.N : System.Int32
       2 Member B.N : System.Int32";

    loose_files_do_not_see_projects: r#"
//# project a
//# file A.cs a
public class A { public int N; }
//# file B.cs
class X { void M(A a) { a./*1*/N = 1; } }
"# => "1 None";

    partial_types_do_not_join_over_projects: r#"
//# project a
//# project b
//# file A.cs a
public partial class P { void M() { /*1*/N = 1; } }
//# file B.cs b
public partial class P { int N; }
"# => "1 None";

    bases_in_a_referenced_project: r#"
//# project web: lib
//# project lib
//# file A.cs web
class X : LogoutBase { void M() { /*1*/SendLogoutNotificationAsync(null); } }
//# file B.cs lib
public class LogoutBase : Duende.IdentityServer.Services.DefaultBackChannelLogoutService { }
"# => "1 Member Duende.IdentityServer.Services.DefaultBackChannelLogoutService.SendLogoutNotificationAsync : System.Threading.Tasks.Task";

    extension_methods_of_unrelated_projects_are_not_seen: r#"
//# project a
//# project b
//# file A.cs a
class X { void M(string s) { var /*1*/n = s.Shout(); } }
//# file B.cs b
static class E { public static string Shout(this string s) => s; }
"# => "1 Local n : ?";
}
