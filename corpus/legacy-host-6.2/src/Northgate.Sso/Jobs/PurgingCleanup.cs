using System.Threading;
using System.Threading.Tasks;
using Duende.IdentityServer.EntityFramework;
using Duende.IdentityServer.EntityFramework.Interfaces;
using Duende.IdentityServer.EntityFramework.Options;
using Microsoft.Extensions.Logging;

namespace Northgate.Sso.Jobs
{
    /// <summary>The product's clean-up, counted.</summary>
    public class PurgingCleanup : TokenCleanupService
    {
        private readonly ILogger<TokenCleanupService> _log;
        private int _rounds;

        public PurgingCleanup(
            OperationalStoreOptions options,
            IPersistedGrantDbContext grants,
            ILogger<TokenCleanupService> logger)
            : base(options, grants, logger)
        {
            _log = logger;
        }

        public async Task<int> PurgeAsync(CancellationToken cancellationToken)
        {
            _rounds = 0;
            await RemoveExpiredGrantsAsync(cancellationToken); // expect: DS6302 error
            return _rounds;
        }

        protected override async Task RemoveExpiredPersistedGrantsAsync(CancellationToken cancellationToken = default)
        {
            _rounds++;
            _log.LogDebug("Clean-up, round {Round}", _rounds);
            await base.RemoveExpiredPersistedGrantsAsync(cancellationToken);
        }

        protected override async Task RemoveDeviceCodesAsync(CancellationToken cancellationToken = default)
        {
            _rounds++;
            await base.RemoveDeviceCodesAsync(cancellationToken);
        }
    }
}
