//! Options that make the findings of one match void: only those that are set to what the finding is about.

use super::{FileContext, members};
use crate::diagnostic::Confidence;
use crate::message::Site;
use dslint_project::ProjectId;
use dslint_rules::{MemberPath, Silencer, Use};
use dslint_semantic::value::Value;
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;

/// What an option says about a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Allows {
    No,
    Unknown,
    Yes,
}

/// Takes out the sites that options make void. Where that cannot be seen, or only some of the options that matter say so,
/// nothing is certain. `around` gives the files of the projects around one.
pub(crate) fn apply<'a>(sites: &mut Vec<Site<'a>>, around: &dyn Fn(Option<ProjectId>) -> Vec<FileContext<'a>>) {
    if sites.iter().all(|site| site.matched.silencers.is_empty()) {
        return;
    }
    sites.retain_mut(|site| {
        for silencer in &site.matched.silencers {
            let files = around(site.project);
            let wanted: Vec<&str> = match silencer.holds.iter().find(|it| **it == site.names.value) {
                Some(value) => vec![value.as_str()],
                None => silencer.holds.iter().map(|it| it.as_str()).collect(),
            };
            let said = silencer.members.iter().map(|path| option(&files, path, silencer, &wanted));
            let said: Vec<Allows> = said.collect();
            let is_void = if silencer.all { said.iter().min() } else { said.iter().max() } == Some(&Allows::Yes);
            if is_void {
                return false;
            }
            if said.iter().any(|allows| *allows > Allows::No) {
                site.confidence = Confidence::Likely;
            }
        }
        true
    });
}

fn option(files: &[FileContext<'_>], path: &MemberPath, silencer: &Silencer, wanted: &[&str]) -> Allows {
    let allowed = files.iter().filter(|file| file.names(path.member())).flat_map(|file| {
        let uses = members::uses(file, path).into_iter().filter(|used| silencer.uses.contains(&used.kind));
        uses.map(|used| written(file, used.place.range, used.kind).allows(wanted)).collect::<Vec<_>>()
    });
    allowed.max().unwrap_or(Allows::No)
}

/// What is written to, or added to, a collection.
#[derive(Default)]
struct Written {
    texts: Vec<String>,
    /// Some of it does not stand there.
    open: bool,
    /// It replaces what was there: nothing in it means that nothing is restricted.
    replaces: bool,
}

impl Written {
    fn allows(&self, wanted: &[&str]) -> Allows {
        if self.texts.iter().any(|text| wanted.contains(&text.as_str())) {
            return Allows::Yes;
        }
        match self {
            Written { open: true, .. } => Allows::Unknown,
            Written { replaces: true, texts, .. } if texts.is_empty() => Allows::Yes,
            _ => Allows::No,
        }
    }
}

fn written(context: &FileContext<'_>, name: TextRange, kind: Use) -> Written {
    let unit = context.program.unit(context.file);
    let is_it = |expr: ExprId| {
        let range = unit.expr(expr).range;
        range.contains(name) && range.end == name.end
    };
    let mut written = Written { replaces: kind == Use::Write, ..Written::default() };
    for expr in &unit.exprs {
        match &expr.kind {
            ExprKind::Assign { left, right, .. } if kind == Use::Write && is_it(*left) => {
                collect(context, *right, &mut written);
            }
            ExprKind::Initializer(entries) => {
                for entry in entries {
                    if let InitializerEntry::Member(member, value) = entry
                        && member.range == name
                    {
                        collect(context, *value, &mut written);
                    }
                }
            }
            ExprKind::Call { callee, arguments } => {
                let ExprKind::Member { target, member, .. } = &unit.expr(*callee).kind else { continue };
                if !is_it(*target) {
                    continue;
                }
                match member.name.text.as_str() {
                    "Clear" => written.replaces = true,
                    "Add" | "AddRange" | "UnionWith" | "Insert" => {
                        arguments.last().into_iter().for_each(|it| collect(context, it.value, &mut written));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    written
}

fn collect(context: &FileContext<'_>, expr: ExprId, written: &mut Written) {
    let unit = context.program.unit(context.file);
    match &unit.expr(expr).kind {
        ExprKind::Collection(elements) => elements.iter().for_each(|it| collect(context, it.value, written)),
        ExprKind::Initializer(entries) => {
            for entry in entries {
                match entry {
                    InitializerEntry::Element(value) => collect(context, *value, written),
                    _ => written.open = true,
                }
            }
        }
        ExprKind::NewArray { initializer, .. } => match initializer {
            Some(initializer) => collect(context, *initializer, written),
            None => written.open = true,
        },
        ExprKind::New { arguments, initializer, .. } => {
            arguments.iter().for_each(|argument| collect(context, argument.value, written));
            initializer.iter().for_each(|initializer| collect(context, *initializer, written));
        }
        _ => match context.program.constant(context.file, expr).value {
            Value::Text(text) => written.texts.push(text.to_string()),
            _ => written.open = true,
        },
    }
}
