//! Members of types: declared ones and those of packages, looked up through the bases.

use crate::scope::{Resolver, Scope, argument};
use crate::table::{DeclId, FileId};
use crate::ty::Ty;
use dslint_rules::{ApiMember, MemberKind as ApiKind, Release};
use dslint_syntax::ast::*;
use smol_str::SmolStr;

const MAX_DEPTH: u32 = 32;

/// A lookup of a name on its way down the bases.
#[derive(Default)]
struct Lookup {
    release: Option<Release>,
    seen: Vec<Ty>,
    originals: Vec<MemberSymbol>,
    overrides: Vec<MemberSymbol>,
}

/// Where a member is declared.
#[derive(Clone, Debug)]
pub enum MemberSource {
    /// In the analysed code: the part of its type, and the index in it.
    Declared(FileId, TypeIndex, usize),
    /// A parameter of a primary constructor that a record turns into a property.
    PrimaryParameter(FileId, TypeIndex, usize),
    /// The primary constructor of a part.
    PrimaryConstructor(FileId, TypeIndex),
    /// In a package.
    Package(ApiMember<'static>),
}

/// A member as seen through some type.
#[derive(Clone, Debug)]
pub struct MemberSymbol {
    /// The type that declares it, with its type arguments.
    pub owner: Ty,
    /// Where it is declared.
    pub source: MemberSource,
}

/// A parameter as binding sees it.
#[derive(Clone, Debug)]
pub struct ParameterSymbol {
    /// Its name.
    pub name: SmolStr,
    /// Its type.
    pub ty: Ty,
    /// Whether a call may leave it out.
    pub optional: bool,
    /// Whether it takes any number of arguments.
    pub params: bool,
}

impl Resolver<'_> {
    /// The members of that name that `ty` has, its own before inherited ones: methods with all their overloads, else the
    /// one that hides the others. Declarations that override are left out when a base has the original: that is what a
    /// call binds to. Of packages, it is what the release has; what it does not have at all is taken from any.
    pub fn members(&self, ty: &Ty, name: &str) -> Vec<MemberSymbol> {
        let found = self.members_in(ty, name, self.release);
        if found.is_empty() && self.release.is_some() { self.members_of_any_release(ty, name) } else { found }
    }

    /// The same, of packages in any release.
    pub fn members_of_any_release(&self, ty: &Ty, name: &str) -> Vec<MemberSymbol> {
        self.members_in(ty, name, None)
    }

    fn members_in(&self, ty: &Ty, name: &str, release: Option<Release>) -> Vec<MemberSymbol> {
        let mut found = Lookup { release, ..Lookup::default() };
        self.look_up(ty, name, &mut found, 0);
        if found.originals.is_empty() { found.overrides } else { found.originals }
    }

    /// Goes down the bases; what hides what is below it ends the way.
    fn look_up(&self, ty: &Ty, name: &str, found: &mut Lookup, depth: u32) {
        if depth > MAX_DEPTH || found.seen.contains(ty) {
            return;
        }
        found.seen.push(ty.clone());
        let before = found.originals.len();
        match ty {
            Ty::Declared(id, _) => self.own_members(*id, ty, name, found),
            Ty::Package(package, _) => {
                for member in package.members_named(name).filter(|member| member.exists_in(found.release)) {
                    let symbol = MemberSymbol { owner: ty.clone(), source: MemberSource::Package(member) };
                    let list = if member.is_override() { &mut found.overrides } else { &mut found.originals };
                    list.push(symbol);
                }
            }
            _ => return,
        }
        if found.originals[before..].iter().any(|member| self.member_kind(member) != MemberKind::Method) {
            return;
        }
        for base in self.bases(ty) {
            let before = found.originals.len();
            self.look_up(&base, name, found, depth + 1);
            // What the class has hides nothing of the interfaces, but is what a name means first.
            if found.originals.len() > before && !self.is_interface(&base) {
                return;
            }
        }
    }

