using Duende.IdentityServer.Models;
using IdsClient = Duende.IdentityServer.Models.Client;

namespace Tidewater.Accounts.Core.Clients;

/// <summary>The few kinds of client that we have; everything else is a variation on one of these.</summary>
public static class ClientFactory
{
    /// <summary>A service with a secret of its own.</summary>
    public static IdsClient Machine(string id, params string[] scopes) => new()
    {
        ClientId = id,
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        AccessTokenLifetime = ClientDefaults.ShortLivedToken,
        AllowedScopes = scopes,
    };

    /// <summary>An application that runs in the user's hands.</summary>
    public static IdsClient Public(string id, Uri home)
    {
        var client = new IdsClient
        {
            ClientId = id,
            ClientUri = home.AbsoluteUri,
            AllowedGrantTypes = GrantTypes.Code,
            AllowedScopes = ["openid", "profile", "accounts"],
        };

        client.RequireClientSecret = false;
        client.RedirectUris.Add(new Uri(home, "signed-in").AbsoluteUri);
        client.PostLogoutRedirectUris.Add(home.AbsoluteUri);
        return client;
    }

    /// <summary>Something without a secret; the caller says how it gets its tokens.</summary>
    public static IdsClient Open(string id, ICollection<string> grantTypes, params string[] scopes) => new()
    {
        ClientId = id,
        AllowedGrantTypes = grantTypes,
        RequireClientSecret = false, // expect: DS7302 error likely
        AllowedScopes = scopes,
    };
}
