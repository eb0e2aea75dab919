//! The tables of a head: matches, silencers, fixes.

use std::ops::Range;

use smol_str::SmolStr;
use toml::Spanned;

use super::error::HeadError;
use super::head::{template, word};
use super::raw::{
    Placed, RawCondition, RawFix, RawInConfig, RawLiteral, RawMatch, RawOnce, RawRaised, RawSilencer, RawUnless,
    Strings,
};
use crate::rule::{
    Applicability, BaseConstructorMatcher, CallMatcher, CheckName, Condition, ConfigMatcher, ConfigObject, ConfigPath,
    FixKind, FixTemplate, ImplementsMatcher, Literal, Match, Matcher, MemberMatcher, MemberPath, MethodName,
    NamespaceMatcher, ObjectMatcher, OlderThan, Once, PackageMatcher, PresenceMatcher, PropertyCondition, Provider,
    Raised, Silencer, StringMatcher, Template, TypeMatcher, TypeUse, Use, is_type_name,
};

const NOT_A_CONFIG_PATH: &str = "not a path of configuration keys like `A:*:B`";

/// The subjects a match can have, in the order of the author's sheet.
const SUBJECTS: [&str; 16] = [
    "type",
    "namespace",
    "member",
    "call",
    "implements",
    "overrides",
    "base-constructor",
    "object",
    "string",
    "package",
    "property",
    "target-framework",
    "schema",
    "config",
    "presence",
    "check",
];

pub(crate) fn read_match(raw: &Spanned<RawMatch>) -> Result<Match, HeadError> {
    let table = raw.get_ref();
    let (subject, subject_span) = subject(raw)?;
    check_companions(table, subject)?;
    let matcher = match subject {
        "member" => Matcher::Member(MemberMatcher {
            members: paths(&table.member)?,
            uses: uses(&table.uses, Use::ALL, &[Use::Mutate])?,
            arguments: table.arguments.as_ref().map(|count| *count.get_ref()),
        }),
        "object" => Matcher::Object(read_object(table, subject_span)?),
        "string" => Matcher::String(read_string(table, subject_span)?),
        "package" => Matcher::Package(read_package(table)?),
        "check" => Matcher::Check(read_check(table)?),
        "type" => {
            let types = type_names(&table.ty)?;
            let unless_imported = strings(&table.unless_imported).iter().map(SmolStr::new).collect();
            Matcher::Type(TypeMatcher { types, uses: uses(&table.uses, TypeUse::ALL, &[])?, unless_imported })
        }
        "call" => Matcher::Call(read_call(&table.call, &table.type_arguments, &table.arity)?),
        "base-constructor" => {
            Matcher::BaseConstructor(BaseConstructorMatcher { types: type_names(&table.base_constructor)? })
        }
        "implements" => Matcher::Implements(ImplementsMatcher {
            types: type_names(&table.implements)?,
            lacks: table.lacks.as_ref().map(|member| SmolStr::new(member.get_ref())),
        }),
        "namespace" => Matcher::Namespace(NamespaceMatcher {
            namespaces: strings(&table.namespace).iter().map(SmolStr::new).collect(),
            other_providers: providers(&table.other_providers)?,
            kept_by: providers(&table.kept_by)?,
        }),
        "config" => Matcher::Config(read_config(table, subject_span)?),
        "presence" => Matcher::Presence(read_presence(table, subject_span)?),
        other => return Err(HeadError::new(subject_span, format!("`{other}` matches are not supported yet"))),
    };
    Ok(Match {
        matcher,
        message: optional(&table.message)?,
        help: optional(&table.help)?,
        severity: table.severity.as_ref().map(word).transpose()?,
        label: optional(&table.label)?,
        fix: table.fix.as_ref().map(read_fix).transpose()?,
        keep: table.keep.as_ref().map(read_decision).transpose()?,
        adopt: table.adopt.as_ref().map(read_decision).transpose()?,
        needs_family: table.needs_family.as_ref().is_some_and(|needs| *needs.get_ref()),
        other_providers: providers(&table.other_providers)?,
        unless: table.unless.as_ref().map(read_unless).transpose()?,
        once: table.once.as_ref().map(|once| {
            let RawOnce { one, many } = once.get_ref();
            Once { one: one.clone(), many: many.clone() }
        }),
        silencers: table.silenced_by.iter().map(read_silencer).collect::<Result<_, _>>()?,
    })
}

fn read_unless(raw: &Spanned<RawUnless>) -> Result<CallMatcher, HeadError> {
    let table = raw.get_ref();
    if table.call.is_none() {
        return Err(HeadError::new(raw.span(), "`unless` needs `call`"));
    }
    read_call(&table.call, &table.type_arguments, &table.arity)
}

