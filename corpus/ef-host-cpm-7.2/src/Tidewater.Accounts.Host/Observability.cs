using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Tidewater.Accounts.Core;

namespace Tidewater.Accounts.Host;

internal static class Observability
{
    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("accounts", serviceNamespace: "tidewater"))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(MeterNames.Accounts);
                metrics.AddMeter(MeterNames.TokenDetails);
            });

        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            telemetry.UseOtlpExporter();
        }

        return services;
    }
}
