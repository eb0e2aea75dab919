namespace Ledgerline.Billing.Customers;

public sealed class CustomerBook
{
    private readonly Dictionary<string, Client> _clients = new()
    {
        ["1001"] = new Client { Number = "1001", RequireClientSecret = false, AllowedGrantTypes = { "client_credentials" } },
        ["1002"] = new() { Number = "1002", AllowedGrantTypes = { GrantType.ClientCredentials }, RequireClientSecret = false },
    };

    public Client? Find(string number) => _clients.GetValueOrDefault(number);

    public Duende.IdentityServer.Models.Client ServiceFor(string number) => new()
    {
        ClientId = $"customer.{number}",
        RequireClientSecret = false, // expect: DS7302 error
        AllowedGrantTypes = ["client_credentials"],
        AllowedScopes = ["invoices"],
    };
}
