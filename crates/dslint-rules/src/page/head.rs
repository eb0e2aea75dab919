//! From the text of a page to a rule: the head is read, checked and joined with the body.

use std::ops::Range;
use std::str::FromStr;

use dslint_version::NuGetVersion;
use smol_str::SmolStr;
use toml::Spanned;

use super::body::{Page, split_head};
use super::error::{HeadError, PageError};
use super::head_match::{paths, read_decision, read_fix, read_match, read_silencer};
use super::raw::{RawHead, RawUnknown, RawVerdict};
use crate::releases::Releases;
use crate::rule::{
    Change, Counted, Effect, FixKind, MethodName, OptionValue, Rule, RuleCode, RuleName, Severity, Template,
    UnknownFact, UnknownWhen, VerdictText, is_type_name, nearest,
};

/// Who wrote a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    /// It comes with dslint.
    Dslint,
    /// A team wrote it for itself.
    Team,
}

/// Reads a page. The name of the rule is the stem of the path.
pub(crate) fn read_page(path: &str, text: &str, author: Author) -> Result<Rule, PageError> {
    let (head, head_start, body_start) =
        split_head(text).map_err(|(offset, message)| PageError::at_offset(path, text, offset, message))?;
    let page = Page::read(path, text, body_start)?;
    read_head(path, head, page, author)
        .map_err(|error| PageError::at_offset(path, text, head_start + error.span.start, error.message))
}

fn read_head(path: &str, text: &str, page: Page, author: Author) -> Result<Rule, HeadError> {
    let raw: RawHead = toml::from_str(text).map_err(head_error)?;
    let name = rule_name(path)?;
    let code = word::<RuleCode>(&raw.code)?;
    check_author(&raw, &code, author)?;
    let since = raw.since.as_ref().map(word::<NuGetVersion>).transpose()?;
    let until = raw.until.as_ref().map(word::<NuGetVersion>).transpose()?;
    check_release(&raw, &code, since.as_ref(), until.as_ref())?;
    let change = word::<Change>(&raw.change)?;
    let effect = word::<Effect>(&raw.effect)?;
    let severity = raw.severity.as_ref().map(word::<Severity>).transpose()?.unwrap_or(effect.severity());
    let is_on_by_default = match raw.default.as_ref().map(|default| (default.get_ref().as_str(), default.span())) {
        None | Some(("on", _)) => true,
        Some(("off", _)) => false,
        Some((_, span)) => return Err(HeadError::new(span, "`default` is \"on\" or \"off\"")),
    };
    check_summary(&raw.summary)?;
    let sources = read_sources(&raw.sources)?;
    if raw.matches.is_empty() {
        return Err(HeadError::new(raw.code.span(), "a rule needs at least one `[[match]]`"));
    }
    let matches = raw.matches.iter().map(read_match).collect::<Result<Vec<_>, _>>()?;
    let fix = raw.fix.as_ref().map(read_fix).transpose()?.flatten();
    let message = match &raw.message {
        Some(message) => template(message)?,
        None => default_message(&raw, change, since.as_ref(), fix.as_ref())?,
    };
    Ok(Rule {
        code,
        name,
        summary: raw.summary.get_ref().clone(),
        package: SmolStr::new(raw.package.get_ref()),
        since,
        until,
        change,
        effect,
        severity,
        is_on_by_default,
        sources,
        effort: word(&raw.effort)?,
        is_in_guide: raw.guide.unwrap_or(true),
        answers: raw.answers.clone(),
        message,
        help: raw.help.as_ref().map(template).transpose()?,
        options: read_options(&raw)?,
        matches,
        silencers: raw.silenced_by.iter().map(read_silencer).collect::<Result<_, _>>()?,
        fix,
        keep: raw.keep.as_ref().map(read_decision).transpose()?,
        verdict: raw.verdict.as_ref().map(read_verdict).transpose()?.unwrap_or_default(),
        page,
    })
}

/// A word of one of the closed sets, a version or a code.
pub(crate) fn word<T>(text: &Spanned<String>) -> Result<T, HeadError>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    text.get_ref().parse().map_err(|error: T::Err| HeadError::new(text.span(), error.to_string()))
}

