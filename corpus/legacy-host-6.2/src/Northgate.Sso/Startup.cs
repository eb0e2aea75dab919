using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Northgate.Sso.Clients;
using Northgate.Sso.Data;
using Northgate.Sso.Jobs;
using Northgate.Sso.Logout;

namespace Northgate.Sso
{
    public class Startup
    {
        public Startup(IConfiguration configuration)
        {
            Configuration = configuration;
        }

        public IConfiguration Configuration { get; }

        public void ConfigureServices(IServiceCollection services)
        {
            var connectionString = Configuration.GetConnectionString("Sso");

            services.AddControllersWithViews();
            services.AddDbContext<SsoDbContext>(options => options.UseSqlServer(connectionString));
            services.AddIdentity<SsoUser, IdentityRole>()
                .AddEntityFrameworkStores<SsoDbContext>()
                .AddDefaultTokenProviders();

            services.AddIdentityServer(options => // expect: DS0002 note
                {
                    options.Events.RaiseErrorEvents = true;
                    options.Authentication.CookieLifetime = System.TimeSpan.FromHours(10);
                })
                .AddInMemoryIdentityResources(Resources.Identity)
                .AddInMemoryApiScopes(Resources.Scopes)
                .AddInMemoryClients(TenantClients.Load(Configuration.GetSection("Tenants")))
                .AddOperationalStore(options =>
                {
                    options.ConfigureDbContext = db => db.UseSqlServer(connectionString);
                    // our own jobs do it, see Jobs/
                    options.EnableTokenCleanup = false;
                })
                .AddAspNetIdentity<SsoUser>()
                .AddBackChannelLogoutService<AuditedBackChannelLogoutService>();

            services.AddHangfire(hangfire => hangfire.UseSqlServerStorage(connectionString));
            services.AddHangfireServer();

            services.AddTransient<NightlyGrantCleanup>();
            services.AddTransient<CleanupFactory>();
            services.AddHostedService<GrantCleanupService>();
        }

        public void Configure(IApplicationBuilder app, IRecurringJobManager jobs)
        {
            app.UseStaticFiles();
            app.UseRouting();
            app.UseIdentityServer();
            app.UseAuthorization();
            app.UseEndpoints(endpoints => endpoints.MapDefaultControllerRoute());

            jobs.AddOrUpdate<NightlyGrantCleanup>("grants", job => job.RunAsync(), Cron.Daily(3));
        }
    }
}
