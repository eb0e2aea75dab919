//! `dslint init`: begins a settings file in the working directory.

use std::fs::File;
use std::io::{self, Write as _};

use dslint_linter::identity_server_version;
use dslint_rules::Releases;

use crate::cli::SettingsArguments;
use crate::console::Console;
use crate::disk::Disk;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::Search;
use crate::paths;
use crate::settings::{self, Flags, NAME, Settings, template};

/// Projects that are told by name.
const MOST: usize = 10;

/// Writes the file, unless there is one.
pub(crate) fn run(console: &Console) -> Result<Exit, Error> {
    // What a file above says does not hold for the new one.
    let none = SettingsArguments { config: None, no_config: true };
    let settings = Settings::resolve(Flags { file: Some(&none), ..Flags::default() })?;
    let here = &settings.working_directory;
    let path = here.join(NAME);
    if path.symlink_metadata().is_ok() {
        return Err(Error::SettingsExist { path: NAME.to_owned() });
    }
    let above = settings::nearest(here);
    let to = Releases::embedded().newest_covered().ok_or(Error::Releases)?;
    let text = template::text(&found(&settings, console)?, &to.to_string());
    let written = File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Error::SettingsExist { path: NAME.to_owned() },
        _ => Error::Output { path: NAME.to_owned(), source },
    })?;
    console.note(&format!("{NAME} written; `dslint config` shows what holds"));
    if let Some(above) = above {
        let above = paths::relative(here, &above);
        console.note(&format!("{above} no longer holds here: the nearest file does, and files are not merged"));
    }
    Ok(Exit::Clean)
}

/// The projects that use IdentityServer, with the way of each.
fn found(settings: &Settings, console: &Console) -> Result<Vec<String>, Error> {
    let search = Search::new(settings, None);
    let scope = search.scope(&[], console)?;
    let files = search.walk(&scope).files;
    let workspace = dslint_linter::load_workspace(&scope.root, &files, &Disk);
    let mut lines: Vec<String> = workspace
        .projects
        .iter()
        .filter_map(|project| {
            let version = identity_server_version(&workspace, project)?;
            let path = paths::relative(&settings.working_directory, &project.path);
            let to = &settings.to.value;
            Some(if version < *to { format!("{path}: {version} → {to}") } else { format!("{path}: {version}") })
        })
        .collect();
    lines.sort();
    if lines.len() > MOST {
        let more = lines.len() - MOST;
        lines.truncate(MOST);
        lines.push(format!("and {more} more"));
    }
    Ok(lines)
}
