using Duende.IdentityServer;
using Duende.IdentityServer.Models;

namespace Larkspur.Identity;

public static class Config
{
    public static IEnumerable<IdentityResource> IdentityResources =>
    [
        new IdentityResources.OpenId(),
        new IdentityResources.Profile(),
        new("garden", "Your garden", ["plot", "season"]),
    ];

    public static IEnumerable<ApiScope> ApiScopes =>
    [
        new("orders.read", "Read orders"),
        new("orders.write", "Place and change orders"),
        new("stock", "Stock levels"),
    ];

    public static IEnumerable<ApiResource> ApiResources =>
    [
        new("shop", "The shop's API") { Scopes = { "orders.read", "orders.write" } },
        new("warehouse", "The warehouse's API") { Scopes = { "stock" } },
    ];

    public static IEnumerable<Client> Clients =>
    [
        // the shop front: code flow in the browser, no secret to keep
        new()
        {
            ClientId = "shop.spa",
            ClientName = "Larkspur shop",
            ClientUri = "https://shop.larkspur.example",

            AllowedGrantTypes = GrantTypes.Code,
            RequireClientSecret = false,

            RedirectUris = ["https://shop.larkspur.example/signed-in"],
            PostLogoutRedirectUris = ["https://shop.larkspur.example/"],
            AllowedCorsOrigins = ["https://shop.larkspur.example"],

            AllowOfflineAccess = true,
            AllowedScopes = ["openid", "profile", "orders.read", "orders.write"],
        },

        // the back office: server-side code flow
        new()
        {
            ClientId = "office.web",
            ClientName = "Larkspur office",
            ClientSecrets = [new Secret("2c1f3b5e-3d0a-4b54-9a77-2c2a6f0f9a10".Sha256())],

            AllowedGrantTypes = GrantTypes.CodeAndClientCredentials,
            RequireConsent = true,

            RedirectUris = ["https://office.larkspur.example/signin-oidc"],
            FrontChannelLogoutUri = "https://office.larkspur.example/signout-oidc",
            PostLogoutRedirectUris = ["https://office.larkspur.example/signout-callback-oidc"],

            AllowedScopes = [IdentityServerConstants.StandardScopes.OpenId, "profile", "garden", "stock"],
        },

        // nightly stock count, runs inside the warehouse network
        new()
        {
            ClientId = "stock.nightly",
            ClientName = "Nightly stock count",

            AllowedGrantTypes = GrantTypes.ClientCredentials,
            RequireClientSecret = false, // expect: DS7302 error

            AllowedScopes = ["stock"],
        },

        // order export: the flag is left alone, so it stays true
        new()
        {
            ClientId = "orders.export",
            ClientName = "Order export",

            AllowedGrantTypes = GrantTypes.ClientCredentials,
            ClientSecrets = { new Secret("6b2d4b8e-7f61-4d4e-8c8b-50c3e0b31f20".Sha256()) },

            AllowedScopes = { "orders.read" },
        },

        // the scales in the packing hall have no browser
        new()
        {
            ClientId = "packing.scale",
            AllowedGrantTypes = GrantTypes.DeviceFlow,
            RequireClientSecret = false,
            AllowedScopes = ["openid", "stock"],
        },
    ];
}
