using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Xunit;

namespace Brightwater.Login.Tests;

/// <summary>The notifier below only shares words with the product's class.</summary>
public class LogoutNotifierTests
{
    [Fact]
    public async Task Every_client_is_told_once()
    {
        var notifier = new RecordingNotifier();

        await notifier.SendLogoutNotificationsAsync(new LogoutNotificationContext
        {
            SubjectId = "1",
            SessionId = "s",
            ClientIds = ["map", "gauges"],
        });

        Assert.Equal(["map", "gauges"], notifier.Told);
    }

    private abstract class NotifierBase : IBackChannelLogoutService
    {
        public async Task SendLogoutNotificationsAsync(LogoutNotificationContext context)
        {
            foreach (var client in context.ClientIds)
            {
                await SendLogoutNotificationAsync(new BackChannelLogoutRequest { ClientId = client });
            }
        }

        protected virtual Task SendLogoutNotificationAsync(BackChannelLogoutRequest request) => Task.CompletedTask;
    }

    private sealed class RecordingNotifier : NotifierBase
    {
        public List<string> Told { get; } = [];

        protected override async Task SendLogoutNotificationAsync(BackChannelLogoutRequest request)
        {
            await base.SendLogoutNotificationAsync(request);
            Told.Add(request.ClientId);
        }
    }
}
