//! `dslint completions`: the scripts with which shells complete command lines, from what clap knows of them and of the rules.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command, CommandFactory as _};
use clap_complete::Shell;
use dslint_rules::RuleSet;

use crate::cli::{Cli, CompletionsArguments};
use crate::console::Console;
use crate::error::Error;
use crate::exit::Exit;
use crate::selection;

/// Prints the script of a shell.
pub(crate) fn run(arguments: &CompletionsArguments, console: &Console) -> Result<Exit, Error> {
    let mut script = Vec::new();
    let mut command = with_rules(Cli::command(), selection::rule_set()?);
    clap_complete::generate(arguments.shell, &mut command, "dslint", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if arguments.shell == Shell::Fish {
        script.push_str(&explain_in_fish(selection::rule_set()?));
    }
    console.raw(&script).map_err(Error::Stdout)?;
    Ok(Exit::Clean)
}

/// What the generator leaves out for fish: the values of arguments without a flag.
fn explain_in_fish(rules: &RuleSet) -> String {
    let codes: Vec<String> = rules.iter().map(|rule| format!("{}\\t'{}'", rule.code, rule.name)).collect();
    format!("complete -c dslint -n \"__fish_dslint_using_subcommand explain\" -f -a \"{}\"\n", codes.join("\n"))
}

/// The command and all below it, with the codes of the rules wherever one is asked for. A run also takes names and rules of a
/// team, so this is for scripts alone.
fn with_rules(command: Command, rules: &'static RuleSet) -> Command {
    let code = |rule: &'static dslint_rules::Rule| PossibleValue::new(rule.code.as_str()).help(rule.name.as_str());
    let with_codes = |argument: Arg| match argument.get_id().as_str() {
        "rule" | "rules" => argument.value_parser(PossibleValuesParser::new(rules.iter().map(code))),
        _ => argument,
    };
    command.mut_args(with_codes).mut_subcommands(|below| with_rules(below, rules))
}
