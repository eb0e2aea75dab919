using System.Security.Claims;
using System.Text.Json;
using Duende.IdentityModel;
using Duende.IdentityServer;
using Duende.IdentityServer.Test;

namespace Larkspur.Identity;

public static class TestUsers
{
    private static readonly string Home = JsonSerializer.Serialize(new
    {
        street_address = "Kiln Lane 4",
        locality = "Ashby",
        postal_code = 40112,
        country = "Larkland",
    });

    public static List<TestUser> Users =>
    [
        new TestUser
        {
            SubjectId = "101",
            Username = "maya",
            Password = "maya",
            Claims =
            {
                new Claim(JwtClaimTypes.Name, "Maya Ferrow"),
                new Claim(JwtClaimTypes.Email, "maya@larkspur.example"),
                new Claim(JwtClaimTypes.EmailVerified, "true", ClaimValueTypes.Boolean),
                new Claim(JwtClaimTypes.Address, Home, IdentityServerConstants.ClaimValueTypes.Json),
                new Claim("plot", "north 12"),
            },
        },
        new TestUser
        {
            SubjectId = "102",
            Username = "oskar",
            Password = "oskar",
            Claims =
            {
                new Claim(JwtClaimTypes.Name, "Oskar Lindqvist"),
                new Claim(JwtClaimTypes.Email, "oskar@larkspur.example"),
                new Claim("season", "autumn"),
            },
        },
    ];
}
