using Ledgerline.Identity;
using Ledgerline.Reporting;
using OpenTelemetry.Metrics;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddRazorPages();
builder.Services.AddSingleton(new ReportClients(ClientFactory.Create("reports")));
builder.Services.AddHostedService<ReportExpiry>();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Ledgerline.Reporting"));

var app = builder.Build();

app.MapRazorPages();
app.MapGet("/old/clients", (ReportClients clients) => clients.Describe());

app.Run();
