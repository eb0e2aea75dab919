//! The platforms that packages are made for, by the names that .NET has for them, and what a program for each looks like.

use object::{Architecture, BinaryFormat, Object as _};
use std::fmt;
use std::str::FromStr;

/// A runtime identifier: its name, the format of its programs and their architecture.
type Row = (&'static str, BinaryFormat, Architecture);

const ROWS: [Row; 8] = [
    ("linux-arm64", BinaryFormat::Elf, Architecture::Aarch64),
    ("linux-musl-arm64", BinaryFormat::Elf, Architecture::Aarch64),
    ("linux-musl-x64", BinaryFormat::Elf, Architecture::X86_64),
    ("linux-x64", BinaryFormat::Elf, Architecture::X86_64),
    ("osx-arm64", BinaryFormat::MachO, Architecture::Aarch64),
    ("osx-x64", BinaryFormat::MachO, Architecture::X86_64),
    ("win-arm64", BinaryFormat::Pe, Architecture::Aarch64),
    ("win-x64", BinaryFormat::Pe, Architecture::X86_64),
];

/// A platform.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Platform(usize);

impl Platform {
    /// The platform that this was built for.
    pub(crate) fn of_this_machine() -> Option<Platform> {
        let system = match std::env::consts::OS {
            "linux" if cfg!(target_env = "musl") => "linux-musl",
            "linux" => "linux",
            "macos" => "osx",
            "windows" => "win",
            _ => return None,
        };
        let processor = match std::env::consts::ARCH {
            "x86_64" => "x64",
            "aarch64" => "arm64",
            _ => return None,
        };
        format!("{system}-{processor}").parse().ok()
    }

    /// The name of the program there.
    pub(crate) fn program(self) -> &'static str {
        if self.row().1 == BinaryFormat::Pe { "dslint.exe" } else { "dslint" }
    }

    /// Says why these bytes are no program for the platform.
    pub(crate) fn accepts(self, program: &[u8]) -> Result<(), String> {
        let (name, format, architecture) = self.row();
        let file = object::File::parse(program).map_err(|error| format!("it is no program: {error}"))?;
        match (file.format(), file.architecture()) == (format, architecture) {
            true => Ok(()),
            false => Err(format!("it is no program for {name}, but {:?} for {:?}", file.format(), file.architecture())),
        }
    }

    fn row(self) -> Row {
        // An index comes from a search in the table.
        ROWS[self.0]
    }
}

impl FromStr for Platform {
    type Err = String;

    fn from_str(text: &str) -> Result<Platform, String> {
        let known = || ROWS.map(|(name, ..)| name).join(", ");
        let index = ROWS.iter().position(|(name, ..)| *name == text);
        index.map(Platform).ok_or_else(|| format!("`{text}` is no platform; known are {}", known()))
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.row().0)
    }
}
