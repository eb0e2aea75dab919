using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Brightwater.Login.Tests;

/// <summary>Proof tokens (DPoP) that our API must refuse.</summary>
public class ProofTokenTests
{
    [Theory]
    [InlineData(SecurityAlgorithms.HmacSha256)]
    [InlineData(SecurityAlgorithms.HmacSha512)]
    public void A_symmetric_proof_is_recognised(string algorithm)
    {
        var key = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(64));
        var proof = Proof(new SigningCredentials(key, algorithm));

        Assert.StartsWith("HS", new JsonWebToken(proof).Alg);
    }

    [Fact]
    public void An_elliptic_proof_is_not_symmetric()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var proof = Proof(new SigningCredentials(new ECDsaSecurityKey(curve), SecurityAlgorithms.EcdsaSha256));

        Assert.Equal("ES256", new JsonWebToken(proof).Alg);
    }

    private static string Proof(SigningCredentials credentials) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        TokenType = "dpop+jwt",
        Claims = new Dictionary<string, object> { ["htm"] = "GET", ["htu"] = "https://api.brightwater.example/levels" },
        SigningCredentials = credentials,
    });
}
