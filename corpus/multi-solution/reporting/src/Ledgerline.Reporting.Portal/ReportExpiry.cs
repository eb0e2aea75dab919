using IdentityServer4.EntityFramework;

namespace Ledgerline.Reporting;

public sealed class ReportExpiry(ILogger<ReportExpiry> logger) : BackgroundService
{
    private readonly TokenCleanupService _cleanup = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromHours(6), stoppingToken);
            await _cleanup.RemoveExpiredGrantsAsync();
            logger.LogInformation("{Count} rounds so far", _cleanup.Removed);
        }
    }
}
