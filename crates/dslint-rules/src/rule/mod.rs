//! What a rule is, once its page has been read: typed and checked. How pages are read stands in `page`.

mod code;
mod condition;
mod config;
mod fix;
mod matcher;
mod provider;
#[expect(clippy::module_inception, reason = "the noun of this module is the rule itself")]
mod rule;
mod template;
mod trigger;
mod verdict;
mod vocabulary;

pub use code::{RuleCode, RuleName, RuleNameError};
pub use condition::{Condition, Literal, PropertyCondition};
pub use config::{ConfigMatcher, ConfigObject, ConfigPath};
pub use fix::FixTemplate;
pub(crate) use matcher::is_type_name;
pub use matcher::{
    BaseConstructorMatcher, CallMatcher, CheckName, ImplementsMatcher, Matcher, MemberMatcher, MemberPath, MethodName,
    NamespaceMatcher, ObjectMatcher, OlderThan, PackageMatcher, PresenceMatcher, Raised, StringMatcher, TypeMatcher,
};
pub use provider::Provider;
pub use rule::{Lowering, Match, Once, OptionValue, Rule, Silencer};
pub use template::{Placeholder, Template, TemplateError};
pub use trigger::{Trigger, TriggerKind, TriggerRole};
pub use verdict::{Counted, UnknownFact, UnknownWhen, VerdictText};
pub use vocabulary::{Applicability, Change, Effect, Effort, FixKind, Severity, TypeUse, UnknownWord, Use, nearest};
