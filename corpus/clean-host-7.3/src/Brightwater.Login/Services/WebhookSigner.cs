using System.Security.Cryptography;
using System.Text;

namespace Brightwater.Login.Services;

/// <summary>Signs what we send to the web hooks of the municipalities.</summary>
internal sealed class WebhookSigner(IConfiguration configuration)
{
    private const string Algorithm = "HS256";

    public string Header(string body)
    {
        var key = Encoding.UTF8.GetBytes(configuration["Webhooks:Key"]!);
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body));

        return $"{Algorithm} {Convert.ToHexString(hash)}";
    }
}
