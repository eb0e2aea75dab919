using Duende.IdentityServer.Models;

namespace Northgate.Sso.Clients
{
    /// <summary>Builds the service client of one tenant, a step at a time.</summary>
    public class TenantClientBuilder
    {
        private readonly Client _client;

        public TenantClientBuilder(string tenant)
        {
            _client = new Client
            {
                ClientId = tenant + ".service",
                ClientName = tenant,
                AllowedGrantTypes = GrantTypes.ClientCredentials,
            };
        }

        public TenantClientBuilder WithSecret(string secret)
        {
            _client.ClientSecrets.Add(new Secret(secret.Sha256()));
            return this;
        }

        public TenantClientBuilder WithoutSecret()
        {
            _client.RequireClientSecret = false; // expect: DS7302 warning likely
            return this;
        }

        public TenantClientBuilder For(params string[] scopes)
        {
            foreach (var scope in scopes)
            {
                _client.AllowedScopes.Add(scope);
            }

            return this;
        }

        public Client Build() => _client;
    }
}
