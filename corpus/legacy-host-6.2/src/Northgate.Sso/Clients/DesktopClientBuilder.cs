using Duende.IdentityServer.Models;

namespace Northgate.Sso.Clients
{
    /// <summary>The same for the desktop application, which a user signs in to.</summary>
    public class DesktopClientBuilder
    {
        private readonly Client _client = new Client
        {
            AllowedGrantTypes = GrantTypes.Code,
            AllowOfflineAccess = true, // expect: DS6305 note
        };

        public DesktopClientBuilder(string tenant)
        {
            _client.ClientId = tenant + ".desktop";
            _client.RequireClientSecret = false;
        }

        public DesktopClientBuilder OnPort(int port)
        {
            _client.RedirectUris.Add($"http://127.0.0.1:{port}/");
            return this;
        }

        public Client Build() => _client;
    }
}
