using Ledgerline.Billing.Customers;
using Ledgerline.Shared;

var builder = WebApplication.CreateBuilder(args);

builder.Services
    .AddIdentityServer()
    .AddInMemoryIdentityResources([new IdentityResources.OpenId()])
    .AddInMemoryApiScopes([new ApiScope("invoices"), new ApiScope("dunning")])
    .AddInMemoryClients(
    [
        .. BillingClients.All,
        .. BillingClients.FromSettings(builder.Configuration),
        .. DemoClients.All,
    ]);

builder.Services.AddSingleton<CustomerBook>();

var app = builder.Build();

app.UseIdentityServer();
app.MapGet("/customers/{number}", (string number, CustomerBook book) =>
    book.Find(number) is { } customer ? Results.Ok(customer) : Results.NotFound());

app.Run();
