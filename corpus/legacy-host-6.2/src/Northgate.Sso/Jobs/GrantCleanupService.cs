using System;
using System.Threading;
using System.Threading.Tasks;
using Duende.IdentityServer.EntityFramework;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Northgate.Sso.Jobs
{
    /// <summary>Keeps the grants table small during the day, as Hangfire only runs at night.</summary>
    public class GrantCleanupService : BackgroundService
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMinutes(20);

        private readonly IServiceProvider _services;
        private readonly ILogger<GrantCleanupService> _logger;

        public GrantCleanupService(IServiceProvider services, ILogger<GrantCleanupService> logger)
        {
            _services = services;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, stoppingToken);

                try
                {
                    await RemoveExpiredGrantsAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    _logger.LogError(exception, "The grants could not be cleaned up");
                }
            }
        }

        private async Task RemoveExpiredGrantsAsync(CancellationToken cancellationToken)
        {
            using (var scope = _services.CreateScope())
            {
                var cleanup = scope.ServiceProvider.GetRequiredService<TokenCleanupService>(); // expect: DS6301 error
                await cleanup.RemoveExpiredGrantsAsync(cancellationToken); // expect: DS6302 error
            }
        }
    }
}
