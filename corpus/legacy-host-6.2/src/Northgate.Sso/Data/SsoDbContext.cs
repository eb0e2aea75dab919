using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Northgate.Sso.Data
{
    public class SsoUser : IdentityUser
    {
        public string Department { get; set; }

        public string CostCenter { get; set; }
    }

    public class SsoDbContext : IdentityDbContext<SsoUser>
    {
        public SsoDbContext(DbContextOptions<SsoDbContext> options)
            : base(options)
        {
        }

        protected override void OnModelCreating(ModelBuilder builder)
        {
            base.OnModelCreating(builder);

            builder.Entity<SsoUser>(user =>
            {
                user.Property(u => u.Department).HasMaxLength(100);
                user.Property(u => u.CostCenter).HasMaxLength(20);
            });
        }
    }
}
