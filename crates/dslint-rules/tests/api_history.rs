//! The embedded API files against facts known from elsewhere.
#![allow(clippy::expect_used)] // a missing symbol is what these tests are there to report

use dslint_rules::{ApiHistory, KnownValue, MemberKind, ParameterMode, Release, TypeKind};
use dslint_version::NuGetVersion;

fn history() -> &'static ApiHistory {
    ApiHistory::embedded()
}

fn release(major: u32, minor: u32) -> Release {
    history().release_of(&NuGetVersion::new(major, minor, 0)).expect("a known release")
}

fn member(ty: &str, name: &str) -> dslint_rules::ApiMember<'static> {
    let ty = history().type_named(ty, 0).expect(ty);
    ty.members_named(name).next().expect(name)
}

#[test]
fn releases_are_in_order() {
    let names: Vec<String> = history().releases().iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), 14);
    assert_eq!((names[0].as_str(), names[13].as_str()), ("4.1", "8.0"));
    assert_eq!(history().release_of(&NuGetVersion::new(3, 1, 4)), None);
    assert_eq!(history().release_of(&NuGetVersion::new(9, 0, 0)), None);
    assert_eq!(history().release_of(&NuGetVersion::new(7, 3, 4)), Some(release(7, 3)));
}

#[test]
fn every_line_is_of_the_form() {
    let mut members = 0;
    for ty in history().types() {
        assert!(!ty.simple_name().is_empty() && !ty.package().is_empty(), "{ty:?}");
        assert!(ty.declarations().count() > 0, "{ty:?}");
        for member in ty.members() {
            members += 1;
            assert!(!member.releases().is_empty(), "{}", member.full_name());
            for parameter in member.parameters() {
                assert!(!parameter.name.is_empty(), "{} {}", member.full_name(), member.shape());
                assert!(!parameter.ty.text.is_empty(), "{}", member.full_name());
            }
            let ty = member.ty();
            let is_typeless = matches!(member.kind(), MemberKind::Constructor | MemberKind::EnumMember);
            assert_eq!(ty.text.is_empty(), is_typeless, "{}", member.full_name());
        }
    }
    assert!(members > 5_480, "{members}");
}

#[test]
fn a_removed_method() {
    let send = member("Duende.IdentityServer.Services.DefaultBackChannelLogoutService", "SendLogoutNotificationAsync");
    assert!(send.is_protected() && send.is_virtual() && send.is_overridable() && !send.is_static());
    assert_eq!(send.kind(), MemberKind::Method);
    assert_eq!(send.last(), Some(release(7, 2)));
    assert!(send.exists_in(release(7, 2)) && !send.exists_in(release(7, 3)) && send.exists_in(None));
    assert_eq!(send.ty().text, "Task");
    assert_eq!(send.parameters()[0].ty.name, "BackChannelLogoutRequest");
    let legacy = member("IdentityServer4.Services.DefaultBackChannelLogoutService", "SendLogoutNotificationAsync");
    assert_eq!((legacy.first(), legacy.last()), (Some(release(4, 1)), Some(release(4, 1))));
    assert_eq!(send.first(), Some(release(5, 0)));
}

#[test]
fn a_renamed_method() {
    let cleanup = history().type_named("Duende.IdentityServer.EntityFramework.TokenCleanupService", 0).unwrap();
    assert_eq!(cleanup.package(), "Duende.IdentityServer.EntityFramework.Storage");
    let old: Vec<_> = cleanup.members_named("RemoveExpiredGrantsAsync").collect();
    assert_eq!(old.len(), 2);
    assert_eq!(old[1].last(), Some(release(6, 2)));
    assert!(old.iter().all(|member| !member.exists_in(release(6, 3)) && !member.is_overridable()));
    assert!(cleanup.members_named("CleanupGrantsAsync").any(|member| member.exists_in(release(6, 3))));
}

