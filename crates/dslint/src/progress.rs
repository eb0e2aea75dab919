//! A bar on standard error for work that takes long enough to wonder, where a person looks at it.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dslint_linter::Reader;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::disk::Disk;

/// Before that nothing is drawn: a bar that flashes up is worse than none.
const PATIENCE: Duration = Duration::from_millis(500);

/// The files of a run, read from disk and counted.
pub(crate) struct Progress {
    bar: ProgressBar,
    start: Instant,
    read: AtomicU64,
}

impl Progress {
    /// A bar over a number of files. It stays invisible where standard error is no terminal.
    pub(crate) fn new(files: usize, is_wanted: bool) -> Progress {
        let target = if is_wanted { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} files") {
            bar.set_style(style);
        }
        Progress { bar, start: Instant::now(), read: AtomicU64::new(0) }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Reader for Progress {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let read = self.read.fetch_add(1, Ordering::Relaxed) + 1;
        if self.start.elapsed() > PATIENCE {
            // A file may be read more than once, for the names that others need of it.
            self.bar.set_position(read.min(self.bar.length().unwrap_or(read)));
        }
        Disk.read(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        Disk.is_file(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_the_disk_does_and_never_counts_beyond_the_end() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("A.cs");
        std::fs::write(&path, "class A { }").unwrap();
        let progress = Progress { start: Instant::now() - PATIENCE * 2, ..Progress::new(1, false) };
        for _ in 0..3 {
            assert_eq!(progress.read(&path).unwrap(), b"class A { }");
        }
        assert_eq!(progress.bar.position(), 1);
        assert!(progress.is_file(&path) && progress.read(Path::new("/nowhere")).is_err());
        progress.finish();
    }
}
