namespace Ledgerline.Identity;

/// <summary>Billing's clients all start as code clients; the solution next door has a factory of the same name.</summary>
public static class ClientFactory
{
    public static Client Create(string id) => new()
    {
        ClientId = id,
        AllowedGrantTypes = GrantTypes.Code,
        AllowedScopes = ["openid", "invoices"],
    };

    public static Client CreateService(string id)
    {
        var client = Create(id);
        client.AllowedGrantTypes = GrantTypes.ClientCredentials;
        client.AllowedScopes = ["dunning"];
        return client;
    }
}