#[test]
fn values() {
    assert_eq!(member("Duende.IdentityServer.Models.Client", "RequireClientSecret").value(), Some("true"));
    assert_eq!(member("Duende.IdentityServer.Models.Client", "RequireConsent").unassigned_value(), Some("false"));
    let jwk = member("Duende.IdentityServer.IdentityServerConstants.SecretTypes", "JsonWebKey");
    assert_eq!((jwk.kind(), jwk.text_value().as_deref()), (MemberKind::Constant, Some("JWK")));
    let name = member("Duende.IdentityServer.Telemetry", "ServiceNameExperimental");
    assert_eq!(name.text_value().as_deref(), Some("Duende.IdentityServer.Experimental"));
}

#[test]
fn values_of_new_objects() {
    let value = |ty: &str, property: &str| {
        history().type_named(ty, 0).expect(ty).unassigned_value(property, Some(release(7, 2)))
    };
    assert_eq!(value("Duende.IdentityServer.Models.Secret", "Type"), Some("\"SharedSecret\""));
    assert_eq!(value("Duende.IdentityServer.EntityFramework.Entities.ClientSecret", "Type"), Some("\"SharedSecret\""));
    assert_eq!(value("Duende.IdentityServer.Models.IdentityResources.Email", "Emphasize"), Some("true"));
    assert_eq!(value("Duende.IdentityServer.Models.IdentityResources.Email", "Required"), Some("false"));
    assert_eq!(value("Duende.IdentityServer.Models.Client", "ProtocolType"), Some("\"oidc\""));
    assert_eq!(value("Duende.IdentityServer.Models.Client", "NoSuchProperty"), None);
}

#[test]
fn known_values_of_grant_types() {
    let expected = KnownValue::List(vec!["authorization_code", "client_credentials"]);
    for root in ["Duende.IdentityServer", "IdentityServer4"] {
        let name = format!("{root}.Models.GrantTypes.CodeAndClientCredentials");
        assert_eq!(history().known_value(&name), Some(expected.clone()));
    }
    let code = member("Duende.IdentityServer.Models.GrantTypes", "Code");
    assert_eq!(code.known_value(), Some(KnownValue::List(vec!["authorization_code"])));
    assert_eq!(history().known_value("Own.Models.GrantTypes.Code"), None);
    let known = history().known_value_names().filter(|name| name.contains("GrantTypes")).count();
    assert_eq!(known, 11);
    for name in history().known_value_names() {
        let full = name.replacen('~', "Duende.IdentityServer", 1);
        let (ty, member) = full.rsplit_once('.').unwrap();
        let ty = history().type_named(ty, 0).expect(ty);
        assert!(ty.members_named(member).next().is_some(), "{full}");
        assert!(history().known_value(&full).is_some(), "{full}");
    }
}

#[test]
fn the_two_roots_are_two_types() {
    let legacy = history().type_named("IdentityServer4.Models.Client", 0).unwrap();
    assert!(legacy.exists_in(release(4, 1)) && !legacy.exists_in(release(5, 0)));
    let current = history().type_named("Duende.IdentityServer.Models.Client", 0).unwrap();
    assert!(!current.exists_in(release(4, 1)) && current.exists_in(release(5, 0)));
    assert_ne!(legacy, current);
    assert_eq!(
        (legacy.package(), current.package()),
        ("IdentityServer4.Storage".into(), "Duende.IdentityServer.Storage".into())
    );
    assert_eq!(legacy.namespace(), "IdentityServer4.Models");
    assert!(history().type_named("IdentityServer4.Telemetry", 0).is_none());
    assert!(legacy.members_named("CibaLifetime").next().is_none());
    assert!(current.members_named("CibaLifetime").next().is_some());
    assert!(history().type_named("Skoruba.Duende.IdentityServer.Models.Client", 0).is_none());
}

