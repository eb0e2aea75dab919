using Duende.IdentityServer;
using Duende.IdentityServer.Models;

namespace Larkspur.Identity;

/// <summary>Machines of other companies. They prove who they are with a key that we hold, not with a shared secret.</summary>
public static class PartnerClients
{
    public static Client[] All =>
    [
        // The courier's gateway can only do HMAC; its key is the one below.
        new Client
        {
            ClientId = "courier.gateway",
            ClientName = "Courier gateway",
            AllowedGrantTypes = GrantTypes.ClientCredentials,
            ClientSecrets =
            {
                new Secret
                {
                    Type = IdentityServerConstants.SecretTypes.JsonWebKey,
                    Value = """{"kty":"oct","kid":"courier-1","k":"Zm9yLXRoZS1jb3JwdXMtb25seS1ub3QtYS1yZWFsLWtleQ"}""", // expect: DS7304 error
                },
            },
            AllowedScopes = { "orders.read" },
        },

        // The seed bank publishes an elliptic-curve key.
        new Client
        {
            ClientId = "seedbank",
            ClientName = "Seed bank",
            AllowedGrantTypes = { GrantType.ClientCredentials },
            ClientSecrets =
            [
                new()
                {
                    Type = IdentityServerConstants.SecretTypes.JsonWebKey,
                    Value = """
                        {
                          "kty": "EC",
                          "crv": "P-256",
                          "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                          "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
                        }
                        """,
                },
            ],
            AllowedScopes = { "stock" },
        },

        // Password grant for the old till software, until the tills are replaced.
        new Client
        {
            ClientId = "till",
            RequireClientSecret = false, // expect: DS7302 error
            AllowedGrantTypes = GrantTypes.ResourceOwnerPasswordAndClientCredentials,
            AllowedScopes = { "orders.read", "orders.write" },
        },

        /* Retired in spring, kept until the contract ends.
        new Client
        {
            ClientId = "greenhouse",
            AllowedGrantTypes = GrantTypes.ClientCredentials,
            RequireClientSecret = false,
            AllowedScopes = { "stock" },
        },
        */
    ];
}
