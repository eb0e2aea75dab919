using System.Diagnostics;
using Duende.IdentityServer;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;

namespace Brightwater.Login.Logout;

/// <summary>
/// One activity for each client that is told about a sign-out. Until 7.2 this was an override of
/// <c>SendLogoutNotificationAsync</c>.
/// </summary>
internal sealed class TracedBackChannelLogoutService(
    IClock clock,
    IIdentityServerTools tools,
    ILogoutNotificationService logoutNotificationService,
    IBackChannelLogoutHttpClient backChannelLogoutHttpClient,
    IIssuerNameService issuerNameService,
    ILogger<IBackChannelLogoutService> logger)
    : DefaultBackChannelLogoutService(
        clock,
        tools,
        logoutNotificationService,
        backChannelLogoutHttpClient,
        issuerNameService,
        logger)
{
    public override Task SendLogoutNotificationsAsync(LogoutNotificationContext context)
    {
        Telemetry.Metrics.SignOuts.Add(1);
        return base.SendLogoutNotificationsAsync(context);
    }

    protected override Task SendLogoutNotificationsAsync(IEnumerable<BackChannelLogoutRequest> requests) =>
        base.SendLogoutNotificationsAsync(requests.DistinctBy(request => request.LogoutUri));

    protected override async Task PostLogoutJwt(BackChannelLogoutRequest client, Dictionary<string, string> data)
    {
        using var activity = Telemetry.Source.StartActivity("SendLogoutNotificationAsync", ActivityKind.Client);
        activity?.SetTag("client", client.ClientId);

        await base.PostLogoutJwt(client, data);
    }
}
