using System.Diagnostics.Metrics;
using Duende.IdentityServer;
using Tidewater.Accounts.Core;

namespace Tidewater.Accounts.Tests;

public sealed class TokenMetricsTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<string> _published = [];

    [Fact]
    public void The_names_on_the_dashboards_are_the_products_names()
    {
        Assert.Equal(Telemetry.ServiceName, MeterNames.Tokens);
        Assert.Equal(Telemetry.ServiceNameExperimental, MeterNames.TokenDetails); // expect: DS7303 error
    }

    [Fact]
    public void Token_details_are_published()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, Telemetry.Metrics.ExperimentalMeter)) // expect: DS7303 error
            {
                _published.Add(instrument.Name);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.Start();

        Telemetry.Metrics.Revocation("test");

        Assert.Contains("tokenservice.revocation", _published);
    }

    public void Dispose() => _listener.Dispose();
}