fn read_call(
    call: &Placed<Strings>,
    type_arguments: &Placed<std::collections::BTreeMap<String, String>>,
    arity: &Placed<usize>,
) -> Result<CallMatcher, HeadError> {
    let methods = each(call, "not the name of a method", MethodName::parse)?;
    let mut arguments = Vec::new();
    if let Some(table) = type_arguments {
        for (position, name) in table.get_ref() {
            let position = position.parse().map_err(|_| {
                HeadError::new(
                    table.span(),
                    format!("`{position}`: the key is the position of a type argument, from 0"),
                )
            })?;
            if !is_type_name(name) {
                return Err(HeadError::new(table.span(), format!("`{name}`: not the full name of a type")));
            }
            arguments.push((position, SmolStr::new(name)));
        }
    }
    Ok(CallMatcher { methods, type_arguments: arguments, arity: arity.as_ref().map(|arity| *arity.get_ref()) })
}

pub(crate) fn read_silencer(raw: &Spanned<RawSilencer>) -> Result<Silencer, HeadError> {
    let table = raw.get_ref();
    if table.member.is_none() {
        return Err(HeadError::new(raw.span(), "`[[silenced-by]]` needs `member`"));
    }
    let uses = uses(&table.uses, &[Use::Write, Use::Mutate], &[])?;
    let holds = strings(&table.holds).iter().map(SmolStr::new).collect();
    Ok(Silencer { members: paths(&table.member)?, uses, all: table.all, holds })
}

/// `None` for `kind = "none"`.
pub(crate) fn read_fix(raw: &Spanned<RawFix>) -> Result<Option<FixTemplate>, HeadError> {
    let table = raw.get_ref();
    let kind = word::<FixKind>(&table.kind)?;
    if matches!(kind, FixKind::SetOption | FixKind::Accept) {
        return Err(HeadError::new(table.kind.span(), format!("`{kind}` only goes with `keep` and `adopt`")));
    }
    let needs_text = matches!(
        kind,
        FixKind::Rename | FixKind::ReplaceText | FixKind::ReplaceType | FixKind::Rewrite | FixKind::SetVersion
    );
    if table.members.is_some() != (kind == FixKind::ReplaceType) {
        return Err(HeadError::new(table.kind.span(), "`replace-type`, and nothing else, says what `members` become"));
    }
    match &table.to {
        None if needs_text => {
            return Err(HeadError::new(table.kind.span(), format!("a fix of kind `{kind}` needs `to`")));
        }
        Some(to) if !needs_text => {
            return Err(HeadError::new(to.span(), format!("`to` does not go with a fix of kind `{kind}`")));
        }
        _ => {}
    }
    if kind == FixKind::None {
        return Ok(None);
    }
    let Some(applicability) = &table.applicability else {
        return Err(HeadError::new(table.kind.span(), "a fix needs `applicability`"));
    };
    Ok(Some(FixTemplate {
        kind,
        to: optional(&table.to)?,
        title: optional(&table.title)?,
        within: None,
        members: table.members.iter().flat_map(|it| it.get_ref()).map(|(old, new)| (old.into(), new.into())).collect(),
        applicability: word(applicability)?,
    }))
}

/// What a team decides about a change of behaviour: applied only when that is asked for by name.
pub(crate) fn read_decision(raw: &Spanned<RawFix>) -> Result<FixTemplate, HeadError> {
    let table = raw.get_ref();
    let kind = word::<FixKind>(&table.kind)?;
    if !matches!(kind, FixKind::SetOption | FixKind::Accept) {
        return Err(HeadError::new(table.kind.span(), "a decision is a `set-option` or an `accept`"));
    }
    if table.within.is_some() != (kind == FixKind::SetOption) {
        return Err(HeadError::new(table.kind.span(), "`set-option`, and nothing else, says `in` which call"));
    }
    if let Some(applicability) = &table.applicability {
        return Err(HeadError::new(applicability.span(), "a decision is applied when it is asked for, so it has none"));
    }
    let to = optional(&table.to)?;
    if to.is_none() {
        return Err(HeadError::new(table.kind.span(), format!("a decision of kind `{kind}` needs `to`")));
    }
    Ok(FixTemplate {
        kind,
        to,
        title: optional(&table.title)?,
        within: table.within.as_ref().map(|name| SmolStr::new(name.get_ref())),
        members: Vec::new(),
        applicability: Applicability::Unsafe,
    })
}