    /// Own members of a declared type: those that declare, and those that override.
    fn own_members(&self, id: DeclId, ty: &Ty, name: &str, found: &mut Lookup) {
        for &(file, index) in &self.table.decl(id).parts {
            let decl = self.table.part(file, index);
            for (at, member) in decl.members.iter().enumerate() {
                let is_named = match member.kind {
                    MemberKind::Constructor => false,
                    MemberKind::Indexer => name == "this[]",
                    _ => member.name.text == name && member.explicit_interface.is_none(),
                };
                if !is_named {
                    continue;
                }
                let symbol = MemberSymbol { owner: ty.clone(), source: MemberSource::Declared(file, index, at) };
                let overrides = member.modifiers.contains(Modifiers::OVERRIDE);
                let list = if overrides { &mut found.overrides } else { &mut found.originals };
                list.push(symbol);
            }
        }
        let is_own = |symbol: &MemberSymbol| symbol.owner == *ty;
        if found.originals.iter().any(is_own) || found.overrides.iter().any(is_own) {
            return;
        }
        for &(file, index) in &self.table.decl(id).parts {
            let decl = self.table.part(file, index);
            if matches!(decl.kind, DeclaredKind::Record | DeclaredKind::RecordStruct) {
                let parameter = decl.parameters.iter().flatten().position(|parameter| parameter.name.text == name);
                found.originals.extend(parameter.map(|at| MemberSymbol {
                    owner: ty.clone(),
                    source: MemberSource::PrimaryParameter(file, index, at),
                }));
            }
        }
    }

    /// The constructors of a type.
    pub fn constructors(&self, ty: &Ty) -> Vec<MemberSymbol> {
        let symbol = |source| MemberSymbol { owner: ty.clone(), source };
        match ty {
            Ty::Declared(id, _) => {
                let mut found = Vec::new();
                for &(file, index) in &self.table.decl(*id).parts {
                    let decl = self.table.part(file, index);
                    if decl.parameters.is_some() && decl.kind != DeclaredKind::Delegate {
                        found.push(symbol(MemberSource::PrimaryConstructor(file, index)));
                    }
                    for (at, member) in decl.members.iter().enumerate() {
                        if member.kind == MemberKind::Constructor && !member.modifiers.contains(Modifiers::STATIC) {
                            found.push(symbol(MemberSource::Declared(file, index, at)));
                        }
                    }
                }
                found
            }
            Ty::Package(package, _) => {
                let release = self.release_for(*package);
                let of = |release: Option<Release>| -> Vec<MemberSymbol> {
                    package
                        .members()
                        .filter(|member| member.kind() == ApiKind::Constructor && member.exists_in(release))
                        .map(|member| symbol(MemberSource::Package(member)))
                        .collect()
                };
                let current = of(release);
                if current.is_empty() && release.is_some() { of(None) } else { current }
            }
            _ => Vec::new(),
        }
    }

    /// The extension methods of that name, those whose namespace is in scope first.
    pub fn extensions(&self, name: &str, scope: &Scope) -> Vec<MemberSymbol> {
        let declared = self.table.extensions.get(name).into_iter().flatten();
        let mut found: Vec<MemberSymbol> = declared
            .filter(|(id, ..)| self.table.sees(scope.file, *id))
            .map(|&(id, file, index, at)| MemberSymbol {
                owner: Ty::Declared(id, std::sync::Arc::from([])),
                source: MemberSource::Declared(file, index, at),
            })
            .collect();
        let current: Vec<ApiMember<'static>> =
            self.api.extension_methods_named(name).filter(|member| member.exists_in(self.release)).collect();
        let packaged = if current.is_empty() { self.api.extension_methods_named(name).collect() } else { current };
        found.extend(
            packaged.into_iter().map(|member| MemberSymbol {
                owner: Ty::package(member.owner()),
                source: MemberSource::Package(member),
            }),
        );
        found.sort_by_cached_key(|member| !self.is_in_scope(scope, &self.namespace_of(&member.owner)));
        found
    }

