namespace Brightwater.Login.Crm;

/// <summary>Somebody who buys water.</summary>
public record Client(string ClientId, string Name)
{
    public ICollection<string> AllowedGrantTypes { get; init; } = [];

    public bool RequireClientSecret { get; set; } = true;
}