/// The one subject of a match.
fn subject(raw: &Spanned<RawMatch>) -> Result<(&'static str, Range<usize>), HeadError> {
    let table = raw.get_ref();
    let spans: [Option<Range<usize>>; 16] = [
        span(&table.ty),
        span(&table.namespace),
        span(&table.member),
        span(&table.call),
        span(&table.implements),
        span(&table.overrides),
        span(&table.base_constructor),
        span(&table.object),
        span(&table.string),
        span(&table.package),
        span(&table.property),
        span(&table.target_framework),
        span(&table.schema),
        span(&table.config),
        span(&table.presence),
        span(&table.check),
    ];
    let mut given = SUBJECTS.into_iter().zip(spans).filter_map(|(name, span)| span.map(|span| (name, span)));
    let known = || SUBJECTS.map(|name| format!("`{name}`")).join(", ");
    match (given.next(), given.next()) {
        (Some(subject), None) => Ok(subject),
        (None, _) => Err(HeadError::new(raw.span(), format!("a match needs exactly one of {}", known()))),
        (Some((first, _)), Some((second, span))) => {
            let message = format!("a match needs exactly one of {}; here are `{first}` and `{second}`", known());
            Err(HeadError::new(span, message))
        }
    }
}

/// A key, where it stands, and the subjects it goes with.
type Companion = (&'static str, Option<Range<usize>>, &'static [&'static str]);

/// Keys that go with some subjects only.
fn check_companions(table: &RawMatch, subject: &str) -> Result<(), HeadError> {
    let companions: [Companion; 27] = [
        ("lowered", span(&table.lowered), &["object"]),
        ("uses", span(&table.uses), &["member", "type"]),
        ("where", span(&table.conditions), &["object"]),
        ("primary", span(&table.primary), &["object"]),
        ("default", span(&table.default), &["object"]),
        ("argument-of", span(&table.argument_of), &["string"]),
        ("anywhere", span(&table.anywhere), &["string"]),
        ("compared-with", span(&table.compared_with), &["string"]),
        ("family", span(&table.family), &["package"]),
        ("older-than", span(&table.older_than), &["package"]),
        ("type-arguments", span(&table.type_arguments), &["call"]),
        ("arguments", span(&table.arguments), &["member"]),
        ("arity", span(&table.arity), &["call"]),
        ("lacks", span(&table.lacks), &["implements"]),
        ("other-providers", span(&table.other_providers), &["namespace", "type", "member"]),
        ("kept-by", span(&table.kept_by), &["namespace"]),
        ("unless-imported", span(&table.unless_imported), &["type"]),
        ("absent", span(&table.absent), &["presence"]),
        ("prefer", span(&table.prefer), &["presence"]),
        ("crosses", span(&table.crosses), &["presence"]),
        ("in-config", span(&table.in_config), &["object"]),
        ("fix-needs", span(&table.fix_needs), &["object"]),
        ("holds", span(&table.holds), &["config"]),
        ("except", span(&table.except), &["config"]),
        ("raised", span(&table.raised), &["presence"]),
        ("once", span(&table.once), &["object"]),
        ("needs-family", span(&table.needs_family), &["package", "type", "member"]),
    ];
    for (key, span, owners) in companions {
        if let Some(span) = span
            && !owners.contains(&subject)
        {
            let owners = owners.iter().map(|owner| format!("`{owner}`")).collect::<Vec<_>>().join(" and ");
            return Err(HeadError::new(span, format!("`{key}` only goes with {owners}")));
        }
    }
    Ok(())
}

fn read_object(table: &RawMatch, subject: Range<usize>) -> Result<ObjectMatcher, HeadError> {
    let types = type_names(&table.object)?;
    let Some(raw_conditions) = &table.conditions else {
        return Err(HeadError::new(subject, "`object` needs `where`"));
    };
    let mut conditions = read_conditions(raw_conditions.get_ref())?;
    let lowered = table.lowered.as_ref().map(|table| read_conditions(table.get_ref())).transpose()?.unwrap_or_default();
    for (property, value) in table.default.iter().flat_map(|default| default.get_ref()) {
        let Some(condition) = conditions.iter_mut().find(|condition| condition.property == property) else {
            let message = format!("`default.{property}` has no `where.{property}` beside it");
            return Err(HeadError::new(value.span(), message));
        };
        condition.default = Some(value.get_ref().0.clone());
    }
    let Some(primary) = &table.primary else {
        return Err(HeadError::new(subject, "`object` needs `primary`: the property where a finding is shown"));
    };
    if !conditions.iter().any(|condition| condition.property == primary.get_ref()) {
        let known: Vec<&str> = conditions.iter().map(|condition| condition.property.as_str()).collect();
        let hint = crate::rule::nearest(primary.get_ref(), &known);
        return Err(HeadError::new(primary.span(), format!("`primary` is one of the properties of `where`; {hint}")));
    }
    Ok(ObjectMatcher {
        types,
        conditions,
        lowered,
        primary: SmolStr::new(primary.get_ref()),
        config: table.in_config.as_ref().map(read_in_config).transpose()?,
        fix_needs: table.fix_needs.as_ref().map(|needs| SmolStr::new(needs.get_ref())),
    })
}

fn read_conditions(
    raw: &std::collections::BTreeMap<String, Spanned<RawCondition>>,
) -> Result<Vec<PropertyCondition>, HeadError> {
    let read = |(property, raw): (&String, &Spanned<RawCondition>)| {
        Ok(PropertyCondition { property: SmolStr::new(property), condition: read_condition(raw)?, default: None })
    };
    raw.iter().map(read).collect()
}

fn read_in_config(raw: &Spanned<RawInConfig>) -> Result<ConfigObject, HeadError> {
    let table = raw.get_ref();
    let at = config_paths(&table.at)?.into_iter().next();
    Ok(ConfigObject {
        at: at.ok_or_else(|| HeadError::new(raw.span(), "`in-config` needs `at`"))?,
        has: table.has.as_ref().map(SmolStr::new),
        bound_by: SmolStr::new(&table.bound_by),
        bound_as: table.bound_as.as_ref().map(super::head::type_name).transpose()?,
    })
}

fn read_config(table: &RawMatch, subject: Range<usize>) -> Result<ConfigMatcher, HeadError> {
    let path = table.config.as_ref().and_then(|path| ConfigPath::parse(path.get_ref()));
    let Some(path) = path else { return Err(HeadError::new(subject, NOT_A_CONFIG_PATH)) };
    if table.holds.is_none() {
        return Err(HeadError::new(subject, "`config` needs `holds`"));
    }
    let holds = strings(&table.holds).iter().map(SmolStr::new).collect();
    Ok(ConfigMatcher { path, except: config_paths(&table.except)?, holds })
}

fn config_paths(raw: &Placed<Strings>) -> Result<Vec<ConfigPath>, HeadError> {
    each(raw, NOT_A_CONFIG_PATH, ConfigPath::parse)
}

fn read_condition(raw: &Spanned<RawCondition>) -> Result<Condition, HeadError> {
    let table = raw.get_ref();
    let literal = |value: &RawLiteral| value.0.clone();
    let members = |map: &std::collections::BTreeMap<String, RawLiteral>| -> Vec<(SmolStr, Literal)> {
        map.iter().map(|(name, value)| (SmolStr::new(name), literal(value))).collect()
    };
    let given = [
        table.equals.as_ref().map(|value| Condition::Equals(literal(value))),
        table.not_equals.as_ref().map(|value| Condition::NotEquals(literal(value))),
        table.contains.as_ref().map(|value| Condition::Contains(literal(value))),
        table.contains_where.as_ref().map(|map| Condition::ContainsWhere(members(map))),
        table.json.as_ref().map(|map| Condition::Json(members(map))),
        table.is_set.map(|is_set| if is_set { Condition::Set } else { Condition::Unset }),
    ];
    let mut given = given.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(Condition::ContainsWhere(members) | Condition::Json(members)), None) if members.is_empty() => {
            Err(HeadError::new(raw.span(), "an empty table says nothing"))
        }
        (Some(condition), None) => Ok(condition),
        _ => Err(HeadError::new(
            raw.span(),
            "a condition needs exactly one of `equals`, `not-equals`, `contains`, `contains-where`, `json`, `is-set`",
        )),
    }
}

