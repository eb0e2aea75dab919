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
    let page = with_exit_status(&String::from_utf8_lossy(&page));
    console.raw(&page).map_err(Error::Stdout)?;
    Ok(Exit::Clean)
}

/// The exit codes in the section where manual pages have them: the help of the command ends with them, and clap puts that into
/// one called EXTRA.
fn with_exit_status(page: &str) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let heading = lines.iter().position(|line| line.starts_with("Exit codes"));
    let Some((heading, extra)) =
        heading.and_then(|at| Some((at, lines[..at].iter().rposition(|it| *it == ".SH EXTRA")?)))
    else {
        return page.to_owned();
    };
    let mut text: Vec<String> = lines[..extra].iter().map(|line| (*line).to_owned()).collect();
    // What else the help ends with keeps its section.
    let others = &lines[extra + 1..heading];
    if others.iter().any(|line| !line.is_empty() && !line.starts_with('.')) {
        text.extend(lines[extra..heading].iter().map(|line| (*line).to_owned()));
    }
    text.push(".SH \"EXIT STATUS\"".to_owned());
    let mut rest = lines[heading + 1..].iter();
    for line in rest.by_ref() {
        match line.trim_start().split_once("  ") {
            Some((code, meaning)) if code.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.extend([".TP".to_owned(), format!("\\fB{code}\\fR"), meaning.trim_start().to_owned()]);
            }
            _ if line.starts_with(".SH") => {
                text.push((*line).to_owned());
                break;
            }
            _ => text.push((*line).to_owned()),
        }
    }
    text.extend(rest.map(|line| (*line).to_owned()));
    text.join("\n") + "\n"
}
