//! The tables of the stores as a host calls them, from the model snapshots that EF keeps: what a question to a database
//! has to name.

use std::path::PathBuf;

use dslint_project::{ProjectId, Workspace};

use crate::places::Places;

const ENTITIES: &str = "Duende.IdentityServer.EntityFramework.Entities.";
const OPEN: &str = "{table:";

/// The table of an entity in a project.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Table {
    project: ProjectId,
    entity: String,
    name: String,
}

/// The tables that snapshots name.
pub(super) struct Tables(Vec<Table>);

impl Tables {
    pub(super) fn find(files: &[PathBuf], workspace: &Workspace, places: &Places<'_>) -> Tables {
        let mut tables = Vec::new();
        for file in files.iter().filter(|file| file.to_string_lossy().ends_with("ModelSnapshot.cs")) {
            let (Some(&project), Some(text)) = (workspace.owners(file).first(), places.text(file)) else { continue };
            let named = named(&text).into_iter();
            tables.extend(named.map(|(entity, name)| Table { project, entity, name }));
        }
        tables.sort();
        tables.dedup();
        Tables(tables)
    }

    /// A question with the names of the tables in some projects; without a snapshot, as they are called by default.
    pub(super) fn fill(&self, ask: &str, closure: &[ProjectId]) -> String {
        let mut text = String::new();
        let mut rest = ask;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let Some((entity, after)) = after.split_once('}') else { break };
            text.push_str(before);
            let own = self.0.iter().find(|table| table.entity == entity && closure.contains(&table.project));
            text.push_str(&own.map_or_else(|| format!("{entity}s"), |table| table.name.clone()));
            rest = after;
        }
        text + rest
    }
}

/// The entities of the stores in a snapshot, with the tables they are mapped to.
fn named(text: &str) -> Vec<(String, String)> {
    let mut named: Vec<(String, String)> = Vec::new();
    let mut entity: Option<&str> = None;
    for line in text.lines().map(str::trim) {
        if let Some(name) = literals(line, ".Entity(").into_iter().next() {
            entity = name.strip_prefix(ENTITIES);
        }
        let table = literals(line, ".ToTable(");
        let (Some(of), [name, schema @ ..]) = (entity, table.as_slice()) else { continue };
        let full = match schema {
            [schema, ..] => format!("{}.{}", quoted(schema), quoted(name)),
            [] => quoted(name),
        };
        if !named.iter().any(|(known, _)| known == of) {
            named.push((of.to_owned(), full));
        }
    }
    named
}

/// The strings with which a call begins: `"Clients", "idsrv"`.
fn literals<'t>(line: &'t str, call: &str) -> Vec<&'t str> {
    let Some((_, arguments)) = line.split_once(call) else { return Vec::new() };
    let mut found = Vec::new();
    for argument in arguments.split(',') {
        let Some(text) = argument.trim().strip_prefix('"') else { break };
        let Some((name, after)) = text.split_once('"') else { break };
        found.push(name);
        if after.contains(')') {
            break;
        }
    }
    found
}

/// A name as SQL has it: in double quotes where it is no plain word.
fn quoted(name: &str) -> String {
    let is_plain = !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_a_snapshot() {
        let text = r#"
            modelBuilder.Entity("Duende.IdentityServer.EntityFramework.Entities.Client", b =>
                    b.HasKey("Id");
                    b.ToTable("AppClients", "idsrv");
            modelBuilder.Entity("Duende.IdentityServer.EntityFramework.Entities.ClientSecret", b =>
                    b.ToTable("Client Secrets", (string)null);
            modelBuilder.Entity("Host.Client", b =>
                    b.ToTable("Others");"#;
        let expected = [("Client", "idsrv.AppClients"), ("ClientSecret", "\"Client Secrets\"")];
        assert_eq!(named(text), expected.map(|(entity, name)| (entity.to_owned(), name.to_owned())));
    }

    #[test]
    fn by_default_without_a_snapshot() {
        let tables = Tables(vec![Table { project: ProjectId(1), entity: "Client".into(), name: "a.C".into() }]);
        let ask = "SELECT 1 FROM {table:Client} c JOIN {table:ClientGrantType} g";
        assert_eq!(tables.fill(ask, &[ProjectId(1)]), "SELECT 1 FROM a.C c JOIN ClientGrantTypes g");
        assert_eq!(tables.fill(ask, &[ProjectId(0)]), "SELECT 1 FROM Clients c JOIN ClientGrantTypes g");
        assert_eq!(tables.fill("a {table:Client", &[]), "a {table:Client");
    }
}
