using System.Net.Http.Headers;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Microsoft.Extensions.Options;
using Tidewater.Accounts.Core.Clients;

namespace Tidewater.Settlement;

/// <summary>Compares our books with the bank's once a day.</summary>
internal sealed class ReconciliationRun(HttpClient http, IOptions<SettlementOptions> options, CallbackTokens callbacks)
{
    public async Task<string> RunAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var authority = options.Value.Authority;
        var key = Convert.FromBase64String(options.Value.AssertionKey);

        using var request = new ClientCredentialsTokenRequest
        {
            Address = new Uri(authority, "connect/token").AbsoluteUri,
            ClientId = ClientIds.Reconciliation,
            ClientCredentialStyle = ClientCredentialStyle.PostBody,
            ClientAssertion = new ClientAssertion
            {
                Type = OidcConstants.ClientAssertionTypes.JwtBearer,
                Value = AssertionSigner.Sign(ClientIds.Reconciliation, authority.AbsoluteUri, key),
            },
            Scope = "settlement",
        };

        var token = await http.RequestClientCredentialsTokenAsync(request, cancellationToken);
        if (token.IsError)
        {
            throw new InvalidOperationException($"No token for the reconciliation of {day:O}: {token.Error}");
        }

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        var report = await http.GetStringAsync($"reports/{day:yyyy-MM-dd}", cancellationToken);

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", callbacks.Issue($"report-{day:yyyyMMdd}"));
        await http.PostAsync("http://localhost:5080/reports/done", content: null, cancellationToken);
        return report;
    }
}
