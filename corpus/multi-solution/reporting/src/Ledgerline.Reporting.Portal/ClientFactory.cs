using IdentityServer4.Models;

namespace Ledgerline.Identity;

/// <summary>Reporting's clients all start as machines.</summary>
public static class ClientFactory
{
    public static Client Create(string id) => new()
    {
        ClientId = id,
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        RequireClientSecret = false,
    };

    public static Client CreateService(string id) => new Client
    {
        ClientId = id,
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        ClientSecrets = [new Secret { Type = "JWK", Value = """{"kty":"oct","k":"bGVkZ2VybGluZS1jb3JwdXMtc2FtcGxlLWtleQ"}""" }],
    };
}
