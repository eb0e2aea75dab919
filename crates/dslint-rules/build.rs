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
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("pages.rs"), array)
}

/// The entries of a directory in the order of their names.
fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
