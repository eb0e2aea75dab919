//! The line hash of GitHub code scanning, which tells it that a finding is the one of an earlier run.

use std::collections::HashMap;

use dslint_linter::SourceFile;
use dslint_syntax::text::Encoding;

const WINDOW: usize = 100;
const FACTOR: i64 = 37;
const END_OF_FILE: u16 = u16::MAX;

/// GitHub's `primaryLocationLineHash` of every line of a file: a rolling hash over the 100 characters that are no blanks
/// from the start of the line on, and which one it is among equal ones. None for encodings that GitHub's action reads
/// differently; it computes the hash itself where there is none.
pub(super) fn line_hashes(file: &SourceFile) -> Option<Vec<String>> {
    let mark = match file.encoding {
        Encoding::Utf8 => None,
        Encoding::Utf8Bom => Some(0xFEFF),
        Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Windows1252 => return None,
    };
    let mut hashes = LineHashes::new();
    for unit in mark.into_iter().chain(file.text.encode_utf16()) {
        hashes.read(unit);
    }
    Some(hashes.finish())
}

struct LineHashes {
    window: [i64; WINDOW],
    /// The line that begins at this place of the window.
    lines: [Option<usize>; WINDOW],
    at: usize,
    hash: i64,
    /// `FACTOR` to the power of `WINDOW`.
    leaving: i64,
    is_line_start: bool,
    was_return: bool,
    found: Vec<String>,
    line_count: usize,
    seen: HashMap<i64, usize>,
}

impl LineHashes {
    fn new() -> Self {
        LineHashes {
            window: [0; WINDOW],
            lines: [None; WINDOW],
            at: 0,
            hash: 0,
            leaving: (0..WINDOW).fold(1, |power: i64, _| power.wrapping_mul(FACTOR)),
            is_line_start: true,
            was_return: false,
            found: Vec::new(),
            line_count: 0,
            seen: HashMap::new(),
        }
    }

    fn read(&mut self, unit: u16) {
        let [space, tab, feed, ret] = [0x20, 0x09, 0x0A, 0x0D];
        if unit == space || unit == tab || (self.was_return && unit == feed) {
            self.was_return = false;
            return;
        }
        self.was_return = unit == ret;
        let unit = if self.was_return { feed } else { unit };
        self.give();
        if self.is_line_start {
            self.is_line_start = false;
            self.lines[self.at] = Some(self.line_count);
            self.line_count += 1;
        }
        if unit == feed {
            self.is_line_start = true;
        }
        self.push(i64::from(unit));
    }

    /// The hash of the line that began a window ago is complete.
    fn give(&mut self) {
        if let Some(line) = self.lines[self.at].take() {
            let count = self.seen.entry(self.hash).or_default();
            *count += 1;
            // Lines are given in their order.
            debug_assert_eq!(line, self.found.len());
            self.found.push(format!("{:x}:{count}", self.hash));
        }
    }

    fn push(&mut self, unit: i64) {
        let leaves = std::mem::replace(&mut self.window[self.at], unit);
        self.hash = FACTOR.wrapping_mul(self.hash).wrapping_add(unit).wrapping_sub(self.leaving.wrapping_mul(leaves));
        self.at = (self.at + 1) % WINDOW;
    }

    fn finish(mut self) -> Vec<String> {
        self.read(END_OF_FILE);
        for _ in 0..WINDOW {
            self.give();
            self.push(0);
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        line_hashes(&SourceFile::new("x.cs".into(), text.into(), Encoding::Utf8)).unwrap()
    }

    /// Values of Microsoft's SARIF Multitool (`rewrite --insert RollingHashPartialFingerprints`) for the same text.
    #[test]
    fn hashes_are_those_of_github() {
        let long = "// a line that is longer than the window of one hundred characters, so that equal ones are numbered, one after \
                    another\r\n";
        let code = "namespace A;\r\n\r\nclass B\r\n{\r\n\tstring c = \"😀 é\";\r\n\tstring d = \"😀 é\";\r\n}\r\n";
        let expected = [
            "f885b36449f5ce4f:1",
            "46f312836fa4065b:1",
            "490186f923945925:1",
            "5df57b9af36e8770:1",
            "96e1745724f0ae28:1",
            "c3a1e00c679aceaf:1",
            "3f88004670119cbc:1",
            "8014a0d1e2b6196b:1",
            "8014a0d1e2db124c:1",
        ];
        assert_eq!(hashes(&format!("{code}{long}{long}"))[..9], expected);
    }

    #[test]
    fn line_ends_and_blanks_do_not_count() {
        assert_eq!(hashes("a b\n\tc\n"), hashes("ab\r\nc\r\n"));
        assert_eq!(hashes("a\nb"), hashes("a\rb"));
        assert_ne!(hashes("a\nb"), hashes("a\nc"));
    }

    #[test]
    fn equal_lines_are_numbered() {
        let text = "x".repeat(120) + "\n";
        let hashes = hashes(&text.repeat(3));
        assert_eq!(hashes.len(), 4);
        assert!(hashes[0].ends_with(":1") && hashes[1].ends_with(":2"), "{hashes:?}");
        assert_eq!(hashes[0].split(':').next(), hashes[1].split(':').next());
    }

    #[test]
    fn other_encodings_are_left_to_github() {
        assert!(line_hashes(&SourceFile::new("x.cs".into(), "a".into(), Encoding::Utf16Le)).is_none());
    }
}
