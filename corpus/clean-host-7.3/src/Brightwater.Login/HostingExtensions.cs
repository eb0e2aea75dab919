using System.Text;
using Brightwater.Login.Jobs;
using Brightwater.Login.Logout;
using Brightwater.Login.Services;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Brightwater.Login;

internal static class HostingExtensions
{
    public static void AddLogin(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddIdentityServer(options =>
            {
                options.Events.RaiseFailureEvents = true;

                // the sluice controllers cannot do better; see README
                options.SupportedClientAssertionSigningAlgorithms.Add(SecurityAlgorithms.HmacSha256);
                options.SupportedRequestObjectSigningAlgorithms.Add(SecurityAlgorithms.HmacSha256);
            })
            .AddInMemoryIdentityResources(Config.IdentityResources)
            .AddInMemoryApiScopes(Config.ApiScopes)
            .AddInMemoryClients(Config.Clients)
            .AddOperationalStore(options => options.ConfigureDbContext = database =>
                database.UseNpgsql(configuration.GetConnectionString("Grants")))
            .AddJwtBearerClientAuthentication()
            .AddBackChannelLogoutService<TracedBackChannelLogoutService>();

        services.AddHostedService<GrantSweeper>();
        services.AddSingleton<InternalTokens>();
        services.AddSingleton<WebhookSigner>();

        // tokens for our own API: written and read here
        services
            .AddAuthentication()
            .AddJwtBearer("internal", options =>
            {
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = InternalTokens.Issuer,
                    ValidAudience = InternalTokens.Issuer,
                    ValidAlgorithms = [SecurityAlgorithms.HmacSha256, "HS512"],
                    IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(configuration["Internal:Key"]!)),
                };
            });

        services
            .AddAuthorizationBuilder()
            .AddPolicy("internal", policy => policy.AddAuthenticationSchemes("internal").RequireAuthenticatedUser());
    }
}
