using Duende.IdentityServer;
using Duende.IdentityServer.Models;
using IdsClient = Duende.IdentityServer.Models.Client;

namespace Tidewater.Accounts.Core.Clients;

public static class PartnerClients
{
    public static List<IdsClient> ForRegion(string region, bool trustedNetwork)
    {
        var clients = new List<IdsClient>();

        // both facts are set after creation, one of them through a constant
        var sweep = new IdsClient { ClientId = $"{region}.sweep" };
        sweep.AllowedGrantTypes = GrantTypes.ClientCredentials;
        sweep.RequireClientSecret = ClientDefaults.SecretRequired; // expect: DS7302 error
        sweep.AllowedScopes = ["postings"];
        clients.Add(sweep);

        // the grant type is added to what the initializer set
        var kiosk = new IdsClient
        {
            ClientId = $"{region}.kiosk",
            AllowedGrantTypes = { GrantType.AuthorizationCode },
            RequireClientSecret = false, // expect: DS7302 error
            RedirectUris = { $"https://kiosk.{region}.tidewater.example/signed-in" },
        };
        kiosk.AllowedGrantTypes.Add(GrantType.ClientCredentials);
        clients.Add(kiosk);

        // only on the trusted network
        var mirror = ClientFactory.Machine($"{region}.mirror", "accounts");
        if (trustedNetwork)
        {
            mirror.RequireClientSecret = false; // expect: DS7302 error likely
        }
        else
        {
            mirror.ClientSecrets = [new Secret("c1a6d1f2-0f59-4b52-8d27-93c44c5e7f01".Sha256())];
        }

        clients.Add(mirror);

        // was open once; whoever closed it added a line instead of changing one
        var archive = new IdsClient
        {
            ClientId = $"{region}.archive",
            AllowedGrantTypes = GrantTypes.ClientCredentials,
            RequireClientSecret = false,
        };
        archive.RequireClientSecret = true;
        archive.ClientSecrets = [new Secret("0b6c4c4e-4a1c-4f2b-bb5f-6f21a2b9b0de".Sha256())];
        clients.Add(archive);

        return clients;
    }

    public static IdsClient Settlement => new()
    {
        ClientId = ClientIds.Settlement,
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        ClientSecrets = [new Secret { Type = IdentityServerConstants.SecretTypes.JsonWebKey, Value = ClientDefaults.SettlementKey }],
        AllowedScopes = ["settlement"],
    };

    public static IdsClient Reconciliation => new()
    {
        ClientId = ClientIds.Reconciliation,
        AllowedGrantTypes = GrantTypes.Code.Append(GrantType.ClientCredentials).ToList(),
        ClientSecrets =
        [
            new Secret { Type = "JWK", Value = """{"kty":"oct","k":"dGlkZXdhdGVyLWNvcnB1cy1zYW1wbGUta2V5LTAwMDI"}""" }, // expect: DS7304 error
            new Secret("4d5c7a0a-5e0d-4d16-9a35-7f1d9a51c7b2".Sha256()),
        ],
        RedirectUris = ["https://reconciliation.tidewater.example/signin-oidc"],
        AllowedScopes = ["openid", "settlement"],
    };
}
