using IdentityServer4.Models;
using IdentityServer4.Services;

namespace Ledgerline.Reporting;

/// <summary>Closes the open reports of somebody who has signed out.</summary>
public sealed class ReportLogout(ILogger<ReportLogout> logger) : DefaultBackChannelLogoutService
{
    protected override async Task SendLogoutNotificationAsync(BackChannelLogoutRequest request)
    {
        logger.LogInformation("Closing the reports of {Client}", request.ClientId);
        await base.SendLogoutNotificationAsync(request);
    }
}
