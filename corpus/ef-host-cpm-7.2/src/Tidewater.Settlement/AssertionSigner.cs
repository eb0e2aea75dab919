using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tidewater.Settlement;

/// <summary>Signs a short-lived statement that one client makes about itself.</summary>
internal static class AssertionSigner
{
    public static string Sign(string clientId, string audience, byte[] key)
    {
        var credentials = new SigningCredentials(
            new SymmetricSecurityKey(key),
            "HS256"); // expect: DS7304 error likely

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = audience,
            Expires = DateTime.UtcNow.AddSeconds(45),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = clientId,
                ["jti"] = Guid.NewGuid().ToString("N"),
            },
            SigningCredentials = credentials,
        });
    }
}
