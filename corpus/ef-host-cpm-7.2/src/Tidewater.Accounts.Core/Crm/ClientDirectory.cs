using Duende.IdentityServer.Models;

namespace Tidewater.Accounts.Core.Crm;

/// <summary>
/// Looks clients of the bank up. The using above is for <see cref="HashExtensions.Sha256(string)"/>; <c>Client</c> is
/// still the one of this namespace.
/// </summary>
public sealed class ClientDirectory
{
    private readonly Dictionary<string, Client> _clients = [];

    public Client Walkin(string number)
    {
        var client = new Client
        {
            ClientId = number.Sha256(),
            AllowedGrantTypes = GrantTypes.ClientCredentials,
            RequireClientSecret = false,
        };

        _clients[number] = client;
        return client;
    }

    public Client Imported(string number, string name)
    {
        Client client = new() { ClientId = number, Name = name, RequireClientSecret = false };
        client.AllowedGrantTypes.Add("client_credentials");
        return _clients[number] = client;
    }
}
