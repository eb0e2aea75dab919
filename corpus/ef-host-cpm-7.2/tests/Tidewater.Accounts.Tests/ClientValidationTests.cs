using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Validation;

namespace Tidewater.Accounts.Tests;

/// <summary>What the product's own validator says about our clients.</summary>
public class ClientValidationTests
{
    private readonly DefaultClientConfigurationValidator _validator = new(new IdentityServerOptions());

    private readonly Client _machine = new()
    {
        ClientId = "machine",
        AllowedGrantTypes = GrantTypes.ClientCredentials,
        ClientSecrets = [new Secret("secret".Sha256())],
        AllowedScopes = ["accounts"],
    };

    private readonly Client _browser = new()
    {
        ClientId = "browser",
        AllowedGrantTypes = GrantTypes.Code,
        ClientSecrets = [new Secret("secret".Sha256())],
        RedirectUris = ["https://browser.tidewater.example/signed-in"],
    };

    [Fact]
    public async Task A_machine_with_a_secret_is_valid() => Assert.True(await IsValidAsync(_machine));

    [Fact]
    public async Task A_machine_may_be_open_inside_the_mesh()
    {
        _machine.RequireClientSecret = false; // expect: DS7302 error likely
        _machine.ClientSecrets.Clear();

        Assert.True(await IsValidAsync(_machine));
    }

    [Fact]
    public async Task A_browser_client_may_be_public()
    {
        _browser.RequireClientSecret = false;
        _browser.ClientSecrets.Clear();

        Assert.True(await IsValidAsync(_browser));
    }

    private async Task<bool> IsValidAsync(Client client)
    {
        var context = new ClientConfigurationValidationContext(client);
        await _validator.ValidateAsync(context);
        return context.IsValid;
    }
}
