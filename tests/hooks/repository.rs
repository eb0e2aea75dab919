//! A git repository with hooks in it, made for a test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

use crate::runner::{Runner, command};

/// Who commits, and nothing of the machine's own settings.
const IDENTITY: &str = "[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n";

/// A repository whose commits go through hooks.
pub(crate) struct Repository {
    _guard: TempDir,
    home: PathBuf,
    pub(crate) root: PathBuf,
}

/// How a commit went, or a run of the hooks.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) has_passed: bool,
    pub(crate) output: String,
}

impl Repository {
    /// An empty repository and, beside it, one that stands for this project: it holds `hooks`. `hook` are the lines below
    /// `hooks:`, of the hooks that it uses.
    pub(crate) fn new(hooks: &Path, hook: &str, runner: &Runner) -> Repository {
        let guard = TempDir::new().unwrap();
        let top = guard.path().canonicalize().unwrap();
        let repository = Repository { home: top.join("home"), root: top.join("app"), _guard: guard };
        fs::create_dir_all(&repository.home).unwrap();
        fs::write(repository.home.join("gitconfig"), IDENTITY).unwrap();

        fs::create_dir_all(&repository.root).unwrap();
        repository.git(&["init", "--quiet"]);
        let config = format!("repos:\n  - repo: {}\n    rev: v1.0.0\n    hooks:\n{hook}", hooks.display());
        repository.write(".pre-commit-config.yaml", &config);
        let installed =
            command(&runner.program, &repository.home).arg("install").current_dir(&repository.root).output();
        let installed = installed.unwrap();
        assert!(installed.status.success(), "{}", text(&installed));
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--no-verify", "--message", "hooks"]);
        repository
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        git(&self.root, &self.home, arguments);
    }

    /// Puts files into a commit without asking the hooks.
    pub(crate) fn begin(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            self.write(path, text);
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--no-verify", "--message", "begin"]);
    }

    /// Commits what is staged, hooks and all.
    pub(crate) fn commit(&self) -> Attempt {
        let mut command = command(Path::new("git"), &self.home);
        let output = command.args(["commit", "--message", "change"]).current_dir(&self.root).output().unwrap();
        Attempt { has_passed: output.status.success(), output: text(&output) }
    }

    /// Runs the hooks over a range of commits.
    pub(crate) fn run(&self, runner: &Runner, from: &str, to: &str) -> Attempt {
        let mut command = command(&runner.program, &self.home);
        let output =
            command.args(["run", "--from-ref", from, "--to-ref", to]).current_dir(&self.root).output().unwrap();
        Attempt { has_passed: output.status.success(), output: text(&output) }
    }

    /// Stages everything, and commits.
    pub(crate) fn commit_all(&self) -> Attempt {
        self.git(&["add", "--all"]);
        self.commit()
    }
}

impl Attempt {
    /// Fails unless the commit was refused, with each of these words in what was said.
    #[track_caller]
    pub(crate) fn is_refused(&self, words: &[&str]) {
        assert!(!self.has_passed, "{}", self.output);
        for word in words {
            assert!(self.output.contains(word), "no `{word}` in:\n{}", self.output);
        }
    }

    /// Fails unless the commit was made, or the hooks were content.
    #[track_caller]
    pub(crate) fn passes(&self) {
        assert!(self.has_passed, "{}", self.output);
    }
}

/// A repository with one commit, tagged `v1.0.0`, that holds the files below `root` with these paths.
pub(crate) fn tagged(root: &Path, paths: &[String], home: &Path) -> PathBuf {
    fs::create_dir_all(home).unwrap();
    fs::write(home.join("gitconfig"), IDENTITY).unwrap();
    let copy = home.join("hooks");
    for path in paths {
        let to = copy.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root.join(path), to).unwrap();
    }
    git(&copy, home, &["init", "--quiet"]);
    git(&copy, home, &["add", "--all", "--force"]);
    git(&copy, home, &["commit", "--quiet", "--message", "hooks"]);
    git(&copy, home, &["tag", "v1.0.0"]);
    copy
}

fn git(root: &Path, home: &Path, arguments: &[&str]) {
    let output = command(Path::new("git"), home).args(arguments).current_dir(root).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", text(&output));
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
