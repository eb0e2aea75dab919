namespace Ledgerline.Billing.Customers;

/// <summary>Whom we send invoices to.</summary>
public class Client
{
    public string Number { get; init; } = "";

    public string? ClientSecret { get; set; }

    public bool RequireClientSecret { get; set; }

    public HashSet<string> AllowedGrantTypes { get; } = [];
}
