//! What the ledger says about a rule when there is no finding.

use smol_str::SmolStr;

use super::matcher::{MemberPath, MethodName};

/// The texts of a rule's ledger row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerdictText {
    /// What was searched, in one sentence: the text of a `clear` row.
    pub clear: Option<String>,
    /// What is counted among what was searched.
    pub counted: Option<Counted>,
    /// Under which facts the source cannot tell.
    pub unknown_when: Vec<UnknownWhen>,
    /// What no source ever tells: the question, SQL or command that settles it.
    pub ask: Option<String>,
    /// The question to ask of a place whose values come from outside of what was read.
    pub look: Option<String>,
}

/// What looks like the change and is none: the findings of a rule that need not be on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The code or name of the rule.
    pub rule: SmolStr,
    /// What one of them is, in words that end the text of a `clear` row.
    pub one: String,
    /// What several are, behind their number.
    pub many: String,
}

impl Counted {
    /// `2 clients leave the flag to its default`; none for nothing.
    pub fn text(&self, count: usize) -> Option<String> {
        match count {
            0 => None,
            1 => Some(self.one.clone()),
            _ => Some(format!("{count} {}", self.many)),
        }
    }
}

/// A fact under which the source cannot tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWhen {
    /// The fact.
    pub fact: UnknownFact,
    /// A call counts only when one of its arguments has this type. Always `None` for the other facts.
    pub argument: Option<SmolStr>,
    /// Why the source cannot tell then: a clause that follows `because`.
    pub because: String,
    /// The question, SQL or command that settles it then. `{symbol}` is the type that the fact names; `{table:Client}` the
    /// table of an entity of the stores, as the host calls it.
    pub ask: Option<String>,
}

/// What makes a row `unknown` when it occurs in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownFact {
    /// A method is called.
    Call(MethodName),
    /// A declared type implements or derives from this type.
    Implements(SmolStr),
    /// One of these members is read, and what becomes of the value is not followed: it is neither tested there nor copied to a
    /// member of the same name.
    Reads(Vec<MemberPath>),
}
