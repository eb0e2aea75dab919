using Duende.IdentityServer;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Larkspur.Identity;

internal static class TelemetryExtensions
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("larkspur-identity"));

        telemetry.WithMetrics(metrics => metrics
            .AddMeter(
                Duende.IdentityServer.Telemetry.ServiceName,
                "Duende.IdentityServer.Experimental") // expect: DS7303 warning
            .AddMeter(Pages.Telemetry.ServiceName)
            .AddAspNetCoreInstrumentation());

        telemetry.WithTracing(tracing => tracing
            .AddSource(IdentityServerConstants.Tracing.Basic)
            .AddSource(IdentityServerConstants.Tracing.Validation)
            .AddAspNetCoreInstrumentation());

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }
}
