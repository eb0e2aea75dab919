//! `dslint completions`: the scripts with which shells complete command lines, from what clap knows of them.

use clap::CommandFactory as _;

use crate::cli::{Cli, CompletionsArguments};
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;

/// Prints the script of a shell.
pub(crate) fn run(arguments: &CompletionsArguments, console: &Console) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "dslint", &mut script);
    console.raw(&String::from_utf8_lossy(&script)).map_err(Error::Stdout)?;
    Ok(Exit::Clean)
}
