//! What a rule looks for in settings files: JSON and YAML.

use smol_str::SmolStr;

/// A pattern of paths in a settings file, written as .NET writes configuration keys: `Metrics:EnabledMetrics:*`. `*` is one
/// key or index, `**` any number of them; case does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigPath(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Key(SmolStr),
    Any,
    AnyDepth,
}

impl ConfigPath {
    /// Reads a pattern; `None` for one with an empty part.
    pub fn parse(text: &str) -> Option<ConfigPath> {
        let part = |part: &str| match part {
            "" => None,
            "*" => Some(Part::Any),
            "**" => Some(Part::AnyDepth),
            key => Some(Part::Key(SmolStr::new(key))),
        };
        text.split(':').map(part).collect::<Option<_>>().map(ConfigPath)
    }

    /// Whether a path of keys and indices is one of these.
    pub fn matches(&self, path: &[SmolStr]) -> bool {
        matches(&self.0, path)
    }
}

fn matches(parts: &[Part], path: &[SmolStr]) -> bool {
    match (parts.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((Part::AnyDepth, rest)), first) => {
            matches(rest, path) || first.is_some_and(|(_, below)| matches(parts, below))
        }
        (Some((Part::Any, rest)), Some((_, below))) => matches(rest, below),
        (Some((Part::Key(key), rest)), Some((first, below))) => key.eq_ignore_ascii_case(first) && matches(rest, below),
        _ => false,
    }
}

/// Names in the keys and texts of settings files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigMatcher {
    /// Where.
    pub path: ConfigPath,
    /// But not there.
    pub except: Vec<ConfigPath>,
    /// The names; any of them. One counts when it is all of a key or text, or an entry of a list or a quoted string in it:
    /// prose that mentions it does not.
    pub holds: Vec<SmolStr>,
}

/// Where objects of a type stand in settings files that are bound to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigObject {
    /// The paths of such objects.
    pub at: ConfigPath,
    /// A key that each of them has.
    pub has: Option<SmolStr>,
    /// The method that binds a section to a list of clients: with an argument of type `IConfigurationSection`.
    pub bound_by: SmolStr,
    /// The type whose objects code may make of a section by itself: `section.Get<List<Client>>()`.
    pub bound_as: Option<SmolStr>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_match_by_parts() {
        let is_match = |pattern: &str, path: &str| {
            let path: Vec<SmolStr> = path.split(':').filter(|part| !part.is_empty()).map(SmolStr::new).collect();
            ConfigPath::parse(pattern).unwrap().matches(&path)
        };
        assert!(is_match("**", "") && is_match("**", "a:b"));
        assert!(is_match("Clients:*", "clients:0") && !is_match("Clients:*", "clients:0:x"));
        assert!(
            is_match("**:ClientSecrets:*", "A:0:clientsecrets:1") && is_match("**:ClientSecrets:*", "ClientSecrets:1")
        );
        assert!(!is_match("**:ClientSecrets:*", "A:ClientSecrets"));
        assert!(is_match("**:LogLevel:**", "Logging:LogLevel:X") && is_match("**:LogLevel:**", "LogLevel"));
        assert_eq!(ConfigPath::parse("a::b"), None);
    }
}
