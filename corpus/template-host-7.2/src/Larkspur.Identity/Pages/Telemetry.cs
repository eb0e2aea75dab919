using System.Diagnostics.Metrics;

namespace Larkspur.Identity.Pages;

/// <summary>What the pages themselves count; the tokens are counted by IdentityServer.</summary>
public static class Telemetry
{
    public static readonly string ServiceName = typeof(Telemetry).Assembly.GetName().Name!;

    private static readonly Meter Meter = new(ServiceName, "1.0");
    private static readonly Counter<long> Logins = Meter.CreateCounter<long>("pages.login");
    private static readonly Counter<long> Logouts = Meter.CreateCounter<long>("pages.logout");
    private static readonly Counter<long> Consents = Meter.CreateCounter<long>("pages.consent");

    public static void UserLoggedIn(string? clientId) =>
        Logins.Add(1, new("client", clientId), new("result", "success"));

    public static void UserRefused(string? clientId, string error) =>
        Logins.Add(1, new("client", clientId), new("result", error));

    public static void UserLoggedOut() => Logouts.Add(1);

    public static void ConsentGiven(string clientId, int scopes) =>
        Consents.Add(scopes, new("client", clientId), new("consent", "granted"));

    public static void ConsentRefused(string clientId, int scopes) =>
        Consents.Add(scopes, new("client", clientId), new("consent", "denied"));
}
