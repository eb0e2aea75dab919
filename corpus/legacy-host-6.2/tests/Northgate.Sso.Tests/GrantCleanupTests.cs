using System;
using System.Linq;
using System.Threading.Tasks;
using Duende.IdentityServer.EntityFramework;
using Duende.IdentityServer.EntityFramework.DbContexts;
using Duende.IdentityServer.EntityFramework.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Northgate.Sso.Tests
{
    public class GrantCleanupTests
    {
        [Fact]
        public async Task RemoveExpiredGrantsAsync_WhenAGrantIsOver_RemovesIt()
        {
            using var services = CreateServices(nameof(RemoveExpiredGrantsAsync_WhenAGrantIsOver_RemovesIt));
            using var scope = services.CreateScope();
            var grants = scope.ServiceProvider.GetRequiredService<PersistedGrantDbContext>();
            grants.PersistedGrants.Add(new PersistedGrant
            {
                Key = "over",
                Type = "refresh_token",
                ClientId = "north.desktop",
                Data = "{}",
                CreationTime = DateTime.UtcNow.AddDays(-30),
                Expiration = DateTime.UtcNow.AddDays(-1),
            });
            await grants.SaveChangesAsync();

            await scope.ServiceProvider.GetRequiredService<TokenCleanupService>().RemoveExpiredGrantsAsync(); // expect: DS6302 error

            Assert.Empty(grants.PersistedGrants.ToList());
        }

        private static ServiceProvider CreateServices(string database)
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddOperationalDbContext(options =>
                options.ConfigureDbContext = db => db.UseInMemoryDatabase(database));
            services.AddTransient<TokenCleanupService>();
            return services.BuildServiceProvider();
        }
    }
}
