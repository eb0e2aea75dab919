//! `nupkg`: the packages with which `dotnet tool install dslint` gets the program: one for each platform, with the program
//! itself in it, and the one that users name, which says which of them is whose.

mod package;
mod platform;

use std::fs;
use std::path::{Path, PathBuf};

use crate::TaskError;
use package::Package;
use platform::Platform;

/// A program for a platform, as `linux-x64=target/release/dslint`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Binary {
    platform: Platform,
    path: PathBuf,
}

impl std::str::FromStr for Binary {
    type Err = String;

    fn from_str(text: &str) -> Result<Binary, String> {
        let (platform, path) = text.split_once('=').ok_or("expected PLATFORM=FILE")?;
        Ok(Binary { platform: platform.parse()?, path: path.into() })
    }
}

/// Writes the packages of these programs, by default of what was built for this machine.
pub(crate) fn run(root: &Path, binaries: &[Binary], output: Option<&Path>) -> Result<String, TaskError> {
    let of_this_machine = || {
        let platform = Platform::of_this_machine().ok_or(TaskError::NoPlatform)?;
        Ok::<_, TaskError>(vec![Binary { platform, path: root.join("target/release").join(platform.program()) }])
    };
    let mut binaries = if binaries.is_empty() { of_this_machine()? } else { binaries.to_vec() };
    binaries.sort_by_key(|binary| binary.platform);
    if let Some(twice) = binaries.windows(2).find(|pair| pair[0].platform == pair[1].platform) {
        return Err(TaskError::Nupkg(format!("{} is given twice", twice[0].platform)));
    }
    let license = license(root)?;
    let mut packages = Vec::new();
    for Binary { platform, path } in &binaries {
        let program = fs::read(path).map_err(TaskError::at(path))?;
        platform.accepts(&program).map_err(|why| TaskError::Nupkg(format!("{}: {why}", path.display())))?;
        packages.push(Package::of_platform(*platform, program, &license));
    }
    // The one that names the others comes last, and so it is to be published.
    let platforms: Vec<Platform> = binaries.iter().map(|binary| binary.platform).collect();
    packages.push(Package::of_all(&platforms, &license));

    let directory = output.map_or_else(|| root.join("target/nupkg"), Path::to_path_buf);
    fs::create_dir_all(&directory).map_err(TaskError::at(&directory))?;
    let mut told = Vec::new();
    for package in packages {
        let file = directory.join(package.file_name());
        let bytes = package.zip().map_err(|error| TaskError::Nupkg(format!("{}: {error}", package.file_name())))?;
        fs::write(&file, bytes).map_err(TaskError::at(&file))?;
        told.push(format!("written  {}", file.display()));
    }
    Ok(told.join("\n"))
}

