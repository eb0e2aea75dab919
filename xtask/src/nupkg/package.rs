//! A package: a zip with a nuspec, and for a tool a settings file that says how it is started. The .NET SDK knows programs that
//! are no .NET assemblies since version 10; the settings say `Version="2"`, with which older ones say that they are too old.
//! The layout is described in dotnet/designs, "RID-specific .NET tool packages".

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::platform::Platform;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const DESCRIPTION: &str = "Says what breaks, or silently changes, when a C# code base moves from one (Duende) IdentityServer release to another. Reads sources and project files as they are; builds nothing and needs no network.";
const README: &str = "\
# dslint

What breaks, or silently changes, when a C# code base moves from one (Duende) IdentityServer release to the next?

```sh
dotnet tool install --global dslint
dslint                 # what the way to the newest release changes for the code in this directory
dslint plan            # the same as a plan: steps, questions, and what was searched in vain
dslint explain DS7302  # what changed, what to do, examples
```

dslint is a native program: it reads sources and project files as they are, builds nothing and needs no network. The tool needs the
.NET SDK 10 to be installed and nothing to run.
";

/// A file of a package.
struct Part {
    path: String,
    bytes: Vec<u8>,
    is_executable: bool,
}

/// A package before it is written.
pub(crate) struct Package {
    id: String,
    parts: Vec<Part>,
}

impl Package {
    /// The package of a platform, which nobody names: the SDK finds it through the other one.
    pub(crate) fn of_platform(platform: Platform, program: Vec<u8>, license: &str) -> Package {
        let command =
            format!("<Command Name=\"dslint\" EntryPoint=\"{}\" Runner=\"executable\" />", platform.program());
        let settings = settings(&format!("  <Commands>\n    {command}\n  </Commands>\n"));
        let directory = format!("tools/any/{platform}");
        let mut package = Package::new(format!("dslint.{platform}"), "DotnetToolRidPackage", license);
        package.add(format!("{directory}/DotnetToolSettings.xml"), settings);
        let path = format!("{directory}/{}", platform.program());
        package.parts.push(Part { path, bytes: program, is_executable: true });
        package
    }

    /// The package that users install, which leads to those of the platforms.
    pub(crate) fn of_all(platforms: &[Platform], license: &str) -> Package {
        let mut inner = "  <Commands>\n    <Command Name=\"dslint\" />\n  </Commands>\n".to_owned();
        inner.push_str("  <RuntimeIdentifierPackages>\n");
        for platform in platforms {
            // Writing to a string does not fail.
            let _ = writeln!(
                inner,
                "    <RuntimeIdentifierPackage RuntimeIdentifier=\"{platform}\" Id=\"dslint.{platform}\" />"
            );
        }
        inner.push_str("  </RuntimeIdentifierPackages>\n");
        let mut package = Package::new("dslint".to_owned(), "DotnetTool", license);
        package.add("tools/net10.0/any/DotnetToolSettings.xml".to_owned(), settings(&inner));
        package
    }

    fn new(id: String, kind: &str, license: &str) -> Package {
        let mut package = Package { id, parts: Vec::new() };
        let nuspec = nuspec(&package.id, kind);
        package.add("_rels/.rels".to_owned(), relations(&package.id));
        package.add(format!("{}.nuspec", package.id), nuspec);
        package.add("LICENSE.txt".to_owned(), license.to_owned());
        package.add("README.md".to_owned(), README.to_owned());
        package
    }

    fn add(&mut self, path: String, text: String) {
        self.parts.push(Part { path, bytes: text.into_bytes(), is_executable: false });
    }

    /// `dslint.linux-x64.0.1.0.nupkg`
    pub(crate) fn file_name(&self) -> String {
        format!("{}.{VERSION}.nupkg", self.id)
    }

    /// The bytes, which depend on nothing but the parts.
    pub(crate) fn zip(&self) -> Result<Vec<u8>, ZipError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let types = Part {
            path: "[Content_Types].xml".to_owned(),
            bytes: content_types(&self.parts).into_bytes(),
            is_executable: false,
        };
        for part in [&types].into_iter().chain(&self.parts) {
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::default())
                .unix_permissions(if part.is_executable { 0o755 } else { 0o644 });
            writer.start_file(part.path.as_str(), options)?;
            writer.write_all(&part.bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn settings(inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<DotNetCliTool Version=\"2\">\n{inner}</DotNetCliTool>\n")
}

fn nuspec(id: &str, kind: &str) -> String {
    let description = escape(DESCRIPTION);
    // Clients that know nothing of license files are sent to this address by NuGet's own packer, too.
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<package xmlns=\"http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd\">
  <metadata>
    <id>{id}</id>
    <version>{VERSION}</version>
    <authors>the dslint contributors</authors>
    <license type=\"file\">LICENSE.txt</license>
    <licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>
    <readme>README.md</readme>
    <description>{description}</description>
    <tags>identityserver duende upgrade linter</tags>
    <packageTypes>
      <packageType name=\"{kind}\" />
    </packageTypes>
  </metadata>
</package>
"
    )
}

fn relations(id: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">
  <Relationship Type=\"http://schemas.microsoft.com/packaging/2010/07/manifest\" Target=\"/{id}.nuspec\" Id=\"R0\" />
</Relationships>
"
    )
}

/// A type for each extension, and for each part without one.
fn content_types(parts: &[Part]) -> String {
    let mut types = BTreeSet::new();
    for part in parts {
        let name = part.path.rsplit('/').next().unwrap_or_default();
        types.insert(match name.rsplit_once('.') {
            Some((_, "rels")) => {
                "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\" />"
                    .to_owned()
            }
            Some((_, extension)) => {
                format!("<Default Extension=\"{extension}\" ContentType=\"application/octet\" />")
            }
            None => format!("<Override PartName=\"/{}\" ContentType=\"application/octet\" />", part.path),
        });
    }
    let lines: String = types.iter().map(|line| format!("  {line}\n")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\n{lines}</Types>\n"
    )
}
