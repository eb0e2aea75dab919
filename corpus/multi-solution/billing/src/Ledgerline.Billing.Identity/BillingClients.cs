namespace Ledgerline.Identity;

public static class BillingClients
{
    public static IEnumerable<Client> All
    {
        get
        {
            // a code client, so a public one is fine
            var browser = ClientFactory.Create("invoices.browser");
            browser.RequireClientSecret = false;
            browser.RedirectUris = ["https://invoices.ledgerline.example/signed-in"];
            yield return browser;

            var dunning = ClientFactory.CreateService("dunning");
            dunning.RequireClientSecret = false; // expect: DS7302 warning likely
            yield return dunning;

            var export = ClientFactory.CreateService("invoices.export");
            export.ClientSecrets = [new Secret("f6c2dd5e-fb5d-4d0c-8e1c-2d9b2a3c5d10".Sha256())];
            yield return export;
        }
    }

    /// <summary>Clients that support adds without a release.</summary>
    public static IReadOnlyList<Client> FromSettings(IConfiguration configuration) =>
        configuration.GetSection("IdentityServer:Clients").Get<List<Client>>() ?? [];
}