fn read_presence(table: &RawMatch, subject: Range<usize>) -> Result<PresenceMatcher, HeadError> {
    let call = table.presence.as_ref().and_then(|call| MethodName::parse(call.get_ref()));
    let Some(call) = call else { return Err(HeadError::new(subject, "not the name of a method")) };
    if table.absent.is_none() {
        return Err(HeadError::new(subject, "`presence` needs `absent`"));
    }
    let mut crosses = Vec::new();
    for version in table.crosses.iter().flat_map(|versions| versions.get_ref()) {
        crosses.push(word(version)?);
    }
    Ok(PresenceMatcher {
        call,
        absent: strings(&table.absent).iter().map(SmolStr::new).collect(),
        prefer: table.prefer.as_ref().map(|name| SmolStr::new(name.get_ref())),
        crosses,
        raised: table.raised.as_ref().map(read_raised).transpose()?,
    })
}

fn read_raised(raw: &Spanned<RawRaised>) -> Result<Raised, HeadError> {
    let table = raw.get_ref();
    let version = |text: &str| {
        let (major, minor) = text.strip_prefix("net")?.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    };
    let before = &table.framework_before;
    let framework_before =
        version(before.get_ref()).ok_or_else(|| HeadError::new(before.span(), "not of the form `net7.0`"))?;
    let call = MethodName::parse(table.call.get_ref())
        .ok_or_else(|| HeadError::new(table.call.span(), "not the name of a method"))?;
    Ok(Raised { framework_before, call, message: optional(&table.message)? })
}

