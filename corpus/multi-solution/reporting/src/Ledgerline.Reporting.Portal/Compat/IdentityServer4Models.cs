// The old server's configuration is still read from its JSON export. These are only the shapes that the export has;
// the package itself is gone.

namespace IdentityServer4.Models;

public class Client
{
    public string ClientId { get; set; } = "";

    public ICollection<string> AllowedGrantTypes { get; set; } = [];

    public bool RequireClientSecret { get; set; } = true;

    public ICollection<Secret> ClientSecrets { get; set; } = [];
}

public class Secret
{
    public string Type { get; set; } = "SharedSecret";

    public string Value { get; set; } = "";
}

public static class GrantTypes
{
    public static ICollection<string> Code => ["authorization_code"];

    public static ICollection<string> ClientCredentials => ["client_credentials"];
}

public class BackChannelLogoutRequest
{
    public string ClientId { get; set; } = "";
}
