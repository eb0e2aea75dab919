//! The closed sets of words of a rule's head.

/// A word that is not in its set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} `{word}`; {hint}")]
pub struct UnknownWord {
    what: &'static str,
    word: String,
    hint: String,
}

impl UnknownWord {
    pub(crate) fn new(what: &'static str, word: &str, known: &[&str]) -> UnknownWord {
        UnknownWord { what, word: word.to_owned(), hint: nearest(word, known) }
    }
}

/// `did you mean …?`, or all the words there are.
pub fn nearest(word: &str, known: &[&str]) -> String {
    let best = known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .max_by(|left, right| left.0.total_cmp(&right.0));
    match best {
        Some((likeness, candidate)) if likeness > 0.8 => format!("did you mean `{candidate}`?"),
        _ => format!("one of {}", known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal: $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that pages use.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err(UnknownWord::new($what, word, &[$($word),+])),
                }
            }
        }
    };
}

words! {
    /// What happened to the symbol, value or requirement.
    Change, "change":
    /// It is gone.
    Removed = "removed",
    /// It has another name.
    Renamed = "renamed",
    /// It has another namespace, type or package.
    Moved = "moved",
    /// It takes other arguments.
    SignatureChanged = "signature-changed",
    /// Implementers or derived types must do something else.
    ContractChanged = "contract-changed",
    /// It has another type.
    TypeChanged = "type-changed",
    /// Its value when nothing is assigned is another one.
    DefaultChanged = "default-changed",
    /// It does something else.
    BehaviorChanged = "behavior-changed",
    /// It needs a newer framework, version or setting.
    RequirementRaised = "requirement-raised",
    /// Another package took its place.
    PackageReplaced = "package-replaced",
    /// The database model changed.
    SchemaChanged = "schema-changed",
    /// Nothing of the product: the rule is about how dslint is used.
    None = "none",
}

words! {
    /// What the old code does after the upgrade. Decides how a rule behaves in time: compile and runtime breaks hold as long as
    /// the old code is there, behavior and advice matter when the upgrade crosses the change.
    Effect, "effect":
    /// It does not compile.
    Compile = "compile",
    /// It fails when it runs.
    Runtime = "runtime",
    /// It works differently.
    Behavior = "behavior",
    /// It works; something better exists.
    Advice = "advice",
}

words! {
    /// How loud a finding is.
    Severity, "severity":
    /// The upgrade fails without a change here.
    Error = "error",
    /// The upgrade may go wrong here.
    Warning = "warning",
    /// Worth knowing.
    Note = "note",
}

words! {
    /// Whether a fix may be applied unseen.
    Applicability, "applicability":
    /// It keeps what the code means.
    Safe = "safe",
    /// It may change what the code means: only on request.
    Unsafe = "unsafe",
    /// Only shown.
    DisplayOnly = "display-only",
}

words! {
    /// What a team should plan for one site.
    Effort, "effort":
    /// Minutes.
    Minutes = "minutes",
    /// Hours.
    Hours = "hours",
    /// Days.
    Days = "days",
}

words! {
    /// How a member is used at a place.
    Use, "use":
    /// Called, or constructed.
    Call = "call",
    /// Its value is read.
    Read = "read",
    /// Its value is compared, tested or looked into: more than copied.
    Test = "test",
    /// It is assigned, in an initializer or a statement.
    Write = "write",
    /// The collection it holds is changed: `.Add`, `.Clear`, collection initializer.
    Mutate = "mutate",
    /// A method that is named without being called.
    MethodGroup = "method-group",
    /// Overridden.
    Override = "override",
    /// Hidden by a member of the same name.
    Hide = "hide",
    /// Named in `nameof`.
    NameOf = "nameof",
    /// Named in a documentation comment.
    Cref = "cref",
}

words! {
    /// How a type is used at a place.
    TypeUse, "use":
    /// In a base list.
    Derive = "derive",
    /// As the type of a parameter of a constructor: dependency injection resolves it.
    ConstructorParameter = "constructor-parameter",
    /// As the type of another parameter.
    Parameter = "parameter",
    /// As the type of a field or property.
    Field = "field",
    /// As the type of a local variable, or what a method returns.
    Local = "local",
    /// As a type argument.
    TypeArgument = "type-argument",
    /// Created with `new`.
    Create = "create",
    /// In `typeof`, a cast, a pattern or an attribute.
    Mention = "mention",
    /// Before the dot of a static member.
    Qualifier = "qualifier",
    /// Named in a documentation comment.
    Cref = "cref",
}

words! {
    /// What a fix does to the text.
    FixKind, "fix kind":
    /// There is no fix.
    None = "none",
    /// The name at the place is replaced.
    Rename = "rename",
    /// The expression at the place is replaced.
    ReplaceText = "replace-text",
    /// The type in front of a call is replaced, and the name of the method with it.
    ReplaceType = "replace-type",
    /// What the code of the name in `to` does.
    Rewrite = "rewrite",
    /// What stands at the place is removed.
    Remove = "remove",
    /// The version of the package reference is replaced.
    SetVersion = "set-version",
    /// A statement about the options is added to the lambda of a call.
    SetOption = "set-option",
    /// The new value is accepted beside the old one.
    Accept = "accept",
}

impl Effect {
    /// How loud findings of this effect are when the page does not say otherwise.
    pub const fn severity(self) -> Severity {
        match self {
            Effect::Compile | Effect::Runtime => Severity::Error,
            Effect::Behavior => Severity::Warning,
            Effect::Advice => Severity::Note,
        }
    }

    /// Whether the old code stays broken after the upgrade, so that every later target is concerned.
    pub const fn is_lasting(self) -> bool {
        matches!(self, Effect::Compile | Effect::Runtime)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_both_ways() {
        for change in Change::ALL {
            assert_eq!(change.as_str().parse(), Ok(*change));
        }
        let error = "remved".parse::<Change>().unwrap_err().to_string();
        assert_eq!(error, "unknown change `remved`; did you mean `removed`?");
        let error = "x".parse::<Severity>().unwrap_err().to_string();
        assert_eq!(error, "unknown severity `x`; one of `error`, `warning`, `note`");
    }
}
