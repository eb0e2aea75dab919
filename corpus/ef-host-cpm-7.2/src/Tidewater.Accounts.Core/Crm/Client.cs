namespace Tidewater.Accounts.Core.Crm;

/// <summary>A client of the bank: a person or a company, nothing to do with OAuth.</summary>
public class Client
{
    public required string ClientId { get; init; }

    public string? Name { get; set; }

    /// <summary>Channels on which this client may ask for a loan ("grant" in the words of the old system).</summary>
    public ICollection<string> AllowedGrantTypes { get; set; } = [];

    /// <summary>Whether the counter must ask for the client's passphrase.</summary>
    public bool RequireClientSecret { get; set; } = true;
}
