using System;
using System.IdentityModel.Tokens.Jwt;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Northgate.Intranet
{
    /// <summary>Sends the parameters of the sign-in request as a signed object, so that nobody on the way can change them.</summary>
    public class SignedRequestEvents : OpenIdConnectEvents
    {
        private readonly SymmetricSecurityKey _key;

        public SignedRequestEvents(string key)
        {
            _key = new SymmetricSecurityKey(Convert.FromBase64String(key));
        }

        public override Task RedirectToIdentityProvider(RedirectContext context)
        {
            var message = context.ProtocolMessage;
            var claims = message.Parameters.Select(parameter => new Claim(parameter.Key, parameter.Value));

            var token = new JwtSecurityToken(
                issuer: context.Options.ClientId,
                audience: context.Options.Authority,
                claims: claims,
                expires: DateTime.UtcNow.AddMinutes(2),
                signingCredentials: new SigningCredentials(_key, SecurityAlgorithms.HmacSha256Signature)); // expect: DS7304 error

            var request = new JwtSecurityTokenHandler().WriteToken(token);

            message.Parameters.Clear();
            message.ClientId = context.Options.ClientId;
            message.ResponseType = context.Options.ResponseType;
            message.Scope = "openid";
            message.SetParameter("request", request);

            return Task.CompletedTask;
        }
    }
}
