//! Types that implement or derive from certain types.

use super::{FileContext, is_void};
use crate::matching::types::simple_name;
use crate::message::{Names, Site};
use dslint_rules::{ImplementsMatcher, Match, Rule};
use dslint_semantic::table::DeclId;
use dslint_semantic::ty::Ty;
use dslint_syntax::ast::{DeclaredKind, TypeIndex};
use std::sync::Arc;

pub(crate) fn run<'a>(
    context: &FileContext<'a>,
    rule: &'static Rule,
    matched: &'static Match,
    matcher: &ImplementsMatcher,
    sites: &mut Vec<Site<'a>>,
) {
    let resolver = &context.program.resolver;
    let unit = context.program.unit(context.file);
    for (index, decl) in unit.types.iter().enumerate() {
        let Some(id) = resolver.table.decl_of(context.file, TypeIndex(index as u32)) else { continue };
        // Where the type enters: what derives from a type of the team's own that has it is that type's business.
        let Some(wanted) = matcher.types.iter().find(|wanted| enters(context, id, wanted)) else { continue };
        // An interface adds nothing; who implements it does.
        if matcher.lacks.is_some() && decl.kind == DeclaredKind::Interface {
            continue;
        }
        let lacks = matcher.lacks.as_ref().is_none_or(|member| !declares(context, id, member));
        if !lacks || is_void(context, matched) {
            continue;
        }
        let Some(primary) = context.label(context.place(decl.name.range), "") else { continue };
        sites.push(Site {
            names: Names { symbol: decl.name.text.to_string(), ty: simple_name(wanted).to_owned(), ..Names::default() },
            ..context.site(rule, matched, primary)
        });
    }
}

fn enters(context: &FileContext<'_>, id: DeclId, wanted: &str) -> bool {
    let resolver = &context.program.resolver;
    let bases = &resolver.table.decl(id).bases;
    let this = Ty::Declared(id, Arc::from([]));
    !resolver.is_named(&this, wanted)
        && bases.iter().any(|base| match base {
            Ty::Declared(..) => resolver.is_named(base, wanted),
            _ => resolver.derives_from(base, wanted),
        })
}

fn declares(context: &FileContext<'_>, id: DeclId, member: &str) -> bool {
    let table = context.program.resolver.table;
    let decl = table.decl(id);
    let own = decl
        .parts
        .iter()
        .any(|&(file, index)| table.part(file, index).members.iter().any(|declared| declared.name.text == member));
    let resolver = &context.program.resolver;
    own || decl.bases.iter().any(|base| match base {
        Ty::Declared(base, _) => *base != id && declares(context, *base, member),
        // What a base class from elsewhere has is not known; an interface of the package gives nothing by itself.
        Ty::Package(..) => !resolver.is_interface(base) && !resolver.members(base, member).is_empty(),
        Ty::Named(name, _) => !name.rsplit('.').next().is_some_and(is_interface_name),
        _ => false,
    })
}

/// `IName`, as interfaces are called.
fn is_interface_name(name: &str) -> bool {
    name.strip_prefix('I').and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase)
}