/// Both licenses, of which users take one.
fn license(root: &Path) -> Result<String, TaskError> {
    let read = |name: &str| {
        let file = root.join(name);
        fs::read_to_string(&file).map_err(TaskError::at(&file))
    };
    let (mit, apache) = (read("LICENSE-MIT")?, read("LICENSE-APACHE")?);
    Ok(format!("Licensed under MIT or Apache-2.0, as you like.\n\n{mit}\n\n{apache}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::io::{Cursor, Read as _};

    const VERSION: &str = env!("CARGO_PKG_VERSION");

    struct Entry {
        mode: Option<u32>,
        text: Vec<u8>,
    }

    fn unpacked(bytes: &[u8]) -> BTreeMap<String, Entry> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut entries = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut text = Vec::new();
            file.read_to_end(&mut text).unwrap();
            let name = file.name().unwrap().into_owned();
            assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "{name}");
            entries.insert(name, Entry { mode: file.unix_mode(), text });
        }
        entries
    }

    fn xml(entry: &Entry) -> String {
        let text = String::from_utf8(entry.text.clone()).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        text
    }

    /// The packages of this very program, as bytes by name.
    fn packed() -> (Vec<u8>, BTreeMap<String, Vec<u8>>) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let (platform, program) = (Platform::of_this_machine().unwrap(), std::env::current_exe().unwrap());
        let directory = tempfile::tempdir().unwrap();
        let binary: Binary = format!("{platform}={}", program.display()).parse().unwrap();
        run(&root, &[binary], Some(directory.path())).unwrap();
        let files = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        (fs::read(program).unwrap(), files.map(|path| (name(&path), fs::read(path).unwrap())).collect())
    }

    #[test]
    fn the_tool_is_a_package_that_names_those_of_the_platforms() {
        let (_, packages) = packed();
        let platform = Platform::of_this_machine().unwrap();
        let names: Vec<&String> = packages.keys().collect();
        assert_eq!(names, [&format!("dslint.{VERSION}.nupkg"), &format!("dslint.{platform}.{VERSION}.nupkg")]);

        let entries = unpacked(&packages[&format!("dslint.{VERSION}.nupkg")]);
        let names: Vec<&str> = entries.keys().map(String::as_str).collect();
        let settings = "tools/net10.0/any/DotnetToolSettings.xml";
        assert_eq!(
            names,
            ["LICENSE.txt", "README.md", "[Content_Types].xml", "_rels/.rels", "dslint.nuspec", settings]
        );
        let nuspec = xml(&entries["dslint.nuspec"]);
        for element in [
            "<id>dslint</id>",
            &format!("<version>{VERSION}</version>"),
            "<packageType name=\"DotnetTool\" />",
            "<license type=\"file\">LICENSE.txt</license>",
            "<readme>README.md</readme>",
        ] {
            assert!(nuspec.contains(element), "no {element} in {nuspec}");
        }
        let settings = xml(&entries[settings]);
        for element in [
            "<DotNetCliTool Version=\"2\">",
            "<Command Name=\"dslint\" />",
            &format!("<RuntimeIdentifierPackage RuntimeIdentifier=\"{platform}\" Id=\"dslint.{platform}\" />"),
        ] {
            assert!(settings.contains(element), "no {element} in {settings}");
        }
        assert!(xml(&entries["_rels/.rels"]).contains("Target=\"/dslint.nuspec\""));
        let license = String::from_utf8_lossy(&entries["LICENSE.txt"].text).into_owned();
        assert!(license.contains("MIT License") && license.contains("Apache License"));
    }

    #[test]
    fn a_platform_gets_the_program_itself() {
        let (program, packages) = packed();
        let platform = Platform::of_this_machine().unwrap();
        let entries = unpacked(&packages[&format!("dslint.{platform}.{VERSION}.nupkg")]);
        let directory = format!("tools/any/{platform}");
        let entry = &entries[&format!("{directory}/{}", platform.program())];
        assert_eq!(entry.mode.map(|mode| mode & 0o777), Some(0o755), "it must be executable where it is unpacked");
        assert_eq!(entry.text, program);
        let modes = entries.iter().filter(|(name, _)| !name.starts_with(&directory)).map(|(_, entry)| entry.mode);
        assert!(modes.into_iter().all(|mode| mode.map(|mode| mode & 0o777) == Some(0o644)));
        let settings = xml(&entries[&format!("{directory}/DotnetToolSettings.xml")]);
        let command =
            format!("<Command Name=\"dslint\" EntryPoint=\"{}\" Runner=\"executable\" />", platform.program());
        assert!(settings.contains("<DotNetCliTool Version=\"2\">") && settings.contains(&command), "{settings}");
        let nuspec = xml(&entries[&format!("dslint.{platform}.nuspec")]);
        assert!(nuspec.contains("<packageType name=\"DotnetToolRidPackage\" />"), "{nuspec}");
        let types = xml(&entries["[Content_Types].xml"]);
        for name in entries.keys().filter(|name| *name != "[Content_Types].xml") {
            let extension = name.rsplit('/').next().unwrap().rsplit_once('.').map(|(_, extension)| extension);
            let entry = match extension {
                Some(extension) => format!("Extension=\"{extension}\""),
                None => format!("PartName=\"/{name}\""),
            };
            assert!(types.contains(&entry), "no {entry} in {types}");
        }
    }

    #[test]
    fn the_same_program_gives_the_same_bytes() {
        assert!(packed() == packed());
    }

    #[test]
    fn a_program_of_another_platform_is_refused() {
        let program = std::env::current_exe().unwrap();
        let mine = Platform::of_this_machine().unwrap();
        let other = if mine.to_string().starts_with("win") { "linux-x64" } else { "win-x64" };
        let refused = |binaries: &[String]| {
            let binaries: Vec<Binary> = binaries.iter().map(|it| it.parse().unwrap()).collect();
            let directory = tempfile::tempdir().unwrap();
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
            run(&root, &binaries, Some(directory.path())).unwrap_err().to_string()
        };
        let path = program.display();
        assert!(refused(&[format!("{other}={path}")]).contains("is no program for"), "the wrong system");
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(refused(&[format!("{mine}={}", manifest.display())]).contains("is no program"));
        assert!(refused(&[format!("{mine}={path}"), format!("{mine}={path}")]).contains("is given twice"));
        assert!("linux-mips=x".parse::<Binary>().unwrap_err().contains("linux-musl-x64"));
    }
}
