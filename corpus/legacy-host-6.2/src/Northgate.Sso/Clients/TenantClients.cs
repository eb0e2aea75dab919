using System.Collections.Generic;
using Duende.IdentityServer;
using Duende.IdentityServer.Models;
using Microsoft.Extensions.Configuration;

namespace Northgate.Sso.Clients
{
    public static class TenantClients
    {
        public static IEnumerable<Client> Load(IConfiguration tenants)
        {
            foreach (var tenant in tenants.GetChildren())
            {
                var builder = new TenantClientBuilder(tenant.Key).For("directory", "timesheets");

                if (tenant["Secret"] is string secret)
                {
                    builder.WithSecret(secret);
                }
                else
                {
                    builder.WithoutSecret();
                }

                yield return builder.Build();

                yield return new DesktopClientBuilder(tenant.Key).OnPort(7890).Build();
            }

#if NETCOREAPP3_1
            // the host before this one
            yield return new Client
            {
                ClientId = "payroll",
                AllowedGrantTypes = GrantTypes.ClientCredentials,
                RequireClientSecret = false,
            };
#endif

            yield return new Client
            {
                ClientId = "intranet",
                AllowedGrantTypes = GrantTypes.Hybrid,
                RequirePkce = false,
                ClientSecrets =
                {
                    new Secret("intranet".Sha256()),
                    new Secret
                    {
                        // for the signed requests
                        Type = IdentityServerConstants.SecretTypes.JsonWebKey,
                        Value = @"{ ""kty"": ""oct"", ""k"": ""bm9ydGhnYXRlLWNvcnB1cy1zYW1wbGUta2V5LTAwMDE"" }", // expect: DS7304 error
                    },
                },
                RedirectUris = { "https://intranet.northgate.example/signin-oidc" },
                BackChannelLogoutUri = "https://intranet.northgate.example/signout",
                AllowedScopes = { "openid", "profile", "department" },
            };
        }
    }
}
