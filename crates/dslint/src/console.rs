//! The one way to standard output and standard error. Texts come with escape codes; they are taken out here when the other
//! side is no terminal or does not want colours (`--color`, `NO_COLOR`, `CLICOLOR_FORCE`).

use anstream::{AutoStream, ColorChoice};
use std::io::{self, IsTerminal as _, Write as _};

use crate::cli::Color;
use crate::exit::Exit;
use crate::report::escape;
use crate::style::{self, paint};

/// Prints.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    color: ColorChoice,
    is_quiet: bool,
}

impl Console {
    /// A console with the settings of a command.
    pub(crate) fn new(color: Color, is_quiet: bool) -> Console {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Console { color, is_quiet }
    }

    /// Prints what was asked for. A reader that went away (`dslint | head`) is no error.
    pub(crate) fn out(&self, text: &str) -> io::Result<()> {
        let mut stream = AutoStream::new(io::stdout().lock(), self.color);
        let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// Prints what must arrive to the letter; on a terminal it was made safe before.
    pub(crate) fn raw(&self, text: &str) -> io::Result<()> {
        if io::stdout().is_terminal() {
            return self.out(text);
        }
        let mut stream = io::stdout().lock();
        match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// An error, with what to do about it.
    pub(crate) fn error(&self, text: &str, help: Option<&str>) {
        self.err(&format!("{}: {}", paint(style::ERROR, "error"), shown(text)));
        if let Some(help) = help {
            self.err(&format!("{}: {}", paint(style::NOTE, " help"), shown(help)));
        }
    }

    /// Something that should be known and changes the result, said even when quiet.
    pub(crate) fn warning(&self, text: &str) {
        self.err(&format!("{}: {}", paint(style::WARNING, "warning"), shown(text)));
    }

    /// Something worth knowing, not said when quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.is_quiet {
            self.err(&format!("{}: {}", paint(style::NOTE, "note"), shown(text)));
        }
    }

    /// What was asked for beside the report; said even when quiet.
    pub(crate) fn aside(&self, text: &str) {
        text.lines().for_each(|line| self.err(line));
    }

    /// Prints clap's help, version or error.
    pub(crate) fn print_clap(answer: &clap::Error) -> Exit {
        let console = Console::new(Color::Auto, false);
        let text = answer.render().ansi().to_string();
        if answer.use_stderr() {
            console.err(text.trim_end());
            return Exit::Usage;
        }
        match console.out(&text) {
            Ok(()) => Exit::Clean,
            Err(_) => Exit::Usage,
        }
    }

    /// Where standard error cannot be written there is nobody left to tell.
    fn err(&self, line: &str) {
        let mut stream = AutoStream::new(io::stderr().lock(), self.color);
        let _ = writeln!(stream, "{line}");
    }
}

/// Messages name paths and arguments, which may hold anything.
fn shown(text: &str) -> String {
    text.lines().map(escape::line).collect::<Vec<_>>().join("\n")
}
