using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Brightwater.Login.Services;

/// <summary>Short tokens with which the pages call our own API.</summary>
internal sealed class InternalTokens(IConfiguration configuration)
{
    public const string Issuer = "brightwater.internal";

    private readonly SigningCredentials _credentials = new(
        new SymmetricSecurityKey(Encoding.UTF8.GetBytes(configuration["Internal:Key"]!)),
        SecurityAlgorithms.HmacSha256);

    public string For(ClaimsPrincipal user) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Issuer,
        Expires = DateTime.UtcNow.AddMinutes(2),
        Subject = new ClaimsIdentity(user.FindAll("sub")),
        SigningCredentials = _credentials,
    });

    public static string ForDevice(string device, byte[] key)
    {
        var credentials = new SigningCredentials(new SymmetricSecurityKey(key), "HS512");

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            Expires = DateTime.UtcNow.AddHours(1),
            Claims = new Dictionary<string, object> { ["device"] = device },
            SigningCredentials = credentials,
        });
    }
}
