//! Developer tasks, run as `cargo xtask COMMAND`. Not shipped.

mod bless;
mod book;
mod new_rule;
mod nupkg;
mod parse;

use clap::{Parser, Subcommand};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dslint_rules::PageErrors;

/// Developer tasks.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write everything that is generated: pages of docs/ and the plans of tests/golden/
    Bless,
    /// Write the documentation for mdBook below target/book-src, and build it where mdBook is installed
    Book,
    /// Parse every C# and Razor file below directories, and count errors and panics
    Parse {
        /// The directories
        directories: Vec<PathBuf>,
    },
    /// Begin a rule page: NAME like `client-credentials-requires-secret`, CODE like `DS7302`
    NewRule {
        /// The rule's name: lower-case words with hyphens
        name: String,
        /// The rule's code: `DS`, the release, two digits
        code: String,
    },
    /// Write the packages of the .NET tool: one for each platform, and the one that names them
    Nupkg {
        /// A program that was built, like `linux-x64=target/release/dslint` [default: that of this machine]
        #[arg(long = "binary", value_name = "PLATFORM=FILE")]
        binaries: Vec<nupkg::Binary>,
        /// Where to [default: target/nupkg]
        #[arg(long, value_name = "DIRECTORY")]
        output: Option<PathBuf>,
    },
}

/// Why a task failed.
#[derive(Debug, thiserror::Error)]
enum TaskError {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the rule pages are broken:\n{0}")]
    Pages(&'static PageErrors),
    #[error("`dslint plan` failed for {}", path.display())]
    Plan { path: PathBuf },
    #[error(transparent)]
    Name(#[from] dslint_rules::RuleNameError),
    #[error("there is no .NET platform for this machine: name a program with --binary")]
    NoPlatform,
    #[error("{0}")]
    Nupkg(String),
    #[error("mdBook failed:\n{0}")]
    Book(String),
    #[error("the front end panicked on {0:?}")]
    Panicked(Vec<PathBuf>),
    #[error("{what} is taken by {}", by.display())]
    Taken { what: String, by: PathBuf },
}

impl TaskError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> TaskError {
        let path = path.to_path_buf();
        move |source| TaskError::File { path, source }
    }
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let told = match Cli::parse().command {
        Command::Bless => bless::run(&root),
        Command::Book => book::run(&root),
        Command::Parse { directories } => parse::run(&directories),
        Command::NewRule { name, code } => new_rule::run(&root, &name, &code),
        Command::Nupkg { binaries, output } => nupkg::run(&root, &binaries, output.as_deref()),
    };
    match told {
        Ok(text) => {
            tell(&mut anstream::stdout(), &text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            tell(&mut anstream::stderr(), &format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Where a stream cannot be written there is nobody left to tell.
fn tell(stream: &mut impl io::Write, text: &str) {
    let _ = writeln!(stream, "{text}");
}
