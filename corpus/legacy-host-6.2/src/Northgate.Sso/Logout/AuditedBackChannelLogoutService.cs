using System.Threading.Tasks;
using Duende.IdentityServer;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;

namespace Northgate.Sso.Logout
{
    public class AuditedBackChannelLogoutService : BatchedBackChannelLogoutService
    {
        private readonly ILogger<IBackChannelLogoutService> _audit;

        public AuditedBackChannelLogoutService(
            ISystemClock clock,
            IdentityServerTools tools,
            ILogoutNotificationService logoutNotificationService,
            IBackChannelLogoutHttpClient backChannelLogoutHttpClient,
            ILogger<IBackChannelLogoutService> logger)
            : base(clock, tools, logoutNotificationService, backChannelLogoutHttpClient, logger)
        {
            _audit = logger;
        }

        public override async Task SendLogoutNotificationsAsync(LogoutNotificationContext context)
        {
            _audit.LogInformation("Session {Session} of {Subject} ends", context.SessionId, context.SubjectId);
            await base.SendLogoutNotificationsAsync(context);
        }

        protected override async Task SendLogoutNotificationAsync(BackChannelLogoutRequest request) // expect: DS7301 error
        {
            _audit.LogInformation("Telling {Client} at {Uri}", request.ClientId, request.LogoutUri);

            // the call itself must not bring the others down
            try
            {
                await base.SendLogoutNotificationAsync(request); // expect: DS7301 error
            }
            catch (System.Net.Http.HttpRequestException exception)
            {
                _audit.LogWarning(exception, "{Client} could not be told", request.ClientId);
            }
        }
    }
}
