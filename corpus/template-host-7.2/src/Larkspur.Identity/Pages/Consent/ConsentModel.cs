using Duende.IdentityServer.Models;

namespace Larkspur.Identity.Pages.Consent;

public class ConsentInput
{
    public string? Button { get; set; }

    public List<string> Scopes { get; set; } = [];

    public bool Remember { get; set; } = true;

    public string? Description { get; set; }

    public string? ReturnUrl { get; set; }
}

public record ScopeLine(string Value, string? Title, bool Required, bool Stressed)
{
    public static ScopeLine From(IdentityResource identity) =>
        new(identity.Name, identity.DisplayName ?? identity.Name, identity.Required, identity.Emphasize);

    public static ScopeLine From(ApiScope scope) =>
        new(scope.Name, scope.DisplayName ?? scope.Name, scope.Required, scope.Emphasize);
}
