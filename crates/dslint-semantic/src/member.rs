//! Members of types: declared ones and those of packages, looked up through the bases.

use crate::scope::{Resolver, argument};
use crate::table::{DeclId, FileId};
use crate::ty::Ty;
use dslint_rules::{ApiMember, MemberKind as ApiKind};
use dslint_syntax::ast::*;
use smol_str::SmolStr;

const MAX_DEPTH: u32 = 32;

/// Where a member is declared.
#[derive(Clone, Debug)]
pub enum MemberSource {
    /// In the analysed code: the part of its type, and the index in it.
    Declared(FileId, TypeIndex, usize),
    /// A parameter of a primary constructor that a record turns into a property.
    PrimaryParameter(FileId, TypeIndex, usize),
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
    /// The members of that name that `ty` has, its own or inherited. Own declarations that override are left out when
    /// a base has the original: that is what a call binds to.
    pub fn members(&self, ty: &Ty, name: &str) -> Vec<MemberSymbol> {
        self.members_at(ty, name, 0)
    }

    fn members_at(&self, ty: &Ty, name: &str, depth: u32) -> Vec<MemberSymbol> {
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        match ty {
            Ty::Declared(id, _) => {
                let (own, overriding) = self.own_members(*id, ty, name);
                if !own.is_empty() {
                    return own;
                }
                let inherited = self
                    .bases(ty)
                    .iter()
                    .map(|base| self.members_at(base, name, depth + 1))
                    .find(|found| !found.is_empty());
                inherited.unwrap_or(overriding)
            }
            Ty::Package(package, arguments) => {
                let own: Vec<MemberSymbol> = package
                    .members_named(name)
                    .map(|member| MemberSymbol {
                        owner: Ty::Package(*package, arguments.clone()),
                        source: MemberSource::Package(member),
                    })
                    .collect();
                let (overrides, originals): (Vec<_>, Vec<_>) = own
                    .into_iter()
                    .partition(|member| matches!(member.source, MemberSource::Package(member) if member.is_override()));
                if !originals.is_empty() {
                    return originals;
                }
                let inherited = self
                    .bases(ty)
                    .iter()
                    .map(|base| self.members_at(base, name, depth + 1))
                    .find(|found| !found.is_empty());
                inherited.unwrap_or(overrides)
            }
            _ => Vec::new(),
        }
    }

    /// Own members of a declared type: those that declare, and those that override.
    fn own_members(&self, id: DeclId, ty: &Ty, name: &str) -> (Vec<MemberSymbol>, Vec<MemberSymbol>) {
        let mut own = Vec::new();
        let mut overriding = Vec::new();
        for &(file, index) in &self.table.decl(id).parts {
            let decl = self.table.part(file, index);
            for (at, member) in decl.members.iter().enumerate() {
                if member.name.text != name || member.kind == MemberKind::Constructor {
                    continue;
                }
                let symbol = MemberSymbol { owner: ty.clone(), source: MemberSource::Declared(file, index, at) };
                if member.modifiers.contains(Modifiers::OVERRIDE) {
                    overriding.push(symbol);
                } else {
                    own.push(symbol);
                }
            }
            let is_record = matches!(decl.kind, DeclaredKind::Record | DeclaredKind::RecordStruct);
            if own.is_empty() && is_record {
                let parameter = decl.parameters.iter().flatten().position(|parameter| parameter.name.text == name);
                own.extend(parameter.map(|at| MemberSymbol {
                    owner: ty.clone(),
                    source: MemberSource::PrimaryParameter(file, index, at),
                }));
            }
        }
        (own, overriding)
    }

    /// The constructors of a type.
    pub fn constructors(&self, ty: &Ty) -> Vec<MemberSymbol> {
        match ty {
            Ty::Declared(id, _) => {
                let mut found = Vec::new();
                for &(file, index) in &self.table.decl(*id).parts {
                    for (at, member) in self.table.part(file, index).members.iter().enumerate() {
                        if member.kind == MemberKind::Constructor && !member.modifiers.contains(Modifiers::STATIC) {
                            found.push(MemberSymbol {
                                owner: ty.clone(),
                                source: MemberSource::Declared(file, index, at),
                            });
                        }
                    }
                }
                found
            }
            Ty::Package(package, _) => package
                .members()
                .filter(|member| member.kind() == ApiKind::Constructor)
                .map(|member| MemberSymbol { owner: ty.clone(), source: MemberSource::Package(member) })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The extension methods of that name that code in `from` can see.
    pub fn extensions(&self, name: &str, from: FileId) -> Vec<MemberSymbol> {
        let declared = self.table.extensions.get(name).into_iter().flatten();
        let mut found: Vec<MemberSymbol> = declared
            .filter(|(id, ..)| self.table.sees(from, *id))
            .map(|&(id, file, index, at)| MemberSymbol {
                owner: Ty::Declared(id, std::sync::Arc::from([])),
                source: MemberSource::Declared(file, index, at),
            })
            .collect();
        found.extend(
            self.api.extension_methods_named(name).map(|member| MemberSymbol {
                owner: Ty::package(member.owner()),
                source: MemberSource::Package(member),
            }),
        );
        found
    }

    /// The syntax of a declared member.
    pub fn member_decl(&self, symbol: &MemberSymbol) -> Option<&MemberDecl> {
        match symbol.source {
            MemberSource::Declared(file, index, at) => self.table.part(file, index).members.get(at),
            _ => None,
        }
    }

    /// The scope in which a declared member's types are written.
    pub fn member_scope(&self, file: FileId, index: TypeIndex, member: &MemberDecl) -> crate::scope::Scope {
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
            MemberSource::Package(member) => SmolStr::new(member.name()),
        }
    }

    /// What a member is.
    pub fn member_kind(&self, symbol: &MemberSymbol) -> MemberKind {
        match &symbol.source {
            MemberSource::Declared(file, index, at) => self.table.part(*file, *index).members[*at].kind,
            MemberSource::PrimaryParameter(..) => MemberKind::Property,
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
        match &symbol.source {
            MemberSource::Declared(file, index, at) => {
                let member = &self.table.part(*file, *index).members[*at];
                let scope = self.member_scope(*file, *index, member);
                member
                    .parameters
                    .iter()
                    .map(|parameter| ParameterSymbol {
                        name: parameter.name.text.clone(),
                        ty: self.through_owner(
                            &symbol.owner,
                            parameter.ty.as_ref().map(|ty| self.ty(&scope, ty)).unwrap_or_default(),
                        ),
                        optional: parameter.default.is_some(),
                        params: parameter.modifiers.contains(Modifiers::PARAMS),
                    })
                    .collect()
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
