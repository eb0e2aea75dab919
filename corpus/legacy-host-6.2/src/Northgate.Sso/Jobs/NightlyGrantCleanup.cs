using System.Diagnostics;
using System.Threading.Tasks;
using Duende.IdentityServer.EntityFramework;
using Microsoft.Extensions.Logging;

namespace Northgate.Sso.Jobs
{
    /// <summary>Hangfire creates one of these every night.</summary>
    public class NightlyGrantCleanup
    {
        private readonly TokenCleanupService _cleanup;
        private readonly ILogger<NightlyGrantCleanup> _logger;

        public NightlyGrantCleanup(TokenCleanupService cleanup, ILogger<NightlyGrantCleanup> logger) // expect: DS6301 error
        {
            _cleanup = cleanup;
            _logger = logger;
        }

        public async Task RunAsync()
        {
            var watch = Stopwatch.StartNew();

            await _cleanup.RemoveExpiredGrantsAsync(); // expect: DS6302 error

            _logger.LogInformation("Grants cleaned up in {Elapsed}", watch.Elapsed);
        }
    }
}
