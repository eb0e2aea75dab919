using System.Collections.Generic;
using Duende.IdentityServer.Models;

namespace Northgate.Sso
{
    internal static class Resources
    {
        public static IEnumerable<IdentityResource> Identity => new IdentityResource[]
        {
            new IdentityResources.OpenId(),
            new IdentityResources.Profile(),
            new IdentityResource("department", new[] { "department", "cost_center" }),
        };

        public static IEnumerable<ApiScope> Scopes => new[]
        {
            new ApiScope("directory", "Company directory"),
            new ApiScope("timesheets", "Time sheets"),
        };
    }
}
