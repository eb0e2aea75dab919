//! A program as it can be written in several ways.

use crate::blocks::Block;
use dslint_syntax::{directive::Symbols, lexer};
use std::collections::BTreeMap;

/// A program: one project and the files in it.
#[derive(Default, Debug)]
pub(crate) struct Program {
    pub(crate) files: Vec<File>,
}

/// A file: its name, what stands before the types, and the types.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) head: String,
    pub(crate) types: Vec<Type>,
}

/// A type: what stands before its brace, and its members. `$name` stands for a local or a private member.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) head: String,
    pub(crate) members: Vec<String>,
}

/// How to write a program.
#[derive(Default, Debug)]
pub(crate) struct Style {
    /// Gives locals and private members other names.
    pub(crate) rename: bool,
    /// Adds files that have nothing to do with the others.
    pub(crate) noise: Option<u64>,
    /// Puts the members of each type in another order.
    pub(crate) members: Option<u64>,
    /// Puts the files in another order, by other names.
    pub(crate) files: Option<u64>,
    /// Adds comments and white space.
    pub(crate) trivia: Option<u64>,
}

const USINGS: &str = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading.Tasks;\n\
    using Duende.IdentityServer;\nusing Duende.IdentityServer.Models;\nusing Duende.IdentityServer.Services;\n\
    using Duende.IdentityServer.EntityFramework;\nusing OpenTelemetry.Metrics;\n";

const PROJECT: &str = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>\
    <ItemGroup><PackageReference Include=\"Duende.IdentityServer\" Version=\"6.2.0\" /></ItemGroup></Project>\n";

impl Program {
    pub(crate) fn of(blocks: &[Block]) -> Program {
        let mut program = Program::default();
        for (index, block) in blocks.iter().enumerate() {
            block.write(index, &mut program);
        }
        program
    }

    /// Adds a file with types in a namespace, with the usings of an ordinary one.
    pub(crate) fn add(&mut self, name: &str, namespace: &str, types: Vec<Type>) {
        let head = format!("{USINGS}namespace {namespace};\n");
        self.files.push(File { name: name.to_owned(), head, types });
    }

    /// The files with their names.
    pub(crate) fn render(&self, style: &Style) -> Vec<(String, String)> {
        let mut written = vec![("Host.csproj".to_owned(), PROJECT.to_owned())];
        let order = permutation(self.files.len(), style.files);
        let names = self.names(style);
        for (index, file) in self.files.iter().enumerate() {
            let mut text = file.head.clone();
            for (at, ty) in file.types.iter().enumerate() {
                text.push_str(&ty.head);
                text.push_str("\n{\n");
                let seed = style.members.map(|seed| seed.wrapping_add((index * 31 + at) as u64));
                for member in permutation(ty.members.len(), seed) {
                    text.push_str(&format!("    {}\n", ty.members[member]));
                }
                text.push_str("}\n");
            }
            let mut text = with_names(&text, &|name| names.get(name).cloned().unwrap_or_default());
            if let Some(seed) = style.trivia {
                text = with_trivia(&text, seed.wrapping_add(index as u64));
            }
            let name = match style.files {
                Some(_) => format!("F{}/{}", order[index], file.name),
                None => file.name.clone(),
            };
            written.push((name, text));
        }
        if let Some(seed) = style.noise {
            written.extend(noise(seed));
        }
        written
    }

    /// What to call the names of a written program to get those of the unchanged one.
    pub(crate) fn original_names(&self, style: &Style) -> BTreeMap<String, String> {
        self.names(style).into_iter().map(|(original, written)| (written, original)).collect()
    }

    /// The names, and how they are written: renamed ones are short, so that they are part of many other words.
    fn names(&self, style: &Style) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for text in self.files.iter().flat_map(|file| &file.types).flat_map(|ty| &ty.members) {
            for piece in text.split('$').skip(1) {
                let end = piece.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(piece.len());
                let name = &piece[..end];
                let count = names.len();
                names.entry(name.to_owned()).or_insert_with(|| match style.rename {
                    true => short_name(count),
                    false => name.to_owned(),
                });
            }
        }
        names
    }
}

/// `a`, …, `z`, `aa`, …, without the words of the language.
fn short_name(mut count: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'a' + (count % 26) as u8));
        count /= 26;
        if count == 0 {
            break;
        }
        count -= 1;
    }
    if matches!(name.as_str(), "as" | "do" | "if" | "in" | "is" | "by" | "on" | "or") {
        format!("{name}_")
    } else {
        name
    }
}

/// Puts names in the place of `$name`; interpolated strings are written with `§`.
fn with_names(text: &str, name: &dyn Fn(&str) -> String) -> String {
    let mut pieces = text.split('$');
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(piece.len());
        written.push_str(&name(&piece[..end]));
        written.push_str(&piece[end..]);
    }
    written.replace('§', "$")
}

/// Puts comments and white space where white space is.
fn with_trivia(text: &str, seed: u64) -> String {
    const PIECES: [&str; 6] =
        [" ", "\n", " /* RequireClientSecret = false; */ ", " // AddMeter(\"x\")\n", "\t\n\n", " /**/ "];
    let tokens = lexer::lex(text, &Symbols::default()).tokens;
    let mut written = String::new();
    let mut end = 0;
    let mut random = seed;
    for token in &tokens {
        let range = token.range.usize();
        let gap = &text[end..range.start];
        written.push_str(gap);
        if !gap.is_empty() {
            random = next(random);
            if random.is_multiple_of(3) {
                written.push_str(PIECES[(random >> 8) as usize % PIECES.len()]);
            }
        }
        written.push_str(&text[range.clone()]);
        end = range.end;
    }
    written.push_str(&text[end..]);
    written
}

/// Files that nobody uses, some with names that the packages have too.
fn noise(seed: u64) -> Vec<(String, String)> {
    const FILES: [&str; 6] = [
        "namespace Noise.One; public class Client { public bool RequireClientSecret { get; set; } public string ClientId { get; set; } }",
        "namespace Noise.Two { public static class Telemetry { public const string ServiceName = \"Noise\"; } public class Unused { void M() { var s = \"Duende.IdentityServer.Experimental\"; } } }",
        "namespace Noise.Three; public interface ISetting { string Name { get; } } public record Setting(string Name) : ISetting;",
        "// RequireClientSecret = false, AddMeter, SendLogoutNotificationAsync\nnamespace Noise.Four; public enum Level { Low, High }",
        "namespace Noise.Five; public static class Extensions { public static string Shout(this string s) => s + \"!\"; public static T Also<T>(this T t) => t; }",
        "namespace Noise.Six; public class DefaultBackChannelLogoutService { public virtual void SendLogoutNotificationAsync(int n) { } } public class Mine : DefaultBackChannelLogoutService { public override void SendLogoutNotificationAsync(int n) { } }",
    ];
    let order = permutation(FILES.len(), Some(seed));
    let count = 1 + (next(seed) as usize % FILES.len());
    let named = |(at, file): (usize, &usize)| {
        (format!("{}{at}.cs", if at % 2 == 0 { "A" } else { "z" }), FILES[*file].to_owned())
    };
    order[..count].iter().enumerate().map(named).collect()
}

fn permutation(len: usize, seed: Option<u64>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let Some(mut random) = seed else { return order };
    for at in (1..len).rev() {
        random = next(random);
        order.swap(at, (random >> 16) as usize % (at + 1));
    }
    order
}

fn next(random: u64) -> u64 {
    random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}
