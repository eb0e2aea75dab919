//! The kinds of things that a rule can look for.

use smol_str::SmolStr;

use super::condition::{Condition, Literal, PropertyCondition};
use super::config::{ConfigMatcher, ConfigObject};
use super::provider::Provider;
use super::template::Template;
use super::vocabulary::{TypeUse, Use};
use dslint_version::NuGetVersion;

/// What a match looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matcher {
    /// Uses of members.
    Member(MemberMatcher),
    /// Objects in a certain state.
    Object(ObjectMatcher),
    /// Strings at certain places.
    String(StringMatcher),
    /// Uses of types.
    Type(TypeMatcher),
    /// Calls of methods with certain type arguments.
    Call(CallMatcher),
    /// Constructors of derived classes whose call of the base constructor no longer fits.
    BaseConstructor(BaseConstructorMatcher),
    /// Types that implement or derive from certain types.
    Implements(ImplementsMatcher),
    /// Names of namespaces.
    Namespace(NamespaceMatcher),
    /// Projects that make a call and lack another.
    Presence(PresenceMatcher),
    /// Package references.
    Package(PackageMatcher),
    /// Names in settings files.
    Config(ConfigMatcher),
    /// What a check written in code looks for.
    Check(CheckName),
}

/// Uses of members of types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberMatcher {
    /// The members; any of them.
    pub members: Vec<MemberPath>,
    /// The uses that count. Without `uses` in the page: all.
    pub uses: Vec<Use>,
    /// Only calls with so many arguments, and declarations with so many parameters.
    pub arguments: Option<usize>,
}

impl MemberMatcher {
    /// Whether a use counts.
    pub fn includes(&self, used: Use) -> bool {
        self.uses.contains(&used)
    }
}

/// Objects whose properties fulfil all conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectMatcher {
    /// Full names of the types; any of them.
    pub types: Vec<SmolStr>,
    /// All must hold.
    pub conditions: Vec<PropertyCondition>,
    /// The property at which a finding is shown: one of those with a condition.
    pub primary: SmolStr,
    /// Where such objects stand in settings files.
    pub config: Option<ConfigObject>,
    /// States in which a finding is likely at most.
    pub lowered: Vec<PropertyCondition>,
    /// A collection that must hold something for the fix to be offered.
    pub fix_needs: Option<SmolStr>,
}

impl ObjectMatcher {
    /// The condition on a property.
    pub fn condition(&self, property: &str) -> Option<&PropertyCondition> {
        self.conditions.iter().find(|condition| condition.property == property)
    }

    /// The strings that the conditions compare whole values or elements with.
    pub fn texts(&self) -> impl Iterator<Item = &SmolStr> {
        self.conditions.iter().flat_map(|condition| {
            let literals: Vec<&Literal> = match &condition.condition {
                Condition::Equals(literal) | Condition::Contains(literal) => vec![literal],
                Condition::ContainsWhere(members) => members.iter().map(|(_, literal)| literal).collect(),
                Condition::NotEquals(_) | Condition::Json(_) | Condition::Unset | Condition::Set => Vec::new(),
            };
            literals.into_iter().filter_map(|literal| match literal {
                Literal::Text(text) => Some(text),
                Literal::Bool(_) | Literal::Integer(_) => None,
            })
        })
    }
}

/// Strings (literals and constants) at certain places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StringMatcher {
    /// The values; any of them.
    pub values: Vec<SmolStr>,
    /// Methods that get it as an argument.
    pub argument_of: Vec<MethodName>,
    /// Members that it is compared with: `==`, `!=`, `Equals`, `is`, `switch`.
    pub compared_with: Vec<MemberPath>,
    /// Whether a literal that holds one of the values counts wherever it stands: only for values that mean one thing.
    pub anywhere: bool,
}

/// Uses of types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeMatcher {
    /// Full names of the types; any of them.
    pub types: Vec<SmolStr>,
    /// The uses that count. Without `uses` in the page: all.
    pub uses: Vec<TypeUse>,
    /// Where one of these namespaces is imported, a simple name still has its meaning after the upgrade.
    pub unless_imported: Vec<SmolStr>,
}

impl TypeMatcher {
    /// Whether a use counts.
    pub fn includes(&self, used: TypeUse) -> bool {
        self.uses.contains(&used)
    }
}

/// Calls of methods with certain type arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallMatcher {
    /// The methods; any of them.
    pub methods: Vec<MethodName>,
    /// Position of a type argument, from 0, and the full name of the type that must stand there.
    pub type_arguments: Vec<(usize, SmolStr)>,
    /// How many type arguments there must be, if that matters.
    pub arity: Option<usize>,
}

/// Constructors of derived classes: their `base(…)` fits no constructor of the target release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseConstructorMatcher {
    /// Full names of the base classes; any of them.
    pub types: Vec<SmolStr>,
}

/// Types that implement or derive from one of these types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImplementsMatcher {
    /// Full names; any of them.
    pub types: Vec<SmolStr>,
    /// Only types that declare no member of this name, neither themselves nor in a declared base.
    pub lacks: Option<SmolStr>,
}

