//! The program: command line, walk, reporters. It is the only crate that reads files and prints; what it knows about
//! IdentityServer comes from `dslint-rules`, and what it says about code comes from `dslint-linter`.

mod baseline;
mod before;
mod check;
pub mod cli;
mod commit;
mod completions;
mod config;
mod console;
mod coverage;
mod diff;
mod disk;
pub mod docs;
mod error;
mod exclude;
mod exit;
mod explain;
mod fix;
mod init;
mod inline;
mod input;
mod internal;
mod lsp;
mod man;
mod markdown;
mod moved;
mod output;
mod paths;
mod places;
mod plan;
mod progress;
mod projects;
mod range;
pub mod report;
mod rules;
mod scope;
mod selection;
mod settings;
mod step_summary;
mod style;
mod timings;
mod version;
mod walk;
mod wrap;

use clap::Parser as _;
use std::ffi::OsString;
use std::process::ExitCode;

use cli::{Cli, Command};
use console::Console;
use error::Error;
use exit::Exit;

/// Runs the program with its arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(answer) => return Console::print_clap(&answer).into(),
    };
    let command = cli.command.unwrap_or(Command::Check(cli.check));
    let console = Console::new(command.color(), command.is_quiet());
    let outcome = internal::guard(|| match &command {
        Command::Check(arguments) => check::run(arguments, &console),
        Command::Plan(arguments) => plan::run(arguments, &console),
        Command::Projects(arguments) => projects::run(arguments, &console),
        Command::Diff(arguments) => range::run(arguments, &console),
        Command::Baseline(arguments) => baseline::run(arguments, &console),
        Command::Rules(arguments) => rules::run(arguments, &console),
        Command::Explain(arguments) => explain::run(arguments, &console),
        Command::Completions(arguments) => completions::run(arguments, &console),
        Command::Man(arguments) => man::run(arguments, &console),
        Command::Config(arguments) => config::run(arguments, &console),
        Command::Init(_) => init::run(&console),
        Command::Lsp(arguments) => lsp::run(arguments, &console),
    });
    let exit = match outcome {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => {
            match &error {
                Error::Settings(mistakes) => console.aside(mistakes.excerpts().trim_end()),
                _ => console.error(&error.to_string(), error.help().as_deref()),
            }
            error.exit()
        }
        Err(panic) => {
            console.error(&panic.to_string(), Some(&panic.help()));
            Exit::Internal
        }
    };
    exit.into()
}
