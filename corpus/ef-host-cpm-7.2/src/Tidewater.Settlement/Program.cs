using Duende.AccessTokenManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tidewater.Accounts.Core.Clients;
using Tidewater.Settlement;

var builder = Host.CreateApplicationBuilder(args);

builder.Services.AddOptions<SettlementOptions>().BindConfiguration("Settlement").ValidateOnStart();
builder.Services.AddDistributedMemoryCache();

builder.Services.AddSingleton<IClientAssertionService, SettlementAssertions>();
builder.Services
    .AddClientCredentialsTokenManagement()
    .AddClient(ClientIds.Settlement, client =>
    {
        client.TokenEndpoint = "https://accounts.tidewater.example/connect/token";
        client.ClientId = ClientIds.Settlement;
        client.Scope = "settlement";
    });

builder.Services.AddClientCredentialsHttpClient("settlement", ClientIds.Settlement, http =>
    http.BaseAddress = new Uri("https://settlement.tidewater.example/"));
builder.Services.AddHttpClient<ReconciliationRun>();
builder.Services.AddSingleton<CallbackTokens>();

await builder.Build().RunAsync();
