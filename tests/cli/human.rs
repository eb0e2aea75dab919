//! The report for people, to the letter.

use crate::support::{HOST, REFUSED_CLIENT, Tree};
use dslint_rules::RuleSet;

/// The report without the number of rules, which every new rule would change.
fn report(tree: &Tree) -> String {
    let rules = RuleSet::embedded().unwrap().iter().filter(|rule| rule.is_on_by_default).count();
    tree.run(&[]).stdout.replace(&format!("{rules} rules over"), "[all] rules over")
}

#[test]
fn a_small_host() {
    let tree = Tree::new(&[("Host.csproj", HOST), ("Config.cs", REFUSED_CLIENT)]);
    insta::assert_snapshot!(report(&tree), @r#"
    error[DS7302]: this client allows `client_credentials` with `RequireClientSecret = false`:
                   Duende.IdentityServer 7.3.4 refuses to load it, and with it every other flow of the
                   client, the authorize endpoint included
       ┌─ Config.cs:10:9
       │
     9 │         AllowedGrantTypes = GrantTypes.ClientCredentials,
       │         ------------------------------------------------ `AllowedGrantTypes` contains "client_credentials" here
    10 │         RequireClientSecret = false,
       │         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       │
       = help: drop `RequireClientSecret = false` and give the client a secret, or take
               `client_credentials` out of its grant types; changing the flag alone is not enough
               when there is no secret
       = docs: https://docs.duendesoftware.com/identityserver/upgrades/v7_2-to-v7_3/#client-secret-is-now-required-for-clients-with-clientcredentials-grant

    note[DS0001]: `Duende.IdentityServer` is at 7.2.4; all packages of the IdentityServer family have to
                  move to 7.3.4 together
      ┌─ Host.csproj:6:64
      │
    6 │     <PackageReference Include="Duende.IdentityServer" Version="7.2.4" />
      │                                                                ^^^^^
      │
      = fix: Set the version to 7.3.4
          - <PackageReference Include="Duende.IdentityServer" Version="7.2.4" />
          + <PackageReference Include="Duende.IdentityServer" Version="7.3.4" />
      = docs: https://docs.duendesoftware.com/identityserver/upgrades/

    found 1 error, 1 note in 2 files
      7.3:  1 error  DS7302
      any:  1 note   DS0001
    searched [all] rules over 2 files, 1 parsed
      7.2.4 → 7.3.4  Host
    more: dslint explain DS7302 shows what changed and what to do
    "#);
}

#[test]
fn nothing_found() {
    let tree = Tree::new(&[("Host.csproj", &HOST.replace("7.2.4", "7.3.4")), ("Config.cs", "class Config { }\n")]);
    insta::assert_snapshot!(report(&tree), @r#"
    no findings: [all] rules over 2 files, 0 parsed
      at 7.3.4 already  Host
    "#);
    let loose = Tree::new(&[("Config.cs", "class Config { }\n")]);
    insta::assert_snapshot!(report(&loose), @r#"
    no findings: [all] rules over 1 file, 0 parsed
      no project file: taken as any version → 7.3.4
    "#);
}
