using System.Security.Claims;
using Duende.AccessTokenManagement;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tidewater.Accounts.Core.Clients;

namespace Tidewater.Settlement;

/// <summary>Proves to the accounts host who we are, each time that a token is fetched.</summary>
internal sealed class SettlementAssertions(IOptions<SettlementOptions> options) : IClientAssertionService
{
    public Task<ClientAssertion?> GetClientAssertionAsync(string? clientName = null, TokenRequestParameters? parameters = null)
    {
        if (clientName != ClientIds.Settlement)
        {
            return Task.FromResult<ClientAssertion?>(null);
        }

        var key = new SymmetricSecurityKey(Convert.FromBase64String(options.Value.AssertionKey)) { KeyId = "settlement-1" };
        var now = DateTime.UtcNow;

        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = ClientIds.Settlement,
            Audience = options.Value.Authority.AbsoluteUri,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(1),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256), // expect: DS7304 error
            Subject = new ClaimsIdentity(
            [
                new Claim(JwtClaimTypes.Subject, ClientIds.Settlement),
                new Claim(JwtClaimTypes.JwtId, Guid.NewGuid().ToString("N")),
            ]),
        };

        return Task.FromResult<ClientAssertion?>(new ClientAssertion
        {
            Type = OidcConstants.ClientAssertionTypes.JwtBearer,
            Value = new JsonWebTokenHandler().CreateToken(descriptor),
        });
    }
}
