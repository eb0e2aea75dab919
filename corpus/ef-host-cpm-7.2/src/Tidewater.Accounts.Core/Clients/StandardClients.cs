using Duende.IdentityServer.Models;
using IdsClient = Duende.IdentityServer.Models.Client;

namespace Tidewater.Accounts.Core.Clients;

public static class StandardClients
{
    private static readonly Uri Portal = new("https://portal.tidewater.example/");

    public static IReadOnlyList<IdsClient> All { get; } = [.. Interactive(), .. Machines()];

    private static IEnumerable<IdsClient> Interactive()
    {
        yield return ClientFactory.Public(ClientIds.Portal, Portal);

        var mobile = ClientFactory.Public(ClientIds.Mobile, new Uri("com.tidewater.app:/"));
        mobile.AllowOfflineAccess = true;
        mobile.RefreshTokenUsage = TokenUsage.OneTimeOnly;
        yield return mobile;

        // the terminals at the counters: no secret, and a code shown on the screen
        yield return ClientFactory.Open("counter", GrantTypes.DeviceFlow, "openid", "accounts");

        // the branch screens also fetch their own layout at night, without a user
        yield return new IdsClient
        {
            ClientId = "branch.screen",
            AllowedGrantTypes = [.. GrantTypes.Code, GrantType.ClientCredentials],
            RequireClientSecret = false, // expect: DS7302 error
            RedirectUris = ["https://branch.tidewater.example/signed-in"],
            AllowedScopes = ["openid", "layout"],
        };
    }

    private static IEnumerable<IdsClient> Machines()
    {
        var ledger = ClientFactory.Machine(ClientIds.Ledger, "accounts", "postings");
        ledger.ClientSecrets.Add(new Secret("9f7f6a4e-9a60-4a6f-9d39-8a0b0a2f6b55".Sha256()));
        yield return ledger;

        // anonymous exchange rates; the gateway limits the callers
        yield return ClientFactory.Open("rates", GrantTypes.ClientCredentials, "rates.read");

        var probe = ClientFactory.Machine("probe", "health");
        probe.RequireClientSecret = false; // expect: DS7302 error likely
        yield return probe;

        // starts as a copy of the machine defaults, ends as a browser client
        var reports = ClientFactory.Machine("reports", "accounts");
        reports.AllowedGrantTypes = GrantTypes.Code;
        reports.RequireClientSecret = false;
        reports.RedirectUris = ["https://reports.tidewater.example/signed-in"];
        yield return reports;
    }
}