    fn namespace_of(&self, ty: &Ty) -> String {
        match ty {
            Ty::Declared(id, _) => {
                let name = &self.table.decl(*id).full_name;
                name.rsplit_once('.').map(|(namespace, _)| namespace.to_owned()).unwrap_or_default()
            }
            Ty::Package(package, _) => package.namespace().into_owned(),
            _ => String::new(),
        }
    }

    /// The syntax of a declared member.
    pub fn member_decl(&self, symbol: &MemberSymbol) -> Option<&MemberDecl> {
        match symbol.source {
            MemberSource::Declared(file, index, at) => self.table.part(file, index).members.get(at),
            _ => None,
        }
    }

    /// The scope in which a declared member's types are written.
    pub fn member_scope(&self, file: FileId, index: TypeIndex, member: &MemberDecl) -> Scope {
        let mut scope = self.scope_of(file, index);
        scope.type_parameters.extend(member.type_parameters.iter().map(|parameter| parameter.text.clone()));
        scope
    }

    /// The name of a member.
    pub fn member_name(&self, symbol: &MemberSymbol) -> SmolStr {
        match &symbol.source {
            MemberSource::Declared(file, index, at) => self.table.part(*file, *index).members[*at].name.text.clone(),
            MemberSource::PrimaryParameter(file, index, at) => {
                let parameters = self.table.part(*file, *index).parameters.iter().flatten();
                parameters.map(|parameter| parameter.name.text.clone()).nth(*at).unwrap_or_default()
            }
            MemberSource::PrimaryConstructor(file, index) => self.table.part(*file, *index).name.text.clone(),
            MemberSource::Package(member) => SmolStr::new(member.name()),
        }
    }

    /// What a member is.
    pub fn member_kind(&self, symbol: &MemberSymbol) -> MemberKind {
        match &symbol.source {
            MemberSource::Declared(file, index, at) => self.table.part(*file, *index).members[*at].kind,
            MemberSource::PrimaryParameter(..) => MemberKind::Property,
            MemberSource::PrimaryConstructor(..) => MemberKind::Constructor,
            MemberSource::Package(member) => match member.kind() {
                ApiKind::Constructor => MemberKind::Constructor,
                ApiKind::Method => MemberKind::Method,
                ApiKind::Property => MemberKind::Property,
                ApiKind::Indexer => MemberKind::Indexer,
                ApiKind::Field | ApiKind::Constant => MemberKind::Field,
                ApiKind::Event => MemberKind::Event,
                ApiKind::EnumMember => MemberKind::EnumMember,
                ApiKind::Operator => MemberKind::Operator,
            },
        }
    }

    /// Whether a member is an extension method.
    pub fn is_extension(&self, symbol: &MemberSymbol) -> bool {
        match &symbol.source {
            MemberSource::Package(member) => member.is_extension(),
            _ => self
                .member_decl(symbol)
                .and_then(|member| member.parameters.first())
                .is_some_and(|first| first.modifiers.contains(Modifiers::THIS)),
        }
    }

    /// The type of a member (for methods: what it returns), with the owner's type arguments put in.
    pub fn member_type(&self, symbol: &MemberSymbol) -> Ty {
        let ty = match &symbol.source {
            MemberSource::Declared(file, index, at) => {
                let member = &self.table.part(*file, *index).members[*at];
                match &member.ty {
                    Some(ty) => self.ty(&self.member_scope(*file, *index, member), ty),
                    // An enum member is of its enum's type.
                    None if member.kind == MemberKind::EnumMember => symbol.owner.clone(),
                    None => Ty::Unknown,
                }
            }
            MemberSource::PrimaryParameter(file, index, at) => {
                let parameter = self.table.part(*file, *index).parameters.iter().flatten().nth(*at);
                parameter
                    .and_then(|parameter| parameter.ty.as_ref())
                    .map(|ty| self.ty(&self.scope_of(*file, *index), ty))
                    .unwrap_or_default()
            }
            MemberSource::PrimaryConstructor(..) => Ty::Unknown,
            MemberSource::Package(member) if member.kind() == ApiKind::EnumMember => symbol.owner.clone(),
            MemberSource::Package(member) => {
                let parameters = member.type_parameters();
                let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
                self.signature(member.owner(), &member.ty(), &names)
            }
        };
        self.through_owner(&symbol.owner, ty)
    }

