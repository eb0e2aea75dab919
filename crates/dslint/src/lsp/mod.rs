//! `dslint lsp`: the language server. One thread reads messages, one writes them, one analyses; the one here decides and never
//! waits for any of them. Findings come from the same settings and the same engine as those of `dslint check`.

mod actions;
mod client;
mod documents;
mod hover;
mod initialize;
mod options;
mod position;
mod pull;
mod server;
mod snapshot;
mod status;
mod suppress;
mod targets;
mod transport;
mod uri;
mod view;
mod worker;

use std::io::{self, IsTerminal as _};
use std::time::Instant;

use crossbeam_channel::{after, never, select};
use rayon::ThreadPool;

use crate::cli::LspArguments;
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::Search;
use crate::settings::{Flags, Settings};

use options::Options;
use server::Server;
use snapshot::{Job, Snapshot};

/// Serves one client until it says goodbye or is gone.
pub(crate) fn run(arguments: &LspArguments, console: &Console) -> Result<Exit, Error> {
    if io::stdin().is_terminal() {
        console
            .note("this is the language server: it speaks over standard input and output and is started by an editor");
    }
    // What is wrong on the command line is told at once, not to a client that never sees it.
    let flags = Flags { from: arguments.from.as_deref(), to: arguments.to.as_deref(), ..Flags::default() };
    let settings = Settings::resolve(Flags { file: Some(&arguments.settings), ..flags })?;
    let threads = Search::new(&settings, arguments.jobs).threads()?;
    let options = Options {
        from: arguments.from.clone(),
        to: arguments.to.clone(),
        // Folders are working directories of their own.
        config: settings.file.filter(|_| arguments.settings.config.is_some()),
        min_severity: None,
    };

    let incoming = transport::reader(io::stdin());
    let (outbox, writer) = transport::writer(io::stdout());
    let (jobs, outcomes) = worker::start(move |job| analyze(job, &threads));
    let mut server = Server::new(options, arguments.settings.no_config, outbox, jobs);
    let exit = loop {
        let timer = match server.due() {
            Some(due) => after(due.saturating_duration_since(Instant::now())),
            None => never(),
        };
        select! {
            recv(incoming) -> message => match message {
                Ok(message) => {
                    if let Some(exit) = server.receive(message) {
                        break exit;
                    }
                }
                // The client is gone.
                Err(_) => break server.end(),
            },
            recv(outcomes) -> outcome => match outcome {
                Ok(outcome) => server.finish(outcome),
                Err(_) => break Exit::Internal,
            },
            recv(timer) -> _ => server.start(),
        }
    };
    drop(server);
    if exit == Exit::Clean {
        // A client that is there reads the last answers; one that is gone must not hold the end up.
        let _ = writer.join();
    }
    Ok(exit)
}

fn analyze(job: &Job, threads: &ThreadPool) -> Result<Snapshot, String> {
    Snapshot::take(job, threads).map_err(|error| match error.help() {
        Some(help) => format!("{error}\nhelp: {help}"),
        None => error.to_string(),
    })
}
