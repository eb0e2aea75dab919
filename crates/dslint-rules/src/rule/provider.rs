//! Packages that bring something, by name and, where later versions no longer do, by version.

use dslint_version::NuGetVersion;
use smol_str::SmolStr;

/// A pattern for packages: `IdentityModel`, `IdentityModel.OidcClient*`, `Duende.AccessTokenManagement* < 3.1.0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// In lower case, without the `*`.
    name: SmolStr,
    /// Whether any ending will do.
    open: bool,
    /// The first version that no longer brings it.
    pub below: Option<NuGetVersion>,
}

impl Provider {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Option<Provider> {
        let (name, below) = match text.split_once('<') {
            Some((name, version)) => (name.trim(), Some(version.trim().parse().ok()?)),
            None => (text.trim(), None),
        };
        let (name, open) = name.strip_suffix('*').map_or((name, false), |name| (name, true));
        let is_id = !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || "._-".contains(it));
        is_id.then(|| Provider { name: SmolStr::new(name.to_ascii_lowercase()), open, below })
    }

    /// Whether it is this package, in whatever version.
    pub fn names(&self, package: &str) -> bool {
        let package = package.to_ascii_lowercase();
        if self.open { package.starts_with(self.name.as_str()) } else { package == *self.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let provider = Provider::parse("Duende.AccessTokenManagement* < 3.1.0").unwrap();
        assert!(provider.names("duende.accesstokenmanagement.OpenIdConnect"));
        assert_eq!(provider.below.unwrap().to_string(), "3.1.0");
        let plain = Provider::parse("IdentityModel").unwrap();
        assert!(plain.names("identitymodel") && !plain.names("IdentityModel.OidcClient"));
        for wrong in ["", "*", "A B", "A < new"] {
            assert_eq!(Provider::parse(wrong), None, "{wrong}");
        }
    }
}
