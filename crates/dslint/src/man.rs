//! `dslint man`: manual pages, from what clap knows of the commands. The program writes them itself so that they are at hand
//! wherever it is, and a package needs nothing but the program.

use clap::CommandFactory as _;

use crate::cli::{Cli, ManArguments};
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;

/// Prints the page of a command, or of the whole.
pub(crate) fn run(arguments: &ManArguments, console: &Console) -> Result<Exit, Error> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let command = match &arguments.command {
        None => root,
        Some(name) => {
            root.find_subcommand(name).cloned().ok_or_else(|| Error::UnknownCommand { name: name.clone() })?
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Error::Render(error.to_string()))?;
    console.raw(&String::from_utf8_lossy(&page)).map_err(Error::Stdout)?;
    Ok(Exit::Clean)
}
