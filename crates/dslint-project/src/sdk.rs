//! What the SDKs bring: their properties before and after a project's body, and the implicit usings.

use smol_str::SmolStr;

use crate::files::Location;
use crate::framework::{FrameworkFamily, TargetFramework};
use crate::properties::{Properties, list};
use crate::sources::ProjectFile;

/// An SDK that a project names, such as `Microsoft.NET.Sdk.Web`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SdkReference {
    /// The name.
    pub name: SmolStr,
    /// The version, where one is written with it.
    pub version: Option<SmolStr>,
    /// Where it is written.
    pub at: Option<Location>,
}

impl SdkReference {
    /// Reads `Name` or `Name/1.2.3`.
    pub(crate) fn parse(text: &str, at: Option<Location>) -> Self {
        let (name, version) = match text.trim().split_once('/') {
            Some((name, version)) => (name.trim(), Some(SmolStr::new(version.trim()))),
            None => (text.trim(), None),
        };
        Self { name: SmolStr::new(name), version, at }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// The SDKs of the `Sdk` attribute and of `Sdk` elements.
pub(crate) fn declared(file: &ProjectFile) -> Vec<SdkReference> {
    let mut sdks = Vec::new();
    if let Some(attribute) = file.root.attribute("Sdk") {
        let at = file.at(attribute.value_range);
        sdks.extend(list(&attribute.value).map(|part| SdkReference::parse(part, Some(at.clone()))));
    }
    for element in file.children.iter().filter(|element| element.name == "Sdk") {
        if let Some(name) = element.attribute("Name") {
            let mut sdk = SdkReference::parse(&name.value, Some(file.at(name.value_range)));
            sdk.version = element.value("Version").map(SmolStr::new).or(sdk.version);
            sdks.push(sdk);
        }
    }
    sdks
}

/// A file of the toolset that a project imports by its path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ToolsetFile {
    /// `Microsoft.Common.props`
    CommonProps,
    /// `Microsoft.CSharp.targets` and its like, which import `Microsoft.Common.targets`.
    LanguageTargets,
    /// Anything else that comes with the toolset or a restored package and says nothing about versions.
    Other,
}

/// Which file of the toolset an import means, if it starts with a property that leads there.
pub(crate) fn toolset_file(import: &str) -> Option<ToolsetFile> {
    const LOCATIONS: [&str; 13] = [
        "msbuildextensionspath",
        "msbuildextensionspath32",
        "msbuildextensionspath64",
        "msbuilduserextensionspath",
        "msbuildtoolspath",
        "msbuildbinpath",
        "msbuildsdkspath",
        "msbuildframeworktoolspath",
        "vstoolspath",
        "msbuildprojectextensionspath",
        "nugetpackageroot",
        "codeanalysistargets",
        "roslyntargetspath",
    ];
    let (name, _) = import.trim().strip_prefix("$(")?.split_once(')')?;
    let name = name.to_ascii_lowercase();
    if !LOCATIONS.contains(&name.as_str()) && !name.starts_with("pkg") {
        return None;
    }
    let file = import.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    Some(match file.as_str() {
        "microsoft.common.props" => ToolsetFile::CommonProps,
        "microsoft.csharp.targets"
        | "microsoft.visualbasic.targets"
        | "microsoft.fsharp.targets"
        | "microsoft.common.targets" => ToolsetFile::LanguageTargets,
        _ => ToolsetFile::Other,
    })
}

/// What `Sdk.props` sets after Directory.Build.props.
pub(crate) fn set_initial_properties(properties: &mut Properties) {
    properties.set_plain("UsingMicrosoftNETSdk", "true");
    for (name, value) in [("EnableDefaultItems", "true"), ("NoWarn", "1701;1702"), ("WarningsAsErrors", "NU1605")] {
        properties.set_default(name, value);
    }
    append_symbol(properties, "TRACE");
}

/// What `Sdk.targets` sets before Directory.Build.targets.
pub(crate) fn set_final_properties(properties: &mut Properties, sdks: &[SdkReference], project: &str) {
    let framework = match properties.value("TargetFramework").parse::<TargetFramework>() {
        Ok(framework) => Some(framework),
        Err(_) if sdks.is_empty() => {
            let identifier = properties.value("TargetFrameworkIdentifier");
            TargetFramework::from_version(identifier, properties.value("TargetFrameworkVersion"))
        }
        Err(_) => None,
    };
    if let Some(framework) = framework {
        let (major, minor, patch) = framework.version();
        let version = if patch > 0 { format!("v{major}.{minor}.{patch}") } else { format!("v{major}.{minor}") };
        properties.set_default("TargetFrameworkIdentifier", framework.identifier());
        properties.set_default("TargetFrameworkVersion", &version);
        if let Some(platform) = framework.platform() {
            let name = platform.split(|c: char| c.is_ascii_digit()).next().unwrap_or(platform);
            properties.set_default("TargetPlatformIdentifier", name);
        }
    }
    if !sdks.is_empty() && !properties.is_true("DisableImplicitConfigurationDefines") {
        let symbol = properties.value("Configuration").to_uppercase().replace(['-', '.', ' '], "_");
        append_symbol(properties, &symbol);
    }
    let program = ["Microsoft.NET.Sdk.Web", "Microsoft.NET.Sdk.Worker", "Microsoft.NET.Sdk.BlazorWebAssembly"];
    let output = if sdks.iter().any(|sdk| program.iter().any(|name| sdk.is(name))) { "Exe" } else { "Library" };
    properties.set_default("OutputType", output);
    properties.set_default("AssemblyName", project);
    properties.set_default("RootNamespace", &project.replace(' ', "_"));
}

fn append_symbol(properties: &mut Properties, symbol: &str) {
    if symbol.is_empty() {
        return;
    }
    // The doubt of the user's own symbols stays.
    match properties.get("DefineConstants") {
        Some(defined) => {
            let mut defined = defined.clone();
            defined.value = match defined.value.as_str() {
                "" => symbol.to_owned(),
                value => format!("{value};{symbol}"),
            };
            properties.set(defined);
        }
        None => properties.set_plain("DefineConstants", symbol),
    }
}

/// The preprocessor symbols of an evaluated project, sorted.
pub(crate) fn symbols(properties: &Properties, framework: Option<&TargetFramework>) -> Vec<String> {
    let mut symbols: Vec<String> = properties
        .value("DefineConstants")
        .split([';', ',', ' ', '\n', '\r', '\t'])
        .filter(|symbol| !symbol.is_empty() && !symbol.contains(['$', '(', '@']))
        .map(str::to_owned)
        .collect();
    // Projects without an SDK only have what they write.
    if let Some(framework) = framework
        && properties.is_true("UsingMicrosoftNETSdk")
        && !properties.is_true("DisableImplicitFrameworkDefines")
    {
        symbols.extend(framework.symbols());
    }
    symbols.sort();
    symbols.dedup();
    symbols
}

/// Whether `ImplicitUsings` is on.
pub(crate) fn has_implicit_usings(properties: &Properties) -> bool {
    properties.is_true("ImplicitUsings") || properties.value("ImplicitUsings").trim().eq_ignore_ascii_case("enable")
}

/// The namespaces that `ImplicitUsings` stands for.
pub(crate) fn implicit_usings(properties: &Properties, sdks: &[SdkReference]) -> Vec<&'static str> {
    if !has_implicit_usings(properties) {
        return Vec::new();
    }
    let desktop = properties.is_true("UseWPF") || properties.is_true("UseWindowsForms");
    let framework = properties.value("TargetFramework").parse::<TargetFramework>();
    let net_framework = framework.is_ok_and(|it| it.family() == FrameworkFamily::NetFramework);
    let mut namespaces = vec!["System", "System.Collections.Generic", "System.Linq", "System.Threading"];
    namespaces.push("System.Threading.Tasks");
    if !desktop {
        namespaces.push("System.IO");
    }
    if !desktop && !net_framework {
        namespaces.push("System.Net.Http");
    }
    if properties.is_true("UseWindowsForms") {
        namespaces.extend(["System.Drawing", "System.Windows.Forms"]);
    }
    let has = |name: &str| sdks.iter().any(|sdk| sdk.is(name));
    if has("Microsoft.NET.Sdk.Web") {
        namespaces.extend([
            "System.Net.Http.Json",
            "Microsoft.AspNetCore.Builder",
            "Microsoft.AspNetCore.Hosting",
            "Microsoft.AspNetCore.Http",
            "Microsoft.AspNetCore.Routing",
            "Microsoft.Extensions.Configuration",
            "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Hosting",
            "Microsoft.Extensions.Logging",
        ]);
    } else if has("Microsoft.NET.Sdk.Worker") {
        namespaces.extend([
            "Microsoft.Extensions.Configuration",
            "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Hosting",
            "Microsoft.Extensions.Logging",
        ]);
    } else if has("Microsoft.NET.Sdk.BlazorWebAssembly") {
        namespaces.extend([
            "System.Net.Http.Json",
            "Microsoft.Extensions.Configuration",
            "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Logging",
        ]);
    }
    namespaces.sort_unstable();
    namespaces
}