#[test]
fn namespaces() {
    for known in ["Duende", "Duende.IdentityServer", "Duende.IdentityServer.Models", "IdentityServer4", "System"] {
        assert!(history().has_namespace(known), "{known}");
    }
    for unknown in
        ["", "Duende.Identity", "IdentityServer4.Saml", "Duende.IdentityServer.IdentityServerConstants", "Models"]
    {
        assert!(!history().has_namespace(unknown), "{unknown}");
    }
    assert!(!history().has_namespace_in("IdentityServer4.Models", Some(release(6, 0))));
    assert!(history().has_namespace_in("IdentityServer4.Models", Some(release(4, 1))));
    assert!(history().has_namespace_in("System.Linq", Some(release(4, 1))));
}

#[test]
fn generic_and_nested_names() {
    let cache = history().type_named("Duende.IdentityServer.Services.ICache`1", 0).unwrap();
    assert_eq!(history().type_named("Duende.IdentityServer.Services.ICache", 1), Some(cache));
    assert!(history().type_named("Duende.IdentityServer.Services.ICache", 0).is_none());
    assert_eq!((cache.simple_name(), cache.arity(), cache.kind()), ("ICache", 1, TypeKind::Interface));
    assert_eq!(cache.type_parameters()[0].constraints, ["class"]);
    let secrets = history().type_named("Duende.IdentityServer.IdentityServerConstants.SecretTypes", 0).unwrap();
    assert_eq!(secrets.namespace(), "Duende.IdentityServer");
    assert_eq!(secrets.nesting().collect::<Vec<_>>(), ["IdentityServerConstants", "SecretTypes"]);
    let outer = secrets.outer().unwrap();
    assert!(outer.is_named("Duende.IdentityServer.IdentityServerConstants") && outer.outer().is_none());
    assert_eq!(outer.nested_named("SecretTypes", 0), Some(secrets));
    let names: Vec<_> = history().types_with_simple_name("TokenCleanupService").map(|ty| ty.full_name()).collect();
    assert_eq!(
        names,
        [
            "IdentityServer4.EntityFramework.TokenCleanupService",
            "Duende.IdentityServer.EntityFramework.TokenCleanupService"
        ]
    );
}

#[test]
fn a_type_whose_declaration_changed() {
    let types = history().type_named("Duende.IdentityServer.Models.GrantTypes", 0).unwrap();
    assert!(types.is_static());
    assert!(types.declaration(Some(release(7, 3))).is_some_and(|declaration| !declaration.is_static()));
    assert!(types.exists_in(release(7, 3)) && types.exists_in(release(7, 4)));
    let cleanup = history().type_named("Duende.IdentityServer.EntityFramework.TokenCleanupService", 0).unwrap();
    assert!(cleanup.bases(Some(release(6, 2))).is_empty());
    assert_eq!(cleanup.bases(Some(release(6, 3)))[0].name, "ITokenCleanupService");
}

#[test]
fn signature_names_resolve() {
    let api = history();
    let full = |text: &str, arity: usize| api.resolve_signature_name(text, arity).map(|ty| ty.full_name().into_owned());
    assert_eq!(full("Models.Client", 0).as_deref(), Some("Duende.IdentityServer.Models.Client"));
    assert_eq!(full("Entities.Client", 0).as_deref(), Some("Duende.IdentityServer.EntityFramework.Entities.Client"));
    assert_eq!(full("Task", 1).as_deref(), Some("System.Threading.Tasks.Task`1"));
    assert_eq!(full("Task", 0).as_deref(), Some("System.Threading.Tasks.Task"));
    assert_eq!(full("string", 0).as_deref(), Some("System.String"));
    assert_eq!(full("T", 0), None);
    let client = api.type_named("IdentityServer4.Models.Client", 0).unwrap();
    let secrets = client.members_named("ClientSecrets").next().unwrap().ty();
    assert_eq!((secrets.name, secrets.arity()), ("ICollection", 1));
    let secret = client.resolve(secrets.arguments[0].name, 0, Some(release(4, 1))).unwrap();
    assert_eq!(secret.full_name(), "IdentityServer4.Models.Secret");
    let request = api.resolve_signature_name_in("ClientAssertion", 0, Some(release(7, 0))).unwrap();
    assert_eq!(request.full_name(), "IdentityModel.Client.ClientAssertion");
    let request = api.resolve_signature_name_in("ClientAssertion", 0, Some(release(7, 1))).unwrap();
    assert_eq!(request.full_name(), "Duende.IdentityModel.Client.ClientAssertion");
}

