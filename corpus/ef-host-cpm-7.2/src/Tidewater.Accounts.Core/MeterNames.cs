namespace Tidewater.Accounts.Core;

/// <summary>The meters that the host exports. Dashboards know them by these names.</summary>
public static class MeterNames
{
    public const string Accounts = "Tidewater.Accounts";

    public const string Tokens = "Duende.IdentityServer";

    public const string TokenDetails = "Duende.IdentityServer.Experimental"; // expect: DS7303 error
}
