//! Which packages come along with a package of the IdentityServer family.

use dslint_version::NuGetVersion;

/// Version, tag, package, target frameworks, project references, package references.
const TABLE: &str = include_str!("../../../rules/api/packages.tsv");

/// The packages that a package of the family brings in a release, itself included, whatever their depth. Other packages than
/// those of the family bring nothing of their own here.
pub fn comes_with(package: &str, release: &NuGetVersion) -> Vec<&'static str> {
    let minor = format!("{}.{}", release.major(), release.minor());
    let rows: Vec<Vec<&str>> = TABLE.lines().map(|line| line.split('\t').collect()).collect();
    let row = |name: &str| {
        rows.iter().find(|row| {
            row.first() == Some(&minor.as_str()) && row.get(2).is_some_and(|it| it.eq_ignore_ascii_case(name))
        })
    };
    let mut found: Vec<&'static str> = Vec::new();
    let mut open = vec![package.to_owned()];
    while let Some(next) = open.pop() {
        let Some(row) = row(&next) else { continue };
        found.extend(row.get(2).copied());
        for name in row.iter().skip(4).take(2).flat_map(|names| names.split_whitespace()) {
            if !found.contains(&name) {
                match rows.iter().any(|row| row.get(2) == Some(&name)) {
                    true => open.push(name.to_owned()),
                    false => found.push(name),
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_storage_comes_with_everything() {
        let of = |package: &str| comes_with(package, &NuGetVersion::new(7, 3, 4));
        assert!(of("Duende.IdentityServer").contains(&"Duende.IdentityServer.Storage"));
        assert!(of("duende.identityserver.aspnetidentity").contains(&"Duende.IdentityModel"));
        assert!(!of("Duende.IdentityServer").contains(&"Duende.IdentityServer.EntityFramework.Storage"));
        assert!(of("Duende.BFF").is_empty());
    }
}
