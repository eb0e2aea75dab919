using Microsoft.EntityFrameworkCore;

namespace Tidewater.Accounts.Host;

internal static class HostingExtensions
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        var database = configuration.GetConnectionString("Accounts")
            ?? throw new InvalidOperationException("The connection string 'Accounts' is missing.");
        var migrations = typeof(HostingExtensions).Assembly.GetName().Name;

        services.AddRazorPages();

        services
            .AddIdentityServer(options =>
            {
                options.Events.RaiseFailureEvents = true;
                options.Events.RaiseErrorEvents = true;
                options.ServerSideSessions.UserDisplayNameClaimType = "name";
                options.PersistentGrants.DeleteOneTimeOnlyRefreshTokensOnUse = false;
            })
            .AddConfigurationStore(options =>
            {
                options.ConfigureDbContext = builder =>
                    builder.UseNpgsql(database, npgsql => npgsql.MigrationsAssembly(migrations));
            })
            .AddConfigurationStoreCache()
            .AddOperationalStore(options =>
            {
                options.ConfigureDbContext = builder =>
                    builder.UseNpgsql(database, npgsql => npgsql.MigrationsAssembly(migrations));
                options.EnableTokenCleanup = true;
                options.RemoveConsumedTokens = true;
            })
            .AddServerSideSessions()
            .AddJwtBearerClientAuthentication();

        return services;
    }
}
