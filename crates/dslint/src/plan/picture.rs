//! The picture of a way: a stop for each release, and under it a square for each of its changes. Shapes tell the verdicts
//! apart, so that it can be read without colours. Colours come from the page.

use std::fmt::Write as _;

use super::view::{Hop, Route};

/// Squares of a row.
const ACROSS: usize = 6;
/// From one square to the next.
const PITCH: usize = 13;
const SQUARE: usize = 10;
/// The least room for a stop, along the way.
const STOP: usize = 112;
/// What the page has room for.
const WIDTH: usize = 800;
/// The same on a narrow screen, where the way goes down.
const STOP_DOWN: usize = 74;

/// The way from left to right.
pub(super) fn across(route: &Route) -> String {
    let stops = route.hops.len() + 1;
    let tallest = route.hops.iter().map(|hop| total(hop).div_ceil(ACROSS)).max().unwrap_or(0).max(1);
    let pitch = (WIDTH / stops).clamp(STOP, 2 * STOP);
    let (width, height) = (stops * pitch, 62 + tallest * PITCH + 40);
    let mut svg = open("across", width, height, route);
    let y = 40;
    let x = |stop: usize| stop * pitch + 10;
    let _ = write!(svg, r#"<line class="way" x1="{}" y1="{y}" x2="{}" y2="{y}"/>"#, x(0), x(stops - 1));
    push_stop(&mut svg, x(0), y, "start", route.from.as_deref().unwrap_or("?"), Side::Above);
    for (index, hop) in route.hops.iter().enumerate() {
        let x = x(index + 1);
        push_stop(&mut svg, x, y, stop_class(hop, index + 1 == route.hops.len()), name(route, index), Side::Above);
        let rows = push_squares(&mut svg, hop, x - SQUARE / 2, 62, ACROSS);
        push_counts(&mut svg, hop, x - SQUARE / 2, 62 + rows * PITCH + 15);
    }
    svg + "</svg>"
}

/// The way from top to bottom.
pub(super) fn down(route: &Route) -> String {
    let (width, height) = (340, route.hops.len() * STOP_DOWN + 40);
    let mut svg = open("down", width, height, route);
    let x = 20;
    let y = |stop: usize| if stop == 0 { 20 } else { stop * STOP_DOWN - 14 };
    let _ = write!(svg, r#"<line class="way" x1="{x}" y1="{}" x2="{x}" y2="{}"/>"#, y(0), y(route.hops.len()));
    push_stop(&mut svg, x, y(0), "start", route.from.as_deref().unwrap_or("?"), Side::Right);
    for (index, hop) in route.hops.iter().enumerate() {
        let y = y(index + 1);
        push_stop(&mut svg, x, y, stop_class(hop, index + 1 == route.hops.len()), name(route, index), Side::Right);
        let rows = push_squares(&mut svg, hop, 110, y - 5, 16);
        push_counts(&mut svg, hop, 110, y - 5 + rows * PITCH + 14);
    }
    svg + "</svg>"
}

fn open(class: &str, width: usize, height: usize, route: &Route) -> String {
    let words: Vec<String> = route.hops.iter().map(in_words).collect();
    let label =
        html_escape::encode_double_quoted_attribute(&format!("{}. {}", route.title(), words.join(" "))).into_owned();
    format!(
        r#"<svg class="{class}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">"#
    )
}

enum Side {
    Above,
    Right,
}

fn push_stop(svg: &mut String, x: usize, y: usize, class: &str, name: &str, side: Side) {
    let (text_x, text_y) = match side {
        Side::Above => (x - SQUARE / 2, y - 17),
        Side::Right => (x + 17, y + 5),
    };
    let name = html_escape::encode_text(name);
    let _ = write!(
        svg,
        r#"<circle class="stop {class}" cx="{x}" cy="{y}" r="8"/><text class="release" x="{text_x}" y="{text_y}">{name}</text>"#
    );
}

fn stop_class(hop: &Hop, is_last: bool) -> &'static str {
    match (is_last, hop.affected + hop.unknown) {
        (true, _) => "goal",
        (false, 0) => "quiet",
        (false, _) => "busy",
    }
}

/// The last stop is the version to arrive at.
fn name(route: &Route, index: usize) -> &str {
    if index + 1 == route.hops.len() { &route.to } else { &route.hops[index].release }
}

/// Returns how many rows they took.
fn push_squares(svg: &mut String, hop: &Hop, x: usize, y: usize, across: usize) -> usize {
    let kinds = [("todo", hop.affected), ("ask", hop.unknown), ("clear", hop.clear)];
    let squares = kinds.into_iter().flat_map(|(class, count)| std::iter::repeat_n(class, count));
    for (index, class) in squares.enumerate() {
        let (x, y) = (x + index % across * PITCH, y + index / across * PITCH);
        let _ = match class {
            // Half of it is filled: neither the one nor the other.
            "ask" => write!(
                svg,
                r#"<rect class="ask" x="{x}" y="{y}" width="{SQUARE}" height="{SQUARE}" rx="2"/><path class="half" d="M{x} {} v-{SQUARE} h{SQUARE} z"/>"#,
                y + SQUARE
            ),
            class => {
                write!(svg, r#"<rect class="{class}" x="{x}" y="{y}" width="{SQUARE}" height="{SQUARE}" rx="2"/>"#)
            }
        };
    }
    total(hop).div_ceil(across)
}

fn push_counts(svg: &mut String, hop: &Hop, x: usize, y: usize) {
    let count = |count: usize, word: &str| (count > 0).then(|| format!("{count} {word}"));
    let open = [count(hop.affected, "to do"), count(hop.unknown, "to ask")];
    let open: Vec<String> = open.into_iter().flatten().collect();
    let lines = match (open.is_empty(), count(hop.clear, "clear")) {
        (true, None) => vec![("count faint", "no rule".to_owned())],
        (true, Some(clear)) => vec![("count faint", clear)],
        (false, None) => vec![("count", open.join(", "))],
        (false, Some(clear)) => vec![("count", open.join(", ")), ("count faint", clear)],
    };
    let y = if total(hop) == 0 { y - 6 } else { y };
    for (index, (class, line)) in lines.iter().enumerate() {
        let _ = write!(svg, r#"<text class="{class}" x="{x}" y="{}">{line}</text>"#, y + index * 15);
    }
}

fn in_words(hop: &Hop) -> String {
    format!("{}: {} to do, {} to ask, {} clear.", hop.release, hop.affected, hop.unknown, hop.clear)
}

fn total(hop: &Hop) -> usize {
    hop.affected + hop.unknown + hop.clear
}
