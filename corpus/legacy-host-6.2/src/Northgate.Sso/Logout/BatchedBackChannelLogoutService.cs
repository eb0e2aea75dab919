using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Duende.IdentityServer;
using Duende.IdentityServer.Services;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace Northgate.Sso.Logout
{
    /// <summary>Some users are signed in to forty applications; the proxy dislikes forty calls at once.</summary>
    public abstract class BatchedBackChannelLogoutService : DefaultBackChannelLogoutService
    {
        private const int BatchSize = 8;

        protected BatchedBackChannelLogoutService(
            ISystemClock clock,
            IdentityServerTools tools,
            ILogoutNotificationService logoutNotificationService,
            IBackChannelLogoutHttpClient backChannelLogoutHttpClient,
            ILogger<IBackChannelLogoutService> logger)
            : base(clock, tools, logoutNotificationService, backChannelLogoutHttpClient, logger) // expect: DS6308 error
        {
        }

        protected override async Task SendLogoutNotificationsAsync(IEnumerable<BackChannelLogoutRequest> requests)
        {
            foreach (var batch in requests.Chunk(BatchSize))
            {
                var running = new List<Task>();
                foreach (var request in batch)
                {
                    running.Add(SendLogoutNotificationAsync(request)); // expect: DS7301 error
                }

                await Task.WhenAll(running);
            }
        }
    }
}
