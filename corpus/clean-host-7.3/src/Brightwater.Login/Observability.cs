using Duende.IdentityServer;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Brightwater.Login;

internal static class Observability
{
    public static void AddObservability(this IServiceCollection services)
    {
        services
            .AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter("Duende.IdentityServer")
                .AddMeter("Duende.IdentityServer*")
                .AddMeter(Telemetry.ServiceName, Telemetry.ServiceNameExperimental))
            .WithTracing(tracing => tracing
                .AddSource(IdentityServerConstants.Tracing.Basic)
                // a name that somebody copied from the meters; no such source has ever existed, and nobody minds
                .AddSource("Duende.IdentityServer.Experimental")
                .AddSource(Telemetry.ServiceName));
    }
}
