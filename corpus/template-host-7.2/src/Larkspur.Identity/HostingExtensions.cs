using Duende.IdentityServer;
using Serilog;

namespace Larkspur.Identity;

internal static class HostingExtensions
{
    public static WebApplicationBuilder AddSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages();

        builder.Services
            .AddIdentityServer(options =>
            {
                options.Events.RaiseErrorEvents = true;
                options.Events.RaiseInformationEvents = true;
                options.Events.RaiseFailureEvents = true;
                options.Events.RaiseSuccessEvents = true;

                // no audience beyond the API resource itself
                options.EmitStaticAudienceClaim = false;
                options.UserInteraction.ErrorUrl = "/problem";
            })
            .AddTestUsers(TestUsers.Users)
            .AddInMemoryIdentityResources(Config.IdentityResources)
            .AddInMemoryApiScopes(Config.ApiScopes)
            .AddInMemoryApiResources(Config.ApiResources)
            .AddInMemoryClients([.. Config.Clients, .. PartnerClients.All])
            .AddJwtBearerClientAuthentication();

        builder.Services
            .AddAuthentication()
            .AddCookie("partner", options => options.Cookie.Name = "larkspur.partner");

        builder.Services.ConfigureApplicationCookie(options => options.LoginPath = "/Account/Login");

        return builder;
    }

    public static WebApplication UseSignIn(this WebApplication app)
    {
        app.UseSerilogRequestLogging();

        if (app.Environment.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
        }

        app.UseStaticFiles();
        app.UseRouting();
        app.UseIdentityServer();
        app.UseAuthorization();

        app.MapRazorPages().RequireAuthorization();
        app.MapGet("/health", () => Results.Ok(new { status = "up", scheme = IdentityServerConstants.DefaultCookieAuthenticationScheme }));

        return app;
    }
}
