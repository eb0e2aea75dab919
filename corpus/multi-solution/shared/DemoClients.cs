using Duende.IdentityServer.Models;

namespace Ledgerline.Shared;

/// <summary>For demonstrations and load tests. Linked into the hosts that want it, so there is no project here.</summary>
public static class DemoClients
{
    public static Client[] All { get; } = new[]
    {
        new Client
        {
            ClientId = "demo.load",
            AllowedGrantTypes = new List<string> { "client_credentials" },
            RequireClientSecret = false, // expect: DS7302 error
            AllowedScopes = new[] { "invoices" },
        },
        new Client
        {
            ClientId = "demo.browser",
            AllowedGrantTypes = new[] { GrantType.AuthorizationCode },
            RequireClientSecret = false,
            RedirectUris = new[] { "https://localhost:7001/signed-in" },
        },
    };
}
