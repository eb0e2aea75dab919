using System.Threading.Tasks;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Microsoft.Extensions.Logging;

namespace Northgate.Sso.Logout
{
    /// <summary>For the wards: pagers have no back channel, the paging system is told instead.</summary>
    public class PagerLogoutService : IBackChannelLogoutService
    {
        private readonly ILogoutNotificationService _notifications;
        private readonly ILogger<PagerLogoutService> _logger;

        public PagerLogoutService(ILogoutNotificationService notifications, ILogger<PagerLogoutService> logger)
        {
            _notifications = notifications;
            _logger = logger;
        }

        public async Task SendLogoutNotificationsAsync(LogoutNotificationContext context)
        {
            var requests = await _notifications.GetBackChannelLogoutNotificationsAsync(context);
            foreach (var request in requests)
            {
                await SendLogoutNotificationAsync(request);
            }
        }

        protected virtual Task SendLogoutNotificationAsync(BackChannelLogoutRequest request)
        {
            _logger.LogInformation("Page {Subject}: signed out of {Client}", request.SubjectId, request.ClientId);
            return Task.CompletedTask;
        }
    }
}
