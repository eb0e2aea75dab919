namespace Tidewater.Accounts.Core.Clients;

public static class ClientIds
{
    public const string Portal = "portal";
    public const string Mobile = "mobile";
    public const string Settlement = "settlement";
    public const string Reconciliation = "reconciliation";
    public const string Ledger = "ledger";
}
