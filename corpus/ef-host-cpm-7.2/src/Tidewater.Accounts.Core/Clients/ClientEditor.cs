using Duende.IdentityServer.Models;
using IdsClient = Duende.IdentityServer.Models.Client;

namespace Tidewater.Accounts.Core.Clients;

public enum ClientKind
{
    Service,
    SinglePage,
    Native,
    Device,
    Web,
}

/// <summary>Applies the template that an operator picks on the "new client" page. No two templates meet in one client.</summary>
public sealed class ClientEditor
{
    public void Apply(IdsClient client, ClientKind kind)
    {
        ArgumentNullException.ThrowIfNull(client);

        client.AllowedGrantTypes.Clear();

        switch (kind)
        {
            case ClientKind.Service:
                client.AllowedGrantTypes.Add("client_credentials");
                client.AccessTokenLifetime = ClientDefaults.ShortLivedToken;
                break;

            case ClientKind.SinglePage:
            case ClientKind.Native:
                client.AllowedGrantTypes.Add(GrantType.AuthorizationCode);
                client.RequireClientSecret = false;
                client.RequirePkce = true;
                break;

            case ClientKind.Device:
                client.AllowedGrantTypes.Add(GrantType.DeviceFlow);
                client.RequireClientSecret = false;
                client.AllowOfflineAccess = true;
                break;

            case ClientKind.Web:
                client.AllowedGrantTypes.Add(GrantType.AuthorizationCode);
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown kind of client");
        }
    }

    /// <summary>Reads only: says how a client would be shown in the list.</summary>
    public static ClientKind Guess(IdsClient client) => client switch
    {
        { RequireClientSecret: false, AllowPlainTextPkce: false } => ClientKind.SinglePage,
        _ when client.AllowedGrantTypes.Contains(GrantType.ClientCredentials) && client.RequireClientSecret == false => ClientKind.Service,
        _ => ClientKind.Web,
    };
}
