using Duende.IdentityServer.EntityFramework.DbContexts;
using Duende.IdentityServer.EntityFramework.Mappers;
using Duende.IdentityServer.Models;
using Microsoft.EntityFrameworkCore;
using Tidewater.Accounts.Core.Clients;
using Entities = Duende.IdentityServer.EntityFramework.Entities;

namespace Tidewater.Accounts.Host;

internal static class SeedData
{
    public static async Task EnsureAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();

        var grants = scope.ServiceProvider.GetRequiredService<PersistedGrantDbContext>();
        await grants.Database.MigrateAsync(cancellationToken);

        var configuration = scope.ServiceProvider.GetRequiredService<ConfigurationDbContext>();
        await configuration.Database.MigrateAsync(cancellationToken);

        if (await configuration.Clients.AnyAsync(cancellationToken))
        {
            return;
        }

        configuration.Clients.AddRange(StandardClients.All.Select(client => client.ToEntity()));
        configuration.Clients.AddRange(PartnerClients.ForRegion("north", trustedNetwork: false).Select(client => client.ToEntity()));
        configuration.Clients.Add(PartnerClients.Settlement.ToEntity());
        configuration.Clients.Add(PartnerClients.Reconciliation.ToEntity());

        // rows that older installations have always had
        configuration.Clients.Add(new Entities.Client
        {
            ClientId = "statement.printer",
            ClientName = "Statement printer",
            AllowedGrantTypes = [new Entities.ClientGrantType { GrantType = GrantType.ClientCredentials }],
            RequireClientSecret = false, // expect: DS7302 error
            AllowedScopes = [new Entities.ClientScope { Scope = "accounts" }],
        });
        configuration.Clients.Add(new Entities.Client
        {
            ClientId = "statement.viewer",
            ClientName = "Statement viewer",
            AllowedGrantTypes = [new() { GrantType = GrantType.AuthorizationCode }],
            RequireClientSecret = false,
            AllowedScopes = [new() { Scope = "openid" }, new() { Scope = "accounts" }],
        });

        configuration.ApiScopes.AddRange(
            new ApiScope("accounts", "Accounts").ToEntity(),
            new ApiScope("postings", "Postings").ToEntity(),
            new ApiScope("settlement", "Settlement").ToEntity());

        await configuration.SaveChangesAsync(cancellationToken);
    }
}
