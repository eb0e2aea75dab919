//! Small programs with markers in them, and what the binder says at each marker.
//!
//! A program is one text. Lines that begin with `//#` divide it into files and say what projects there are:
//!
//! ```text
//! //# project web: lib            a project and the projects that it references
//! //# using web: Foo.Bar          a using of the project file; `static Foo.Bar`, `X = Foo.Bar`
//! //# release web: 7.2            the release whose API its code sees; `loose: 7.2` for files without project
//! //# symbols NET8_0              symbols of `#if`
//! //# file A.cs web               the lines that follow are a file of these projects
//! ```
//!
//! Text before the first file is a file without project. A marker `/*1*/` names what stands right behind it.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]

mod describe;

#[allow(unused_imports, reason = "each test binary uses a part")]
pub use describe::{describe, named};

use dslint_rules::{ApiHistory, Release};
use dslint_semantic::evaluate::Program;
use dslint_semantic::scope::Resolver;
use dslint_semantic::table::{FileFacts, FileId, ProjectContext, ProjectUsing, SymbolTable};
use dslint_syntax::csharp;
use dslint_syntax::directive::Symbols;
use dslint_version::NuGetVersion;
use smol_str::SmolStr;
use std::sync::Arc;

/// Makes one test of each case: a name, a program, what is expected.
#[macro_export]
macro_rules! cases {
    ($check:path; $($name:ident: $source:literal => $expected:literal;)*) => {
        $(#[test] fn $name() { $check($source, $expected); })*
    };
}

/// Where a marker stands: its number, its file, and the offset right behind it.
#[derive(Clone, Copy, Debug)]
pub struct Marker {
    pub number: u32,
    pub file: FileId,
    pub at: u32,
}

/// Parses a program and hands it over with its markers, in the order of their numbers.
pub fn with_program<T>(source: &str, run: impl FnOnce(&Program<'_>, &[Marker]) -> T) -> T {
    let parsed = Source::parse(source);
    let mut markers = Vec::new();
    let mut facts = Vec::new();
    for (index, (name, projects, text)) in parsed.files.iter().enumerate() {
        let file = csharp::parse(text, &Symbols::new(parsed.symbols.iter().map(String::as_str))).unwrap();
        let errors: Vec<&str> = file.unit.errors.iter().map(|range| &text[range.usize()]).collect();
        assert!(errors.is_empty(), "{name} has syntax errors: {errors:?}");
        markers.extend(markers_in(text).map(|(number, at)| Marker { number, file: FileId(index as u32), at }));
        facts.push(FileFacts { unit: file.unit, text: Arc::from(text.as_str()), projects: projects.clone() });
    }
    markers.sort_by_key(|marker| marker.number);
    assert!(!markers.is_empty(), "no markers");
    let table = SymbolTable::new(facts, parsed.contexts(), parsed.loose_release);
    run(&Program::new(Resolver::new(&table)), &markers)
}

/// Compares line by line, blanks around lines left out.
pub fn compare(source: &str, expected: &str, got: &[String]) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if got != expected {
        let got = got.join("\n");
        let expected = expected.join("\n");
        panic!("{source}\n--- expected\n{expected}\n--- got\n{got}\n---");
    }
}

fn markers_in(text: &str) -> impl Iterator<Item = (u32, u32)> {
    let starts: Vec<usize> = text.match_indices("/*").map(|(at, _)| at).collect();
    starts.into_iter().filter_map(move |start| {
        let (number, _) = text[start + 2..].split_once("*/")?;
        let parsed = number.parse().ok()?;
        Some((parsed, (start + number.len() + 4) as u32))
    })
}

#[derive(Default)]
struct Source {
    files: Vec<(String, Vec<u32>, String)>,
    projects: Vec<(String, Vec<String>)>,
    usings: Vec<(String, ProjectUsing)>,
    releases: Vec<(String, Release)>,
    loose_release: Option<Release>,
    symbols: Vec<String>,
}

impl Source {
    fn parse(source: &str) -> Source {
        let mut parsed = Source::default();
        let mut first = String::new();
        for line in source.lines() {
            let Some(directive) = line.trim_start().strip_prefix("//#") else {
                let text = parsed.files.last_mut().map_or(&mut first, |(_, _, text)| text);
                text.push_str(line);
                text.push('\n');
                continue;
            };
            let (word, rest) = directive.trim().split_once(' ').unwrap_or((directive.trim(), ""));
            parsed.directive(word, rest);
        }
        if !first.trim().is_empty() {
            parsed.files.insert(0, ("Main.cs".to_owned(), Vec::new(), first));
        }
        parsed
    }

    fn directive(&mut self, word: &str, rest: &str) {
        let (name, value) = rest.split_once(':').map_or((rest, ""), |(name, value)| (name.trim(), value.trim()));
        match word {
            "project" => {
                let references = value.split(',').map(str::trim).filter(|name| !name.is_empty());
                self.projects.push((name.to_owned(), references.map(str::to_owned).collect()));
            }
            "using" => self.usings.push((name.to_owned(), project_using(value))),
            "release" => {
                let version: NuGetVersion = format!("{value}.0").parse().unwrap();
                let release = ApiHistory::embedded().release_of(&version).unwrap();
                if name == "loose" {
                    self.loose_release = Some(release);
                } else {
                    self.releases.push((name.to_owned(), release));
                }
            }
            "symbols" => self.symbols.extend(rest.split_whitespace().map(str::to_owned)),
            "file" => {
                let mut words = rest.split_whitespace();
                let name = words.next().unwrap_or_default().to_owned();
                let projects = words.map(|name| self.project(name)).collect();
                self.files.push((name, projects, String::new()));
            }
            _ => panic!("unknown directive {word}"),
        }
    }

    fn project(&self, name: &str) -> u32 {
        let position = self.projects.iter().position(|(project, _)| project == name);
        position.unwrap_or_else(|| panic!("no project {name}")) as u32
    }

    fn contexts(&self) -> Vec<ProjectContext> {
        let context = |(index, (name, _)): (usize, &(String, Vec<String>))| {
            let mut closure = vec![index as u32];
            let mut at = 0;
            while let Some(&next) = closure.get(at) {
                let references = self.projects[next as usize].1.iter().map(|name| self.project(name));
                let new: Vec<u32> = references.filter(|reference| !closure.contains(reference)).collect();
                closure.extend(new);
                at += 1;
            }
            let usings = self.usings.iter().filter(|(project, _)| project == name);
            ProjectContext {
                closure,
                usings: usings.map(|(_, using)| using.clone()).collect(),
                release: self.releases.iter().find(|(project, _)| project == name).map(|(_, release)| *release),
            }
        };
        self.projects.iter().enumerate().map(context).collect()
    }
}

fn project_using(text: &str) -> ProjectUsing {
    let (alias, target) = match text.split_once('=') {
        Some((alias, target)) => (Some(SmolStr::new(alias.trim())), target.trim()),
        None => (None, text),
    };
    let is_static = target.starts_with("static ");
    ProjectUsing { target: target.trim_start_matches("static ").to_owned(), alias, is_static }
}
