//! The thread that analyses, one job after the other. A panic becomes a message, and the thread lives on.

use std::path::PathBuf;
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::snapshot::{Job, Snapshot};
use crate::internal;

/// What came of a job.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) target: PathBuf,
    pub(crate) revision: u64,
    /// The analysis, or why there is none, in words for the user.
    pub(crate) result: Result<Snapshot, String>,
}

/// Starts the thread. It ends when the sender is dropped.
pub(crate) fn start(
    mut analyze: impl FnMut(&Job) -> Result<Snapshot, String> + Send + 'static,
) -> (Sender<Job>, Receiver<Outcome>) {
    let (jobs, received) = unbounded::<Job>();
    let (sender, outcomes) = unbounded();
    thread::spawn(move || {
        for job in received {
            let result =
                internal::guard(|| analyze(&job)).unwrap_or_else(|panic| Err(format!("{panic}\n{}", panic.help())));
            if sender.send(Outcome { target: job.target, revision: job.revision, result }).is_err() {
                break;
            }
        }
    });
    (jobs, outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_and_the_next_job_is_done() {
        let (jobs, outcomes) = start(|job| match job.revision {
            1 => panic!("lost at sea"),
            revision => Err(format!("job {revision}")),
        });
        for revision in [1, 2] {
            let job = Job {
                target: PathBuf::from("/w"),
                revision,
                overlay: Default::default(),
                options: Default::default(),
                no_config: true,
            };
            jobs.send(job).unwrap();
        }
        let told: Vec<String> = outcomes.iter().take(2).map(|outcome| outcome.result.unwrap_err()).collect();
        assert!(told[0].starts_with("internal error: lost at sea (") && told[0].contains("please report"), "{told:?}");
        assert_eq!(told[1], "job 2");
    }
}