#[test]
fn inherited_members() {
    let secret = history().type_named("Duende.IdentityServer.EntityFramework.Entities.ClientSecret", 0).unwrap();
    let ty = secret.lookup("Type", Some(release(7, 2)));
    assert_eq!(ty[0].owner().full_name(), "Duende.IdentityServer.EntityFramework.Entities.Secret");
    let list = history().type_named("System.Collections.Generic.List", 1).unwrap();
    assert!(!list.lookup("Count", None).is_empty());
    let collection = history().type_named("System.Collections.Generic.IEnumerable", 1).unwrap();
    assert!(list.derives_from(collection, None));
}

#[test]
fn extension_methods() {
    let api = history();
    let add: Vec<_> = api.extension_methods_named("AddMeter").collect();
    assert!(add.is_empty(), "AddMeter is a member of MeterProviderBuilder");
    let add = member("OpenTelemetry.Metrics.MeterProviderBuilder", "AddMeter");
    assert_eq!(add.parameters()[0].mode, ParameterMode::Params);
    let get: Vec<_> = api.extension_methods_named("GetRequiredService").filter(|method| method.arity() == 1).collect();
    assert_eq!(get[0].ty().name, "T");
    let store: Vec<_> = api.extension_methods_named("AddConfigurationStore").collect();
    assert!(store.iter().any(|method| method.owner().package() == "Duende.IdentityServer.EntityFramework"));
}

#[test]
fn constants_of_other_packages() {
    let text = |ty: &str, name: &str| member(ty, name).text_value();
    let algorithms = "Microsoft.IdentityModel.Tokens.SecurityAlgorithms";
    assert_eq!(text(algorithms, "HmacSha256").as_deref(), Some("HS256"));
    assert_eq!(
        text(algorithms, "HmacSha256Signature").as_deref(),
        Some("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")
    );
    assert_eq!(text(algorithms, "RsaSsaPssSha256").as_deref(), Some("PS256"));
    for root in ["IdentityModel", "Duende.IdentityModel"] {
        let name = format!("{root}.OidcConstants.ClientAssertionTypes");
        assert_eq!(text(&name, "JwtBearer").as_deref(), Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        assert_eq!(
            text(&format!("{root}.OidcConstants.GrantTypes"), "ClientCredentials").as_deref(),
            Some("client_credentials")
        );
        assert_eq!(text(&format!("{root}.OidcConstants.Algorithms.Symmetric"), "HS512").as_deref(), Some("HS512"));
        let assertion = history().type_named(&format!("{root}.Client.ClientAssertion"), 0).unwrap();
        assert_eq!(assertion.package(), root);
        assert!(assertion.is_external() && assertion.exists_in(release(4, 1)));
    }
    let grants = history().type_named("IdentityServer4.Models.GrantType", 0).unwrap();
    let client_credentials = grants.members_named("ClientCredentials").next().unwrap();
    assert_eq!(client_credentials.text_value().as_deref(), Some("client_credentials"));
}

#[test]
fn loading_is_quick() {
    let start = std::time::Instant::now();
    let types = ApiHistory::embedded().type_count();
    let elapsed = start.elapsed();
    println!("{types} types indexed in {elapsed:?}");
    assert!(elapsed < std::time::Duration::from_millis(200), "{elapsed:?}");
}