pub(crate) fn template(text: &Spanned<String>) -> Result<Template, HeadError> {
    Template::parse(text.get_ref()).map_err(|error| HeadError::new(text.span(), error.to_string()))
}

/// The error of the TOML reader, with a guess at what an unknown key was meant to be.
fn head_error(error: toml::de::Error) -> HeadError {
    let span = error.span().unwrap_or(0..0);
    let message = error.message().to_owned();
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match words.split_first() {
        Some((unknown, known)) if message.starts_with("unknown field") && !known.is_empty() => {
            HeadError::new(span, format!("unknown key `{unknown}`; {}", nearest(unknown, known)))
        }
        _ => HeadError::new(span, message.lines().next().unwrap_or("not readable").to_owned()),
    }
}

fn rule_name(path: &str) -> Result<RuleName, HeadError> {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.strip_suffix(".md").unwrap_or(file);
    stem.parse().map_err(|error: crate::rule::RuleNameError| HeadError::new(0..0, error.to_string()))
}

/// Codes that begin with `DS`, and checks written in code, are dslint's own. What a rule's versions are compared with is the
/// version of IdentityServer, so the package must be one of those that share it.
fn check_author(raw: &RawHead, code: &RuleCode, author: Author) -> Result<(), HeadError> {
    match (author, code.is_of_team()) {
        (Author::Team, false) => {
            let message = format!("codes like {code} are dslint's own; take letters of your own, as in `ACME001`");
            return Err(HeadError::new(raw.code.span(), message));
        }
        (Author::Dslint, true) => return Err(HeadError::new(raw.code.span(), "a code begins with `DS`")),
        _ => {}
    }
    let check = raw.matches.iter().find_map(|matched| matched.get_ref().check.as_ref());
    if let Some(check) = check.filter(|_| author == Author::Team) {
        return Err(HeadError::new(check.span(), "`check` only goes with dslint's own pages: it names code of dslint"));
    }
    if Releases::embedded().family_of(raw.package.get_ref()).is_none() {
        let message =
            "a package of IdentityServer, as in `Duende.IdentityServer`: its versions decide whether the rule applies";
        return Err(HeadError::new(raw.package.span(), message));
    }
    Ok(())
}

fn check_release(
    raw: &RawHead,
    code: &RuleCode,
    since: Option<&NuGetVersion>,
    until: Option<&NuGetVersion>,
) -> Result<(), HeadError> {
    match (code.release(), since) {
        _ if code.is_of_team() => {}
        (None, None) => {}
        (Some(_), None) => return Err(HeadError::new(raw.code.span(), "a rule of a release needs `since`")),
        (None, Some(_)) => {
            return Err(HeadError::new(raw.code.span(), "a rule with `since` has its release in the code"));
        }
        (Some(release), Some(since)) if release != (since.major(), since.minor()) => {
            let message = format!("code {code} is of release {}.{}, `since` is {since}", release.0, release.1);
            return Err(HeadError::new(raw.code.span(), message));
        }
        (Some(_), Some(_)) => {}
    }
    if let (Some(until), Some(raw_until)) = (until, &raw.until)
        && since.is_none_or(|since| until <= since)
    {
        return Err(HeadError::new(raw_until.span(), "`until` comes after `since`"));
    }
    Ok(())
}

fn check_summary(summary: &Spanned<String>) -> Result<(), HeadError> {
    let text = summary.get_ref();
    let starts_well = text.starts_with(|first: char| first.is_lowercase() || first == '`');
    if starts_well && !text.ends_with('.') && !text.contains('\n') {
        return Ok(());
    }
    Err(HeadError::new(
        summary.span(),
        "a summary is one line that starts in lower case or with code, without full stop",
    ))
}

