//! A commit of the repository as the project model sees it. git is asked for it, since it knows every way in which a repository
//! can be laid out; only commands that read objects are run: they call no hook, filter or pager and open no connection.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};

use dslint_linter::Reader;
use dslint_project::Files;
use dslint_syntax::text::SourceText;

use crate::disk::{LARGEST, reason};

/// Why a commit could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommitError {
    #[error("{} is no git repository", .0.display())]
    NoRepository(PathBuf),
    #[error("it names no commit of this repository")]
    Unknown,
    #[error("git could not be run: {}", not_run(.0))]
    Git(#[from] io::Error),
    #[error("git says: {0}")]
    Failed(String),
}

fn not_run(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not installed".to_owned(),
        _ => reason(error),
    }
}

/// The files of a commit.
#[derive(Debug)]
pub(crate) struct Commit {
    id: String,
    /// The ids of the texts.
    blobs: BTreeMap<PathBuf, String>,
    objects: Mutex<Objects>,
}

impl Commit {
    /// Opens what `revision` names in the repository at `root`.
    pub(crate) fn open(root: &Path, revision: &str) -> Result<Commit, CommitError> {
        if !root.join(".git").exists() {
            return Err(CommitError::NoRepository(root.to_path_buf()));
        }
        Commit::open_in(root, revision)
    }

    /// The same where git knows a repository, be it one without a work tree.
    pub(crate) fn open_in(root: &Path, revision: &str) -> Result<Commit, CommitError> {
        // What starts with a hyphen would be an option.
        if revision.starts_with('-') {
            return Err(CommitError::Unknown);
        }
        let id = output(git(root).args(["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]))?;
        let id = String::from_utf8_lossy(&id).trim().to_owned();
        let listing = output(git(root).args(["ls-tree", "-r", "-z", &id]))?;
        let blobs = listing.split(|byte| *byte == 0).filter_map(|line| entry(root, line)).collect();
        Ok(Commit { id, blobs, objects: Mutex::new(Objects::start(root)?) })
    }

    /// The full name of the commit.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The paths of all texts, sorted.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.blobs.keys().map(PathBuf::as_path)
    }
}

impl Reader for Commit {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let id = self.blobs.get(path).ok_or(io::ErrorKind::NotFound)?;
        let mut objects = self.objects.lock().map_err(|_| io::ErrorKind::BrokenPipe)?;
        let text = objects.read(id)?;
        text.ok_or_else(|| io::Error::other("larger than 64 MiB, or not in this clone of the repository"))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.blobs.contains_key(path)
    }
}

impl Files for Commit {
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        let id = self.blobs.get(path)?;
        let bytes = self.objects.lock().ok()?.read(id).ok()??;
        SourceText::decode(bytes).ok().map(|source| source.text.into())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.blobs.contains_key(path)
    }
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct Objects {
    process: Child,
    /// `None` once it was told to end.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    fn start(root: &Path) -> io::Result<Objects> {
        let mut process = git(root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let questions = process.stdin.take();
        let answers = process.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Objects { process, questions, answers: BufReader::new(answers) })
    }

    /// The bytes of an object; `None` where it is not there, as in a partial clone.
    fn read(&mut self, id: &str) -> io::Result<Option<Vec<u8>>> {
        let questions = self.questions.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(questions, "{id}")?;
        questions.flush()?;
        let mut header = String::new();
        self.answers.read_line(&mut header)?;
        let Some(length) = header.trim_end().rsplit(' ').next().and_then(|length| length.parse::<u64>().ok()) else {
            return Ok(None);
        };
        // The text is followed by a line feed.
        let mut answer = (&mut self.answers).take(length + 1);
        if length > LARGEST {
            io::copy(&mut answer, &mut io::sink())?;
            return Ok(None);
        }
        let mut bytes = Vec::new();
        answer.read_to_end(&mut bytes)?;
        bytes.pop();
        Ok(Some(bytes))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends when nothing more can be asked; whether it ended well matters to nobody.
        drop(self.questions.take());
        let _ = self.process.wait();
    }
}

pub(crate) fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("--no-pager").current_dir(root).stdin(Stdio::null()).stderr(Stdio::piped());
    // A hook inherits where git was called; here the repository at `root` is meant.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command
}

pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, CommitError> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(match said.lines().next() {
        Some(line) => CommitError::Failed(line.trim_start_matches("fatal: ").to_owned()),
        // What `--quiet` leaves unsaid.
        None => CommitError::Unknown,
    })
}

/// A line of `git ls-tree`: `100644 blob ID<tab>path`. Links and submodules are no texts.
fn entry(root: &Path, line: &[u8]) -> Option<(PathBuf, String)> {
    let (head, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, _, id) = (words.next()?, words.next()?, words.next()?);
    mode.starts_with("100").then(|| (root.join(path), id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn run(root: &Path, arguments: &[&str]) {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let status = git(root).args(identity).args(arguments).stdout(Stdio::null()).status().unwrap();
        assert!(status.success(), "git {arguments:?}");
    }

    #[test]
    fn reads_texts_as_they_were_committed() {
        let guard = tempfile::tempdir().unwrap();
        let root = crate::paths::real(guard.path()).unwrap();
        run(&root, &["init", "--quiet"]);
        assert!(matches!(Commit::open(&root, "HEAD"), Err(CommitError::Unknown)), "there is no commit yet");
        let (first, second) = (root.join("a/A ü.csproj"), root.join("B.props"));
        fs::create_dir(root.join("a")).unwrap();
        fs::write(&first, "\u{feff}<one/>\n").unwrap();
        fs::write(&second, "").unwrap();
        run(&root, &["add", "."]);
        run(&root, &["commit", "--quiet", "-m", "one"]);
        fs::write(&first, "<two/>").unwrap();
        fs::write(root.join("C.props"), "").unwrap();

        let commit = Commit::open(&root, "HEAD").unwrap();
        assert_eq!(Files::read(&commit, &first).as_deref(), Some("<one/>\n"));
        assert_eq!(Files::read(&commit, &second).as_deref(), Some(""));
        assert_eq!(Files::read(&commit, &first).as_deref(), Some("<one/>\n"), "answers stay in step");
        assert_eq!(Reader::read(&commit, &first).unwrap(), "\u{feff}<one/>\n".as_bytes());
        assert_eq!(commit.files().collect::<Vec<_>>(), [&second, &first]);
        assert!(
            Files::is_file(&commit, &second)
                && !Files::is_file(&commit, &root.join("C.props"))
                && !Files::is_file(&commit, &root.join("a"))
        );
        assert_eq!(Files::read(&commit, &root.join("C.props")), None);
    }

    #[test]
    fn says_what_is_wrong() {
        let guard = tempfile::tempdir().unwrap();
        let root = crate::paths::real(guard.path()).unwrap();
        assert!(matches!(Commit::open(&root, "HEAD"), Err(CommitError::NoRepository(_))));
        run(&root, &["init", "--quiet"]);
        assert!(matches!(Commit::open(&root, "--help"), Err(CommitError::Unknown)));
        fs::remove_file(root.join(".git/HEAD")).unwrap();
        let error = Commit::open(&root, "HEAD").unwrap_err().to_string();
        assert!(error.contains("not a git repository"), "{error}");
    }
}
