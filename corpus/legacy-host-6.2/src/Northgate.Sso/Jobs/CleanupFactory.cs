using System.Threading;
using System.Threading.Tasks;
using Duende.IdentityServer.EntityFramework;
using Duende.IdentityServer.EntityFramework.Interfaces;
using Duende.IdentityServer.EntityFramework.Options;
using Microsoft.Extensions.Logging;

namespace Northgate.Sso.Jobs
{
    /// <summary>Makes a clean-up with a batch size of its own, for the button on the operations page.</summary>
    public class CleanupFactory
    {
        private readonly IPersistedGrantDbContext _grants;
        private readonly ILoggerFactory _loggers;

        public CleanupFactory(IPersistedGrantDbContext grants, ILoggerFactory loggers)
        {
            _grants = grants;
            _loggers = loggers;
        }

        public Task PurgeAsync(int batchSize, CancellationToken cancellationToken) =>
            Create(batchSize).RemoveExpiredGrantsAsync(cancellationToken); // expect: DS6302 error

        public PurgingCleanup CreatePurging(int batchSize) =>
            new PurgingCleanup(Options(batchSize), _grants, _loggers.CreateLogger<TokenCleanupService>());

        private TokenCleanupService Create(int batchSize) =>
            new TokenCleanupService(Options(batchSize), _grants, _loggers.CreateLogger<TokenCleanupService>());

        private static OperationalStoreOptions Options(int batchSize) =>
            new OperationalStoreOptions { TokenCleanupBatchSize = batchSize, RemoveConsumedTokens = true }; // expect: DS6305 note
    }
}
