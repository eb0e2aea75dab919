//! Collects the rule pages, `rules/<package>/<name>.md`, into an array of path and text.
#![allow(clippy::print_stdout)] // that is how a build script talks to Cargo

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let root = manifest.join("../..").canonicalize()?;
    let rules = root.join("rules");
    println!("cargo::rerun-if-changed={}", rules.display());
    let mut array = String::from("/// Path and text of every page.\nstatic PAGES: &[(&str, &str)] = &[\n");
    for directory in entries(&rules)? {
        if !directory.is_dir() || directory.ends_with("api") {
            continue;
        }
        println!("cargo::rerun-if-changed={}", directory.display());
        for page in entries(&directory)? {
            if page.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            println!("cargo::rerun-if-changed={}", page.display());
            let name = page.strip_prefix(&root).unwrap_or(&page).display().to_string().replace('\\', "/");
            let path = page.display().to_string();
            writeln!(array, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
        }
    }
    array.push_str("];\n");
    let digest = digest(&rules)?;
    let text = format!(
        "/// Names the rule pages and API facts: it changes with any of them.\npub const DIGEST: &str = {digest:?};\n"
    );
    array.push_str(&text);
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("pages.rs"), array)
}

/// A hash of all files below a directory, their names included; the same on every machine, however lines end there.
fn digest(directory: &Path) -> io::Result<String> {
    // FNV-1a: nobody is kept out by it, and a build script needs no crate for it.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut open = vec![directory.to_path_buf()];
    let mut files = Vec::new();
    while let Some(next) = open.pop() {
        println!("cargo::rerun-if-changed={}", next.display());
        let (directories, others): (Vec<PathBuf>, _) = entries(&next)?.into_iter().partition(|path| path.is_dir());
        open.extend(directories);
        files.extend(others.into_iter().filter(|path| !path.ends_with("README.md")));
    }
    files.sort();
    for file in files {
        let name = file.strip_prefix(directory).unwrap_or(&file).display().to_string().replace('\\', "/");
        for byte in name.bytes().chain([0]).chain(fs::read(&file)?).filter(|byte| *byte != b'\r') {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Ok(format!("{hash:016x}"))
}

/// The entries of a directory in the order of their names.
fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
