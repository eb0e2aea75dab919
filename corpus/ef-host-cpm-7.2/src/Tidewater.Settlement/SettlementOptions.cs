using System.ComponentModel.DataAnnotations;

namespace Tidewater.Settlement;

public sealed class SettlementOptions
{
    [Required]
    public Uri Authority { get; set; } = new("https://accounts.tidewater.example/");

    /// <summary>Base64; shared with the accounts host as a JWK.</summary>
    [Required]
    public string AssertionKey { get; set; } = "";

    /// <summary>Base64; nobody but this process knows it.</summary>
    [Required]
    public string CallbackKey { get; set; } = "";
}
