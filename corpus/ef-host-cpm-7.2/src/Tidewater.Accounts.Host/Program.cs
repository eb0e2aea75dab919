using Tidewater.Accounts.Host;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddAccounts(builder.Configuration);
builder.Services.AddObservability(builder.Configuration);

var app = builder.Build();

if (args.Contains("/seed"))
{
    await SeedData.EnsureAsync(app.Services, app.Lifetime.ApplicationStopping);
    return;
}

app.UseStaticFiles();
app.UseRouting();
app.UseIdentityServer();
app.UseAuthorization();
app.MapRazorPages();

await app.RunAsync();
