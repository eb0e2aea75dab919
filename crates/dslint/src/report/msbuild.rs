//! Lines as compilers under MSBuild write them, `path(line,col): error DS7302: text`, and the logging commands of Azure
//! Pipelines.

use std::fmt::Write as _;

use dslint_rules::Severity;

use super::escape;
use super::view::{Finding, Report};

/// One line for each finding, which MSBuild's `Exec` task and Visual Studio take for errors and warnings. Neither knows a
/// third kind; notes are written with `info`, as the C# compiler does, and stay what they are: lines of the log.
pub fn render(report: &Report<'_>) -> String {
    lines(report, |_| None)
}

/// The same for an agent of Azure Pipelines, which reads nothing out of the lines of a script but logging commands.
pub fn render_commands(report: &Report<'_>) -> String {
    lines(report, |finding| match finding.diagnostic.severity {
        Severity::Error => Some("error"),
        Severity::Warning => Some("warning"),
        Severity::Note => None,
    })
}

/// A command for what `kind` gives a kind of issue for, a compiler's line for the others.
fn lines(report: &Report<'_>, kind: impl Fn(&Finding<'_>) -> Option<&'static str>) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let found = finding.diagnostic;
        let at = finding.place.start;
        let code = found.rule.code.as_str();
        let message = escape::one_line(&found.message);
        // Writing to a string does not fail.
        let _ = match kind(finding) {
            Some(kind) => writeln!(
                text,
                "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={code}]{}",
                command_property(&finding.place.path_from_root),
                at.line,
                at.column,
                command_text(&format!("{code}: {message}")),
            ),
            None => writeln!(
                text,
                "{}({},{}): {} {code}: {message}",
                escape::line(&finding.place.path),
                at.line,
                at.column,
                category(found.severity),
            ),
        };
    }
    text
}

fn category(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}

/// Text after a command of Azure Pipelines, as its task library writes it.
fn command_text(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn command_property(text: &str) -> String {
    command_text(text).replace(']', "%5D").replace(';', "%3B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_escaped() {
        assert_eq!(command_text("50% a;b]\r\nc"), "50%AZP25 a;b]%0D%0Ac");
        assert_eq!(command_property("a;b]%"), "a%3Bb%5D%AZP25");
    }
}
