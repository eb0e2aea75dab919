// Paste into the admin console (C# REPL) when a customer orders the API.

using System;
using System.Collections.Generic;
using Duende.IdentityServer;
using Duende.IdentityServer.Models;

public static class NewCustomerClient
{
    public static Client ForCustomer(string number, string jwk) => new Client
    {
        ClientId = "customer." + number,
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        ClientSecrets = { new Secret { Type = IdentityServerConstants.SecretTypes.JsonWebKey, Value = jwk } },
        AllowedScopes = { "invoices" },
    };

    public static Client ForTrial(string number)
    {
        return new Client
        {
            ClientId = "trial." + number,
            AllowedGrantTypes = GrantTypes.HybridAndClientCredentials,
            RequireClientSecret = false, // expect: DS7302 error
            RedirectUris = { "https://trial.ledgerline.example/" + number },
            AllowedScopes = { "openid", "invoices" },
        };
    }
}
