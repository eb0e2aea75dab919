using IdentityServer4.Models;

namespace IdentityServer4.Services
{
    public class DefaultBackChannelLogoutService
    {
        public virtual async Task SendLogoutNotificationsAsync(IEnumerable<BackChannelLogoutRequest> requests)
        {
            foreach (var request in requests)
            {
                await SendLogoutNotificationAsync(request);
            }
        }

        protected virtual Task SendLogoutNotificationAsync(BackChannelLogoutRequest request) => Task.CompletedTask;
    }
}

namespace IdentityServer4.EntityFramework
{
    public class TokenCleanupService
    {
        public int Removed { get; private set; }

        public Task RemoveExpiredGrantsAsync()
        {
            Removed++;
            return Task.CompletedTask;
        }
    }
}
