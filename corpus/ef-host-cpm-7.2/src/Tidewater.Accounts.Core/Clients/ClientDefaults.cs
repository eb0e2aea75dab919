namespace Tidewater.Accounts.Core.Clients;

internal static class ClientDefaults
{
    /// <summary>For callers inside the mesh, which the sidecar has already authenticated.</summary>
    public const bool SecretRequired = false;

    public const int ShortLivedToken = 10 * 60;

    /// <summary>The key of the settlement console, as the operations team handed it over.</summary>
    public const string SettlementKey =
        "{\"kty\":\"oct\",\"kid\":\"settlement-1\",\"k\":\"dGlkZXdhdGVyLWNvcnB1cy1zYW1wbGUta2V5LTAwMDE\"}"; // expect: DS7304 error
}