    /// The parameters of a member, with the owner's type arguments put in.
    pub fn parameters(&self, symbol: &MemberSymbol) -> Vec<ParameterSymbol> {
        let declared = |scope: &Scope, parameters: &[Parameter]| -> Vec<ParameterSymbol> {
            let symbol = |parameter: &Parameter| ParameterSymbol {
                name: parameter.name.text.clone(),
                ty: self.through_owner(
                    &symbol.owner,
                    parameter.ty.as_ref().map(|ty| self.ty(scope, ty)).unwrap_or_default(),
                ),
                optional: parameter.default.is_some(),
                params: parameter.modifiers.contains(Modifiers::PARAMS),
            };
            parameters.iter().map(symbol).collect()
        };
        match &symbol.source {
            MemberSource::Declared(file, index, at) => {
                let member = &self.table.part(*file, *index).members[*at];
                declared(&self.member_scope(*file, *index, member), &member.parameters)
            }
            MemberSource::PrimaryConstructor(file, index) => {
                let parameters = self.table.part(*file, *index).parameters.as_deref().unwrap_or_default();
                declared(&self.scope_of(*file, *index), parameters)
            }
            MemberSource::PrimaryParameter(..) => Vec::new(),
            MemberSource::Package(member) => {
                let parameters = member.type_parameters();
                let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
                member
                    .parameters()
                    .iter()
                    .map(|parameter| ParameterSymbol {
                        name: SmolStr::new(parameter.name),
                        ty: self.through_owner(&symbol.owner, self.signature(member.owner(), &parameter.ty, &names)),
                        optional: parameter.is_optional(),
                        params: parameter.mode == dslint_rules::ParameterMode::Params,
                    })
                    .collect()
            }
        }
    }

    /// Whether a member belongs to its type, not to an instance.
    pub fn is_static(&self, symbol: &MemberSymbol) -> bool {
        match &symbol.source {
            MemberSource::Package(member) => member.is_static(),
            MemberSource::Declared(file, index, at) => {
                let member = &self.table.part(*file, *index).members[*at];
                member.kind == MemberKind::EnumMember
                    || member.modifiers.contains(Modifiers::STATIC)
                    || member.modifiers.contains(Modifiers::CONST)
            }
            MemberSource::PrimaryParameter(..) | MemberSource::PrimaryConstructor(..) => false,
        }
    }

    /// The names of a member's own type parameters.
    pub fn member_type_parameters(&self, symbol: &MemberSymbol) -> Vec<SmolStr> {
        match &symbol.source {
            MemberSource::Package(member) => {
                member.type_parameters().iter().map(|parameter| SmolStr::new(parameter.name)).collect()
            }
            _ => self
                .member_decl(symbol)
                .map(|member| member.type_parameters.iter().map(|parameter| parameter.text.clone()).collect())
                .unwrap_or_default(),
        }
    }

    fn through_owner(&self, owner: &Ty, ty: Ty) -> Ty {
        if owner.arguments().is_empty() {
            return ty;
        }
        let names = match owner {
            Ty::Declared(id, _) => self.type_parameters(*id),
            Ty::Package(package, _) => {
                package.type_parameters().iter().map(|parameter| SmolStr::new(parameter.name)).collect()
            }
            _ => Vec::new(),
        };
        ty.substitute(&|name| argument(&names, owner.arguments(), name))
    }
}