/// Names of namespaces, in using directives, qualified names and `<Using>` items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamespaceMatcher {
    /// Full names; any of them, without what is below it.
    pub namespaces: Vec<SmolStr>,
    /// Packages that bring the namespace too: a project that has one of them is not concerned.
    pub other_providers: Vec<Provider>,
    /// The other way round: only projects that have one of these packages are concerned, and each is reported once.
    pub kept_by: Vec<Provider>,
}

impl NamespaceMatcher {
    /// The packages that bring the namespace besides the family, whether that takes a project out or in.
    pub fn providers(&self) -> impl Iterator<Item = &Provider> {
        self.other_providers.iter().chain(&self.kept_by)
    }

    /// Whether a package brings the namespace too, in any of its versions.
    pub fn names_provider(&self, package: &str) -> bool {
        self.providers().any(|provider| provider.names(package))
    }
}

/// Projects that make one call and nowhere another: reported once for each project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresenceMatcher {
    /// The call that makes a project concerned.
    pub call: MethodName,
    /// Calls or assignments of members of these names settle it, unless they stand in a branch.
    pub absent: Vec<SmolStr>,
    /// The call at which the finding is shown, where there is one.
    pub prefer: Option<SmolStr>,
    /// The releases of which the upgrade must cross one.
    pub crosses: Vec<NuGetVersion>,
    /// When it is louder.
    pub raised: Option<Raised>,
}

/// When a finding of [`PresenceMatcher`] is a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The target forces the project from a framework before this version of .NET, major and minor.
    pub framework_before: (u32, u32),
    /// The project, or one it references, makes this call.
    pub call: MethodName,
    /// What the finding says then.
    pub message: Option<Template>,
}

/// References to a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageMatcher {
    /// The package id.
    pub package: SmolStr,
    /// Whether all packages of its family count.
    pub family: bool,
    /// Only versions before this one count.
    pub older_than: Option<OlderThan>,
}

/// The version that a reference is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OlderThan {
    /// The version that the upgrade goes to.
    Target,
    /// A fixed version.
    Version(NuGetVersion),
}

/// The name of a check that is written in code. It knows itself which words must occur in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckName(pub(crate) SmolStr);

impl CheckName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `Full.Type.Member`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MemberPath {
    text: SmolStr,
    dot: usize,
}

impl MemberPath {
    /// Takes the text apart; `None` when it names no namespace, type and member.
    pub fn parse(text: &str) -> Option<MemberPath> {
        let dot = text.rfind('.')?;
        let is_path = text.matches('.').count() >= 2 && text.split('.').all(is_identifier);
        is_path.then(|| MemberPath { text: SmolStr::new(text), dot })
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The full name of the type, with arity suffix when it is generic.
    pub fn type_name(&self) -> &str {
        &self.text[..self.dot]
    }

    /// The name of the member.
    pub fn member(&self) -> &str {
        &self.text[self.dot + 1..]
    }
}

impl std::fmt::Display for MemberPath {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// A method by name, with or without the full name of its type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MethodName {
    /// The full name of the type that declares it, when the page says so.
    pub owner: Option<SmolStr>,
    /// The name of the method.
    pub name: SmolStr,
}

impl MethodName {
    /// Reads `AddMeter` or `OpenTelemetry.Metrics.MeterProviderBuilder.AddMeter`.
    pub fn parse(text: &str) -> Option<MethodName> {
        match text.rsplit_once('.') {
            None => is_identifier(text).then(|| MethodName { owner: None, name: SmolStr::new(text) }),
            Some((owner, name)) => MemberPath::parse(text)
                .map(|_| MethodName { owner: Some(SmolStr::new(owner)), name: SmolStr::new(name) }),
        }
    }
}

impl std::fmt::Display for MethodName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.owner {
            Some(owner) => write!(formatter, "{owner}.{}", self.name),
            None => formatter.write_str(&self.name),
        }
    }
}

/// Whether it is a C# identifier, with or without an arity suffix.
pub(crate) fn is_identifier(text: &str) -> bool {
    let (name, arity) = text.split_once('`').unwrap_or((text, "1"));
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|character| character.is_alphanumeric() || character == '_')
        && !arity.is_empty()
        && arity.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is a full type name: namespace and type.
pub(crate) fn is_type_name(text: &str) -> bool {
    text.contains('.') && text.split('.').all(is_identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let path = MemberPath::parse("A.B`1.C").unwrap();
        assert_eq!((path.type_name(), path.member()), ("A.B`1", "C"));
        for wrong in ["A.B", "A..B.C", "A.B.", "A.B.C()", "A.B`.C", ""] {
            assert_eq!(MemberPath::parse(wrong), None, "{wrong}");
        }
        assert_eq!(MethodName::parse("AddMeter").unwrap().owner, None);
        assert_eq!(MethodName::parse("N.T.AddMeter").unwrap().owner.as_deref(), Some("N.T"));
        assert_eq!(MethodName::parse("Add Meter"), None);
    }
}
