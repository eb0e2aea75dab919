using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Tidewater.Settlement;

/// <summary>
/// Tokens for our own little callback API. This process writes them and this process reads them, so a symmetric key is
/// all that is needed.
/// </summary>
internal sealed class CallbackTokens(IOptions<SettlementOptions> options)
{
    private const string Issuer = "settlement.callbacks";

    private SymmetricSecurityKey Key => new(Convert.FromBase64String(options.Value.CallbackKey));

    public string Issue(string reference)
    {
        var credentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256);

        var token = new JwtSecurityToken(
            issuer: Issuer,
            audience: Issuer,
            claims: [new Claim("reference", reference)],
            expires: DateTime.UtcNow.AddMinutes(5),
            signingCredentials: credentials);

        return new JwtSecurityTokenHandler().WriteToken(token);
    }

    public bool TryRead(string token, out string? reference)
    {
        var parameters = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            IssuerSigningKey = Key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        };

        try
        {
            var principal = new JwtSecurityTokenHandler().ValidateToken(token, parameters, out _);
            reference = principal.FindFirst("reference")?.Value;
            return reference is not null;
        }
        catch (SecurityTokenException)
        {
            reference = null;
            return false;
        }
    }
}
