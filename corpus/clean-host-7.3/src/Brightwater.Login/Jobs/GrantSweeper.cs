using Duende.IdentityServer.EntityFramework;

namespace Brightwater.Login.Jobs;

internal sealed class GrantSweeper(IServiceScopeFactory scopes, ILogger<GrantSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RemoveExpiredGrantsAsync(stoppingToken);
        }
    }

    // named like the method that the product had until 6.2
    private async Task RemoveExpiredGrantsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();

        var cleanup = scope.ServiceProvider.GetRequiredService<ITokenCleanupService>();
        await cleanup.CleanupGrantsAsync(cancellationToken);

        Telemetry.Metrics.Sweeps.Add(1);
        logger.LogDebug("Grants swept");
    }
}
