//! Where the time of a run went, and how much was read. Never part of a report: it differs from run to run.

use crate::source::Reader;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The phases of a run in the order they come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Timings {
    /// Evaluating project files and planning which rules matter where.
    pub projects: Duration,
    /// Reading source files and searching them for the words of the rules.
    pub scan: Duration,
    /// Parsing those that hold one, and what they need to be bound.
    pub parse: Duration,
    /// Binding, running and matching, up to the sorted findings.
    pub matching: Duration,
    /// How often a file was read, project files included; one that is asked for twice counts twice.
    pub reads: usize,
    /// The bytes of those files.
    pub bytes: u64,
}

/// Measures one phase after the other.
pub(crate) struct Watch(Instant);

impl Watch {
    pub(crate) fn start() -> Watch {
        Watch(Instant::now())
    }

    /// The time since the start or the last lap.
    pub(crate) fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.0, now))
    }
}

/// A reader that counts.
pub(crate) struct CountingReader<'a> {
    reader: &'a dyn Reader,
    reads: AtomicUsize,
    bytes: AtomicU64,
}

impl<'a> CountingReader<'a> {
    pub(crate) fn new(reader: &'a dyn Reader) -> Self {
        Self { reader, reads: AtomicUsize::new(0), bytes: AtomicU64::new(0) }
    }

    /// Adds what was counted.
    pub(crate) fn count(&self, timings: &mut Timings) {
        timings.reads += self.reads.load(Ordering::Relaxed);
        timings.bytes += self.bytes.load(Ordering::Relaxed);
    }
}

impl Reader for CountingReader<'_> {
    fn read(&self, path: &Path) -> std::io::Result<Vec<u8>> {
        let bytes = self.reader.read(path)?;
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.reader.is_file(path)
    }
}
