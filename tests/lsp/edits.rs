//! Whatever is typed: after any row of edits the server says what the command line says about the saved text.

use serde_json::{Value, json};

use crate::client::{Client, applied, pushing, uri};
use crate::support::{REFUSED_CLIENT, Tree};

/// A generator that everybody can write down (xorshift): the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// What is put in: pieces of C# that matter, and what is hard to count.
const PIECES: [&str; 12] = [
    "",
    "\n",
    "\r\n",
    "\n\n",
    "    ",
    "😀",
    "/* ü */",
    "// dslint: ignore[DS7302] -- a reason\n",
    "\"",
    "{",
    "        RequireClientSecret = false,\n",
    "\r",
];

#[test]
fn random_edits_end_where_a_new_analysis_ends() {
    let tree = Tree::host();
    let path = tree.root.join("src/Host/Config.cs");
    let mut client = Client::on(&tree.root, pushing(), &["--to", "7.3"]);
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut text = REFUSED_CLIENT.to_owned();
    client.open(&path, &text);
    let mut version = 1;
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..60 {
        if round % 2 == 0 {
            text = REFUSED_CLIENT.to_owned();
            version += 1;
            client.replace(&path, version, &text);
        }
        for _ in 0..=numbers.below(3) {
            version += 1;
            let change = edit(&mut numbers, &text);
            // The own reading of lines knows no lone `\r`; such a text is sent whole.
            let is_simple = !text.replace("\r\n", "").contains('\r');
            match is_simple {
                true => {
                    text = applied(&text, &[json!({ "range": change.0, "newText": change.1 })]);
                    client.change(&path, version, json!([{ "range": change.0, "text": change.1 }]));
                }
                false => {
                    text.push_str(change.1);
                    client.replace(&path, version, &text);
                }
            }
        }
        client.settle();
        let published = &client.published[&uri(&path)]["diagnostics"];
        tree.write("src/Host/Config.cs", &text);
        let mut expected = tree.json(&["--to", "7.3", "--fail-on", "never"])["findings"].clone();
        expected.as_array_mut().unwrap().retain(|it| it["path"] == "src/Host/Config.cs");
        let places = |list: &Value, line: fn(&Value) -> u64, column: fn(&Value) -> u64| -> Vec<String> {
            let all = list.as_array().unwrap().iter();
            all.map(|it| format!("{}:{} {}", line(it), column(it), it["code"].as_str().unwrap())).collect()
        };
        let said = places(
            published,
            |it| it["range"]["start"]["line"].as_u64().unwrap() + 1,
            |it| it["range"]["start"]["character"].as_u64().unwrap() + 1,
        );
        let wanted = places(&expected, |it| it["line"].as_u64().unwrap(), |it| it["column"].as_u64().unwrap());
        assert_eq!(said, wanted, "round {round}:\n{text}");
        seen.insert(wanted);
    }
    assert!(seen.len() > 3, "the edits made no difference: {seen:?}");
    assert_eq!(client.quit(), 0);
}

/// A place in the text, mostly the start of a line, now and then a range, and what takes its place.
fn edit(numbers: &mut Numbers, text: &str) -> (Value, &'static str) {
    let lines: Vec<&str> = text.split('\n').collect();
    let units = |line: usize| lines[line].trim_end_matches('\r').encode_utf16().count();
    let line = numbers.below(lines.len());
    let column = if numbers.below(3) == 0 { numbers.below(units(line) + 1) } else { 0 };
    let start = (line, column);
    let end = match numbers.below(6) {
        0 => (line, column + numbers.below(units(line) - column + 1)),
        1 if line + 1 < lines.len() => (line + 1, 0),
        _ => start,
    };
    let at = |(line, column): (usize, usize)| json!({ "line": line, "character": whole(lines[line], column) });
    (json!({ "start": at(start), "end": at(end) }), PIECES[numbers.below(PIECES.len())])
}

/// The nearest column in front that is not inside a character.
fn whole(line: &str, column: usize) -> usize {
    let mut units = 0;
    for character in line.chars() {
        if units + character.len_utf16() > column {
            break;
        }
        units += character.len_utf16();
    }
    units
}
