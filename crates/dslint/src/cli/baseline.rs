//! The arguments that are about known findings.

use clap::{Args, Subcommand};
use std::path::PathBuf;

use super::{Color, SettingsArguments};

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  the baseline was written or shown, whatever is in it
  2  wrong arguments, a baseline that exists already (create), is missing or broken (update, show)
  3  nothing to check was found
  4  dslint itself failed";

/// What `check` knows already.
#[derive(Args, Debug, Clone)]
pub struct KnownArguments {
    /// Report only what this file of known findings does not have
    ///
    /// `dslint baseline create` writes it. Known findings are not reported, fail nothing and are not fixed.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// The same with dslint-baseline.json at the top of the tree
    #[arg(long)]
    pub new_only: bool,

    /// With a baseline: report known findings too, marked as such, and with --fix fix them too
    ///
    /// For --format human, json and sarif (there as `baselineState`). They still fail nothing.
    #[arg(long)]
    pub show_known: bool,
}

/// The arguments of `baseline`.
#[derive(Args, Debug, Clone)]
pub struct BaselineArguments {
    /// What to do with it.
    #[command(subcommand)]
    pub command: BaselineCommand,
}

/// The commands of `baseline`.
#[derive(Subcommand, Debug, Clone)]
pub enum BaselineCommand {
    /// Write all findings down as known; a file that is there is not overwritten
    #[command(max_term_width = 100)]
    Create(BaselineRun),
    /// Take out what is gone, and write down where known findings moved to
    #[command(max_term_width = 100)]
    Update(BaselineUpdate),
    /// Print what is in it, and what of that is gone
    #[command(max_term_width = 100)]
    Show(BaselineRun),
}

/// What every command of `baseline` takes.
#[derive(Args, Debug, Clone)]
pub struct BaselineRun {
    /// Directories and files, as for `check` [default: the working directory]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    /// The file [default: dslint-baseline.json at the top of the tree: of the repository, else of what MSBuild takes together]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// As for `check`
    #[arg(long, value_name = "VERSION")]
    pub from: Option<String>,

    /// As for `check`
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,

    /// As for `check`
    #[arg(long = "rule", value_name = "CODE|NAME")]
    pub rules: Vec<String>,

    /// As for `check`
    #[arg(long = "exclude", value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Which settings file holds.
    #[command(flatten)]
    pub settings: SettingsArguments,

    /// Number of threads [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,

    /// When to use colours; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// The arguments of `baseline update`.
#[derive(Args, Debug, Clone)]
pub struct BaselineUpdate {
    /// The others.
    #[command(flatten)]
    pub run: BaselineRun,

    /// Take in new findings too
    #[arg(long)]
    pub add: bool,
}

impl BaselineArguments {
    /// What all of the commands have.
    pub(crate) fn run(&self) -> &BaselineRun {
        match &self.command {
            BaselineCommand::Create(run) | BaselineCommand::Show(run) => run,
            BaselineCommand::Update(update) => &update.run,
        }
    }
}
