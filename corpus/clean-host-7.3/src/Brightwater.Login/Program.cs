using Brightwater.Login;
using Brightwater.Login.Crm;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddRazorPages();
builder.Services.AddLogin(builder.Configuration);
builder.Services.AddObservability();
builder.Services.AddSingleton<ClientRegistry>();

var app = builder.Build();

app.UseStaticFiles();
app.UseRouting();
app.UseIdentityServer();
app.UseAuthorization();
app.MapRazorPages();
app.MapGet("/api/levels", (ClientRegistry clients) => clients.Count).RequireAuthorization("internal");

app.Run();