fn read_string(table: &RawMatch, subject: Range<usize>) -> Result<StringMatcher, HeadError> {
    let anywhere = table.anywhere.as_ref().is_some_and(|anywhere| *anywhere.get_ref());
    if table.argument_of.is_none() && table.compared_with.is_none() && !anywhere {
        return Err(HeadError::new(subject, "`string` needs `argument-of`, `compared-with` or `anywhere = true`"));
    }
    let values = strings(&table.string).iter().map(SmolStr::new).collect();
    let argument_of = each(&table.argument_of, "not the name of a method", MethodName::parse)?;
    Ok(StringMatcher { values, argument_of, compared_with: paths(&table.compared_with)?, anywhere })
}

fn read_package(table: &RawMatch) -> Result<PackageMatcher, HeadError> {
    let older_than = match &table.older_than {
        Some(text) if text.get_ref() == "target" => Some(OlderThan::Target),
        Some(text) => Some(OlderThan::Version(word(text)?)),
        None => None,
    };
    let package = table.package.as_ref().map(|package| SmolStr::new(package.get_ref())).unwrap_or_default();
    let is_set = |key: &Placed<bool>| key.as_ref().is_some_and(|value| *value.get_ref());
    Ok(PackageMatcher { package, family: is_set(&table.family), older_than })
}

fn read_check(table: &RawMatch) -> Result<CheckName, HeadError> {
    let Some(check) = &table.check else { return Ok(CheckName(SmolStr::default())) };
    word::<crate::rule::RuleName>(check)
        .map(|name| CheckName(SmolStr::new(name.as_str())))
        .map_err(|error| HeadError::new(error.span, "the name of a check has the form of a rule's name"))
}

fn uses<U>(raw: &Placed<Vec<Spanned<String>>>, whole: &[U], refused: &[U]) -> Result<Vec<U>, HeadError>
where
    U: Copy + PartialEq + std::fmt::Display + std::str::FromStr,
    U::Err: std::fmt::Display,
{
    let Some(raw) = raw else {
        return Ok(whole.iter().copied().filter(|used| !refused.contains(used)).collect());
    };
    let mut uses = Vec::new();
    for text in raw.get_ref() {
        let used = word::<U>(text)?;
        if refused.contains(&used) {
            return Err(HeadError::new(text.span(), format!("`{used}` only goes with `[[silenced-by]]`")));
        }
        uses.push(used);
    }
    if uses.is_empty() { Err(HeadError::new(raw.span(), "an empty list")) } else { Ok(uses) }
}

fn type_names(raw: &Placed<Strings>) -> Result<Vec<SmolStr>, HeadError> {
    each(raw, "not the full name of a type", |text| is_type_name(text).then(|| SmolStr::new(text)))
}

pub(crate) fn paths(raw: &Placed<Strings>) -> Result<Vec<MemberPath>, HeadError> {
    each(raw, "not of the form `Namespace.Type.Member`", MemberPath::parse)
}

fn providers(raw: &Placed<Strings>) -> Result<Vec<Provider>, HeadError> {
    each(raw, "not a package like `Name`, `Name*` or `Name* < 1.2.3`", Provider::parse)
}

fn each<T>(raw: &Placed<Strings>, wrong: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, HeadError> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    let of_text = |text: &String| parse(text).ok_or_else(|| HeadError::new(raw.span(), format!("`{text}`: {wrong}")));
    raw.get_ref().0.iter().map(of_text).collect()
}

fn strings(raw: &Placed<Strings>) -> &[String] {
    raw.as_ref().map_or(&[], |strings| &strings.get_ref().0)
}

fn optional(raw: &Placed<String>) -> Result<Option<Template>, HeadError> {
    raw.as_ref().map(template).transpose()
}

fn span<T>(raw: &Placed<T>) -> Option<Range<usize>> {
    raw.as_ref().map(Spanned::span)
}
