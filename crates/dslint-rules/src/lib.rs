//! Rule pages and the public API history of the packages, typed, validated and embedded.
//!
//! Three things come from here, each read once when it is first asked for, none with IO at run time:
//!
//! - [`RuleSet`]: the pages of `rules/<package>/*.md`. A page is data, documentation and test in one; its TOML head becomes a
//!   [`Rule`], its text a [`Page`] with [`Example`]s. A wrong page is an error with file, line and column.
//! - [`ApiHistory`]: which public symbols each release of IdentityServer has, and the few types of other packages that binding
//!   needs. The text is about 470 KB (1,100 types, 6,700 members); indexing it takes about 1.4 ms in a release build and
//!   allocates for each type, not for each member. Members are read from the text when they are asked for.
//! - [`Releases`]: which releases there are, their last patches, and which may be the target of an upgrade.
//!
//! This crate knows no C# trees, reads no files and matches nothing: it says what to look for.

mod api;
mod package_graph;
mod page;
mod releases;
mod rule;
mod rule_set;

pub use api::*;
pub use package_graph::comes_with;
pub use page::{Example, ExampleFile, Expected, Language, Page, PageError};
pub use releases::{PackageFamily, ReleaseError, ReleaseLine, ReleaseTableError, Releases};
pub use rule::{
    Applicability, BaseConstructorMatcher, CallMatcher, Change, CheckName, Condition, ConfigMatcher, ConfigObject,
    ConfigPath, Counted, Effect, Effort, FixKind, FixTemplate, ImplementsMatcher, Literal, Lowering, Match, Matcher,
    MemberMatcher, MemberPath, MethodName, NamespaceMatcher, ObjectMatcher, OlderThan, Once, OptionValue,
    PackageMatcher, Placeholder, PresenceMatcher, PropertyCondition, Provider, Raised, Rule, RuleCode, RuleName,
    RuleNameError, Severity, Silencer, StringMatcher, Template, TemplateError, Trigger, TriggerKind, TriggerRole,
    TypeMatcher, TypeUse, UnknownFact, UnknownWhen, UnknownWord, Use, VerdictText, nearest,
};
pub use rule_set::{DIGEST, PageErrors, RuleSet};
