using Duende.IdentityServer.Models;
using Tidewater.Accounts.Core.Clients;

namespace Tidewater.Accounts.Tests;

public class ClientFactoryTests
{
    [Fact]
    public void A_machine_must_show_a_secret()
    {
        var client = ClientFactory.Machine("test", "accounts");

        Assert.True(client.RequireClientSecret);
        Assert.Equal(GrantType.ClientCredentials, client.AllowedGrantTypes.Single());
    }

    [Fact]
    public void A_public_client_has_no_secret_and_no_machine_grant()
    {
        var client = ClientFactory.Public("test", new Uri("https://test.tidewater.example/"));

        Assert.False(client.RequireClientSecret);
        Assert.DoesNotContain("client_credentials", client.AllowedGrantTypes);
    }

    [Theory]
    [InlineData(ClientKind.Service, "client_credentials", true)]
    [InlineData(ClientKind.SinglePage, "authorization_code", false)]
    [InlineData(ClientKind.Web, "authorization_code", true)]
    public void The_editor_sets_one_grant_type(ClientKind kind, string grantType, bool requireSecret)
    {
        var client = new Client { ClientId = "edited" };

        new ClientEditor().Apply(client, kind);

        Assert.Equal(grantType, Assert.Single(client.AllowedGrantTypes));
        Assert.Equal(requireSecret, client.RequireClientSecret);
    }
}
