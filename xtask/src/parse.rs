//! `parse`: puts every C# and Razor file below some directories through the front end and counts what happens. For
//! large foreign code bases: nothing may panic, and the share of files with syntax errors should be small.

use dslint_syntax::csharp;
use dslint_syntax::directive::Symbols;
use dslint_syntax::razor::RazorKind;
use dslint_syntax::text::SourceText;
use std::fmt::Write as _;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::TaskError;

#[derive(Default)]
struct Counts {
    files: usize,
    bytes: u64,
    undecoded: usize,
    refused: usize,
    broken: usize,
    panicked: Vec<PathBuf>,
}

/// Parses everything below the directories.
pub(crate) fn run(directories: &[PathBuf]) -> Result<String, TaskError> {
    let mut told = String::new();
    let mut panicked = Vec::new();
    for directory in directories {
        let mut files = Vec::new();
        collect(directory, &mut files)?;
        let started = Instant::now();
        let mut counts = Counts::default();
        for file in &files {
            parse(file, &mut counts)?;
        }
        let share = 100.0 * counts.broken as f64 / counts.files.max(1) as f64;
        let _ = writeln!(
            told,
            "{}: {} files, {:.1} MB in {:.1} s; syntax errors in {} ({share:.2} %), refused {}, not text {}, panics {}",
            directory.display(),
            counts.files,
            counts.bytes as f64 / 1e6,
            started.elapsed().as_secs_f64(),
            counts.broken,
            counts.refused,
            counts.undecoded,
            counts.panicked.len(),
        );
        panicked.extend(counts.panicked);
    }
    if panicked.is_empty() { Ok(told.trim_end().to_owned()) } else { Err(TaskError::Panicked(panicked)) }
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), TaskError> {
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).map_err(TaskError::at(&directory))? {
            let entry = entry.map_err(TaskError::at(&directory))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(TaskError::at(&path))?;
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() && is_code(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(())
}

fn is_code(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["cs", "cshtml", "razor"].contains(&extension.to_ascii_lowercase().as_str())
}

fn parse(file: &Path, counts: &mut Counts) -> Result<(), TaskError> {
    counts.files += 1;
    let bytes = fs::read(file).map_err(TaskError::at(file))?;
    counts.bytes += bytes.len() as u64;
    let Ok(source) = SourceText::decode(bytes) else {
        counts.undecoded += 1;
        return Ok(());
    };
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let parsed = catch_unwind(|| match RazorKind::of(name) {
        Some(kind) => csharp::parse_razor(&source.text, kind, &Symbols::default()),
        None => csharp::parse(&source.text, &Symbols::default()),
    });
    match parsed {
        Ok(Ok(parsed)) => counts.broken += usize::from(!parsed.unit.errors.is_empty()),
        Ok(Err(_)) => counts.refused += 1,
        Err(_) => counts.panicked.push(file.to_owned()),
    }
    Ok(())
}
