namespace Brightwater.Login.Crm;

public sealed class ClientRegistry
{
    private readonly List<Client> _clients =
    [
        new("c-1", "Ashby town")
        {
            AllowedGrantTypes = ["client_credentials"],
            RequireClientSecret = false,
        },
        new Client("c-2", "The brewery") { RequireClientSecret = false },
    ];

    public int Count => _clients.Count;

    public Client Open(string id)
    {
        var client = _clients.Single(known => known.ClientId == id) with { AllowedGrantTypes = ["client_credentials"] };
        client.RequireClientSecret = false;
        return client;
    }
}