fn read_sources(sources: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>, HeadError> {
    if sources.get_ref().is_empty() {
        return Err(HeadError::new(sources.span(), "a rule needs a source"));
    }
    if let Some(source) = sources.get_ref().iter().find(|source| !source.get_ref().starts_with("https://")) {
        return Err(HeadError::new(source.span(), "a source is an https address"));
    }
    Ok(sources.get_ref().iter().map(|source| source.get_ref().clone()).collect())
}

/// The message that follows from the change. Only two kinds of change say enough by themselves.
fn default_message(
    raw: &RawHead,
    change: Change,
    since: Option<&NuGetVersion>,
    fix: Option<&crate::rule::FixTemplate>,
) -> Result<Template, HeadError> {
    let package = raw.package.get_ref();
    let new_name = fix.filter(|fix| fix.kind == FixKind::Rename).and_then(|fix| fix.to.as_ref());
    let text = match (change, since, new_name) {
        (Change::Removed, Some(since), _) => format!("`{{symbol}}` was removed in {package} {since}"),
        (Change::Renamed, Some(since), Some(name)) => {
            format!("`{{symbol}}` was renamed to `{name}` in {package} {since}")
        }
        _ => {
            let message = format!("a rule of change `{change}` needs a `message`");
            return Err(HeadError::new(raw.change.span(), message));
        }
    };
    Template::parse(&text).map_err(|error| HeadError::new(raw.change.span(), error.to_string()))
}

fn read_options(raw: &RawHead) -> Result<Vec<(SmolStr, OptionValue)>, HeadError> {
    let mut options = Vec::new();
    for (name, value) in raw.options.iter().flatten() {
        let span = value.span();
        options.push((SmolStr::new(name), option_value(value.get_ref(), span)?));
    }
    Ok(options)
}

fn option_value(value: &toml::Value, span: Range<usize>) -> Result<OptionValue, HeadError> {
    let wrong =
        || HeadError::new(span.clone(), "an option is a boolean, a whole number, a string or a list of strings");
    Ok(match value {
        toml::Value::Boolean(value) => OptionValue::Bool(*value),
        toml::Value::Integer(value) => OptionValue::Integer(*value),
        toml::Value::String(value) => OptionValue::Text(SmolStr::new(value)),
        toml::Value::Array(items) => OptionValue::List(
            items.iter().map(|item| item.as_str().map(SmolStr::new).ok_or_else(wrong)).collect::<Result<_, _>>()?,
        ),
        _ => return Err(wrong()),
    })
}

fn read_verdict(raw: &RawVerdict) -> Result<VerdictText, HeadError> {
    Ok(VerdictText {
        clear: raw.clear.clone(),
        counted: raw.counted.as_ref().map(|raw| Counted {
            rule: SmolStr::new(&raw.rule),
            one: raw.one.clone(),
            many: raw.many.clone(),
        }),
        unknown_when: raw.unknown_when.iter().map(read_unknown).collect::<Result<_, _>>()?,
        ask: raw.ask.clone(),
        look: raw.look.clone(),
    })
}

fn read_unknown(raw: &Spanned<RawUnknown>) -> Result<UnknownWhen, HeadError> {
    let table = raw.get_ref();
    let fact = match (&table.call, &table.implements, &table.reads) {
        (Some(call), None, None) => {
            let method = MethodName::parse(call.get_ref());
            UnknownFact::Call(method.ok_or_else(|| HeadError::new(call.span(), "not the name of a method"))?)
        }
        (None, Some(name), None) => UnknownFact::Implements(type_name(name)?),
        (None, None, Some(_)) => UnknownFact::Reads(paths(&table.reads)?),
        _ => return Err(HeadError::new(raw.span(), "needs exactly one of `call`, `implements`, `reads`")),
    };
    let argument = match &table.argument {
        Some(argument) if table.call.is_none() => {
            return Err(HeadError::new(argument.span(), "`argument` only goes with `call`"));
        }
        argument => argument.as_ref().map(type_name).transpose()?,
    };
    match &table.because {
        Some(because) => Ok(UnknownWhen { fact, argument, because: because.get_ref().clone(), ask: table.ask.clone() }),
        None => Err(HeadError::new(raw.span(), "needs `because`: why the source cannot tell then")),
    }
}

fn type_name(text: &Spanned<String>) -> Result<SmolStr, HeadError> {
    if is_type_name(text.get_ref()) {
        return Ok(SmolStr::new(text.get_ref()));
    }
    Err(HeadError::new(text.span(), "not the full name of a type"))
}
