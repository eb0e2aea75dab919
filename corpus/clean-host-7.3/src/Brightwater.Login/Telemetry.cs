using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Brightwater.Login;

/// <summary>The names and instruments of this host itself.</summary>
internal static class Telemetry
{
    public const string ServiceName = "Brightwater.Login";

    /// <summary>For counters that may go away again.</summary>
    public const string ServiceNameExperimental = ServiceName + ".Experimental";

    public static readonly ActivitySource Source = new(ServiceName);

    public static class Metrics
    {
        public static readonly Meter Meter = new(ServiceName);
        public static readonly Meter ExperimentalMeter = new(ServiceNameExperimental);

        public static readonly Counter<long> SignOuts = Meter.CreateCounter<long>("login.signouts");
        public static readonly Counter<long> Sweeps = ExperimentalMeter.CreateCounter<long>("login.sweeps");
    }
}
