//! What is known of the objects a program builds: small programs, and the states of the objects at their markers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a test says what is wrong by failing"
)]

#[path = "../support/mod.rs"]
mod support;

mod branches;
mod classes;
mod gaps;
mod helpers;
mod lists;
mod straight;

use dslint_semantic::evaluate::Program;
use dslint_semantic::table::FileId;
use dslint_semantic::value::{HeapId, State, Tracked, Value};
use dslint_syntax::ast::MemberKind;
use std::collections::HashSet;
use support::{Marker, compare, named, with_program};

/// Checks the states of the objects that are created, or come in, at each marker: a line `number member: state | state`
/// for each member whose paths reach it. `?` is a value of which nothing is known, `a / b` one of several, `..` says
/// that a list may hold more, `opaque` that an object came from outside.
fn check(source: &str, expected: &str) {
    let got = with_program(source, |program, markers| {
        let mut lines = Vec::new();
        for &marker in markers {
            for file in (0..program.resolver.table.file_count()).map(FileId) {
                lines.extend(states_in(program, file, marker));
            }
        }
        lines
    });
    compare(source, expected, &got);
}

fn states_in(program: &Program<'_>, file: FileId, marker: Marker) -> Vec<String> {
    let mut lines = Vec::new();
    for owner in &program.binding(file).owners {
        let name = match owner.member {
            Some((index, at)) => {
                let member = &program.unit(file).type_decl(index).members[at];
                let name = member.name.text.to_string();
                if member.kind == MemberKind::Constructor { format!("new {name}") } else { name }
            }
            None => "top".to_owned(),
        };
        let mut states: Vec<String> = Vec::new();
        // The owners inside this one's text have runs of their own.
        let runs = program.run(file, &[owner.range], &HashSet::new());
        for path in runs.iter().filter(|run| run.member == owner.range).flat_map(|run| &run.paths) {
            for (id, object) in path.objects() {
                let is_here = object.origin.file == marker.file && object.origin.range.start == marker.at;
                let state = || object_text(program, path, id, 0);
                if is_here && !states.contains(&state()) {
                    states.push(state());
                }
            }
        }
        if !states.is_empty() {
            states.sort();
            let line = format!("{} {name}: {}", marker.number, states.join(" | "));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn object_text(program: &Program<'_>, path: &State, id: HeapId, depth: u32) -> String {
    let Some(object) = path.object(id) else { return "?".to_owned() };
    if depth > 4 {
        return "…".to_owned();
    }
    let properties = object.properties.iter();
    let shown: Vec<String> = properties
        .map(|(name, property)| format!("{name}={}", value_text(program, path, &property.value, depth)))
        .collect();
    format!("{}{{{}}}", if object.opaque { "opaque" } else { "" }, shown.join(", "))
}

fn value_text(program: &Program<'_>, path: &State, value: &Tracked, depth: u32) -> String {
    let all = |values: &[Tracked]| -> Vec<String> {
        values.iter().map(|value| value_text(program, path, value, depth + 1)).collect()
    };
    match &value.value {
        Value::Unknown => "?".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::EnumMember(name) => name.rsplit('.').next().unwrap_or(name).to_owned(),
        Value::Ref(id) => match path.list(*id) {
            Some(list) => {
                let mut items = all(&list.items);
                items.extend(list.open.then(|| "..".to_owned()));
                format!("[{}]", items.join(", "))
            }
            None => {
                let ty = path.object(*id).map(|object| named(program, &object.ty)).unwrap_or_default();
                let simple = ty.split('<').next().and_then(|name| name.rsplit('.').next()).unwrap_or(&ty);
                format!("{simple}{}", object_text(program, path, *id, depth + 1))
            }
        },
        Value::OneOf(values) => format!("({})", all(values).join(" / ")),
        Value::Function(_) => "function".to_owned(),
        Value::From(ids) => {
            let parts: Vec<String> = ids.iter().map(|id| object_text(program, path, *id, depth + 1)).collect();
            format!("from({})", parts.join(", "))
        }
    }
}
