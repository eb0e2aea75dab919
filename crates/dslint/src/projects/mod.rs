//! `dslint projects`: what `check` sees of the projects, above all which IdentityServer version each of them gets and where
//! that is written.

mod human;
mod view;
mod words;

use crate::cli::{ProjectsArguments, ProjectsFormat};
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{self, Search};
use crate::settings::{Flags, Settings};

use view::{Document, Views};

/// Loads the projects as `check` does, and prints them.
pub(crate) fn run(arguments: &ProjectsArguments, console: &Console) -> Result<Exit, Error> {
    let flags = Flags {
        paths: &arguments.paths,
        file: Some(&arguments.settings),
        exclude: &arguments.exclude,
        ..Flags::default()
    };
    let search = Search::new(&Settings::resolve(flags)?, None);
    let scope = search.scope(&arguments.paths, console)?;
    let found = search.walk(&scope);
    let workspace = dslint_linter::load_workspace(&scope.root, &found.files, &Disk);
    let document = Views::new(&workspace, &scope, &search.working_directory).document(&found.skipped);
    let text = match arguments.format {
        ProjectsFormat::Human => human::render(&document),
        ProjectsFormat::Json => json(&document)?,
    };
    console.out(&text).map_err(Error::Stdout)?;
    let exit = (!document.projects.is_empty()).then_some(Exit::Clean);
    let nothing = "dslint reads .csproj, .fsproj and .vbproj files, and the solutions that list them";
    input::finish(&scope, exit, ("no project was found", nothing), console)
}

fn json(document: &Document) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(document).map_err(|error| Error::Render(error.to_string()))?;
    Ok(text + "\n")
}
