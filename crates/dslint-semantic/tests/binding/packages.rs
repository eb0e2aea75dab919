//! Members of the packages: lambdas typed by the API history, extension methods, releases.

use crate::{cases, check};

cases! { check;
    options_of_add_identity_server: r#"
using Microsoft.Extensions.DependencyInjection;
class X { void M(IServiceCollection services) { services./*1*/AddIdentityServer(options => { options./*2*/Authentication./*3*/CookieLifetime = default; }); } }
"# => "1 Member Microsoft.Extensions.DependencyInjection.IdentityServerServiceCollectionExtensions.AddIdentityServer : Microsoft.Extensions.DependencyInjection.IIdentityServerBuilder
       2 Member Duende.IdentityServer.Configuration.IdentityServerOptions.Authentication : Duende.IdentityServer.Configuration.AuthenticationOptions
       3 Member Duende.IdentityServer.Configuration.AuthenticationOptions.CookieLifetime : System.TimeSpan";

    the_builder_chain: r#"
using Microsoft.AspNetCore.Builder; using Microsoft.Extensions.DependencyInjection; using Duende.IdentityServer.Models;
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddIdentityServer(o => o./*1*/EmitStaticAudienceClaim = true)
    ./*2*/AddInMemoryClients([ new() { /*3*/ClientId = "" } ])
    .AddConfigurationStore(options => options./*4*/DefaultSchema = "x")
    ./*5*/AddOperationalStore(options => { options./*6*/EnableTokenCleanup = true; });
"# => "1 Member Duende.IdentityServer.Configuration.IdentityServerOptions.EmitStaticAudienceClaim : System.Boolean
       2 Member Microsoft.Extensions.DependencyInjection.IdentityServerBuilderExtensionsInMemory.AddInMemoryClients : Microsoft.Extensions.DependencyInjection.IIdentityServerBuilder
       3 Member Duende.IdentityServer.Models.Client.ClientId : System.String
       4 Member Duende.IdentityServer.EntityFramework.Options.ConfigurationStoreOptions.DefaultSchema : System.String
       5 Member Microsoft.Extensions.DependencyInjection.IdentityServerEntityFrameworkBuilderExtensions.AddOperationalStore : Microsoft.Extensions.DependencyInjection.IIdentityServerBuilder
       6 Member Duende.IdentityServer.EntityFramework.Options.OperationalStoreOptions.EnableTokenCleanup : System.Boolean";

    overloads_of_in_memory_clients: r#"
using System.Collections.Generic; using Microsoft.Extensions.Configuration; using Microsoft.Extensions.DependencyInjection; using Duende.IdentityServer.Models;
class X { IEnumerable<Client> All() => null; void M(IIdentityServerBuilder b, IConfiguration c) { b.AddInMemoryClients(All()); b.AddInMemoryClients(new[] { /*1*/new Client() }); b.AddInMemoryClients(c.GetSection(/*2*/"x")); } }
"# => "1 New Duende.IdentityServer.Models.Client()
       2 Value System.String";

    configure_options: r#"
using Microsoft.Extensions.DependencyInjection; using Duende.IdentityServer.Configuration;
class X { void M(IServiceCollection services) { services.Configure<IdentityServerOptions>(o => o./*1*/IssuerUri = ""); services.PostConfigure<IdentityServerOptions>(o => { o./*2*/IssuerUri = ""; }); } }
"# => "1 Member Duende.IdentityServer.Configuration.IdentityServerOptions.IssuerUri : System.String
       2 Member Duende.IdentityServer.Configuration.IdentityServerOptions.IssuerUri : System.String";

    injected_options: r#"
using Microsoft.Extensions.Options; using Duende.IdentityServer.Configuration;
class X(IOptions<IdentityServerOptions> options) { void M() { options.Value./*1*/IssuerUri = ""; } }
"# => "1 Member Duende.IdentityServer.Configuration.IdentityServerOptions.IssuerUri : System.String";

    the_two_entities_named_client: r#"
using Duende.IdentityServer.EntityFramework.Entities;
using Models = Duende.IdentityServer.Models;
class X { void M() { var a = new Client { /*1*/RequireClientSecret = false, AllowedGrantTypes = [ new() { /*2*/GrantType = "x" } ] }; var b = new Models.Client { /*3*/RequireClientSecret = false }; } }
"# => "1 Member Duende.IdentityServer.EntityFramework.Entities.Client.RequireClientSecret : System.Boolean
       2 Member Duende.IdentityServer.EntityFramework.Entities.ClientGrantType.GrantType : System.String
       3 Member Duende.IdentityServer.Models.Client.RequireClientSecret : System.Boolean";

    string_extension_of_the_package: r#"
using Duende.IdentityServer.Models;
class X { void M() { var /*1*/s = "x"./*2*/Sha256(); } }
"# => "1 Local s : System.String
       2 Member Duende.IdentityServer.Models.HashExtensions.Sha256 : System.String";

    meters: r#"
using OpenTelemetry.Metrics; using Duende.IdentityServer;
class X { void M(MeterProviderBuilder m) { m./*1*/AddMeter(Telemetry./*2*/ServiceNameExperimental).AddMeter("x"); } }
"# => "1 Member OpenTelemetry.Metrics.MeterProviderBuilder.AddMeter : OpenTelemetry.Metrics.MeterProviderBuilder
       2 Member Duende.IdentityServer.Telemetry.ServiceNameExperimental : System.String";

    a_member_that_the_release_has_no_more_is_still_found: r#"
//# release loose: 7.3
using Duende.IdentityServer;
class X { void M() { var a = Telemetry./*1*/ServiceNameExperimental; } }
"# => "1 Member Duende.IdentityServer.Telemetry.ServiceNameExperimental : System.String";

    a_member_whose_type_changed_has_that_of_the_release: r#"
//# project old
//# release old: 4.1
//# project new
//# release new: 7.2
//# file Old.cs old
using IdentityServer4.Models;
class X { void M(AuthorizationRequest r) { var /*1*/p = r.RequestObjectValues; } }
//# file New.cs new
using Duende.IdentityServer.Models;
class X { void M(AuthorizationRequest r) { var /*2*/p = r.RequestObjectValues; } }
"# => "1 Local p : System.Collections.Generic.Dictionary<System.String, System.String>
       2 Local p : System.Collections.Generic.IEnumerable<System.Security.Claims.Claim>";

    the_constructor_of_the_release: r#"
//# project old
//# release old: 6.0
//# project new
//# release new: 8.0
//# file Old.cs old
using Duende.IdentityServer.Services;
class X { void M() { var a = /*1*/new DefaultBackChannelLogoutService(null, null, null, null, null); } }
//# file New.cs new
using Duende.IdentityServer.Services;
class X { void M() { var a = /*2*/new DefaultBackChannelLogoutService(null, null, null, null, null, null); } }
"# => "1 New Duende.IdentityServer.Services.DefaultBackChannelLogoutService(clock, tools, logoutNotificationService, backChannelLogoutHttpClient, logger)
       2 New Duende.IdentityServer.Services.DefaultBackChannelLogoutService(timeProvider, tools, logoutNotificationService, backChannelLogoutHttpClient, issuerNameService, logger)";

    overloads_of_the_release_go_first: r#"
//# project old
//# release old: 7.2
//# project new
//# release new: 8.0
//# file Old.cs old
using System.Threading; using System.Threading.Tasks; using Duende.IdentityServer.Stores; using Duende.IdentityServer.Models;
class X { async Task M(IClientStore s) { var /*1*/c = await s./*2*/FindClientByIdAsync("x"); } }
//# file New.cs new
using System.Threading; using System.Threading.Tasks; using Duende.IdentityServer.Stores;
class X { async Task M(IClientStore s, CancellationToken ct) { var /*3*/c = await s.FindClientByIdAsync("x", ct); var /*4*/d = await s.FindClientByIdAsync("x"); } }
"# => "1 Local c : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Stores.IClientStore.FindClientByIdAsync : System.Threading.Tasks.Task<Duende.IdentityServer.Models.Client>
       3 Local c : Duende.IdentityServer.Models.Client
       4 Local d : Duende.IdentityServer.Models.Client";

    the_bases_of_the_release: r#"
//# project old
//# release old: 6.2
//# project new
//# release new: 7.2
//# file Old.cs old
class X { void M(Duende.IdentityServer.Endpoints.Results.ConsentPageResult r) { var /*1*/a = r.RedirectUrl; } }
//# file New.cs new
class X { void M(Duende.IdentityServer.Endpoints.Results.ConsentPageResult r) { var /*2*/a = r.RedirectUrl; } }
"# => "1 Local a : ?
       2 Local a : System.String";

    the_type_of_a_property_in_the_release: r#"
//# project old
//# release old: 6.2
//# project new
//# release new: 8.0
//# file Old.cs old
class X : Duende.IdentityServer.Services.DefaultBackChannelLogoutService { X() : base(null, null, null, null, null) { } void M() { var /*1*/c = Clock; } }
//# file New.cs new
class X(Duende.IdentityServer.Configuration.KeyManagementOptions o) { void M() { var /*2*/a = o.SigningAlgorithms; } }
"# => "1 Local c : ?ISystemClock
       2 Local a : System.Collections.Generic.ICollection<Duende.IdentityServer.Configuration.SigningAlgorithmOptions>";

    a_project_without_release_sees_every_one: r#"
//# project web
//# file A.cs web
using Duende.IdentityServer;
class X { string[] a = { Telemetry./*1*/ServiceNameExperimental, IdentityServerConstants.SecretTypes./*2*/JsonWebKey }; }
"# => "1 Member Duende.IdentityServer.Telemetry.ServiceNameExperimental : System.String
       2 Member Duende.IdentityServer.IdentityServerConstants.SecretTypes.JsonWebKey : System.String";

    declared_bases_reach_package_members: r#"
using Duende.IdentityServer.Validation; using System.Threading.Tasks;
class X : DefaultClientConfigurationValidator { public X() : base(null) { } protected override Task ValidateGrantTypesAsync(ClientConfigurationValidationContext context) { context./*1*/Client./*2*/RequireClientSecret = true; return base./*3*/ValidateGrantTypesAsync(context); } }
"# => "1 Member Duende.IdentityServer.Validation.ClientConfigurationValidationContext.Client : Duende.IdentityServer.Models.Client
       2 Member Duende.IdentityServer.Models.Client.RequireClientSecret : System.Boolean
       3 Member Duende.IdentityServer.Validation.DefaultClientConfigurationValidator.ValidateGrantTypesAsync : System.Threading.Tasks.Task";

    grant_types: r#"
using Duende.IdentityServer.Models;
class X { void M() { var c = new Client { AllowedGrantTypes = GrantTypes./*1*/CodeAndClientCredentials }; c.AllowedGrantTypes./*2*/Add(GrantType./*3*/ClientCredentials); } }
"# => "1 Member Duende.IdentityServer.Models.GrantTypes.CodeAndClientCredentials : System.Collections.Generic.ICollection<System.String>
       2 Member System.Collections.Generic.ICollection<System.String>.Add : System.Void
       3 Member Duende.IdentityServer.Models.GrantType.ClientCredentials : System.String";

    claims_and_principals: r#"
using System.Linq; using System.Security.Claims;
class X { void M(ClaimsPrincipal p) { var /*1*/c = p.Claims.First(x => x./*2*/Type == "sub"); } }
"# => "1 Local c : System.Security.Claims.Claim
       2 Member System.Security.Claims.Claim.Type : System.String";
}
