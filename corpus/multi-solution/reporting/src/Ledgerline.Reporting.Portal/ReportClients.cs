using IdentityServer4.Models;
using Ledgerline.Identity;

namespace Ledgerline.Reporting;

/// <summary>What the old server knew about us, for the page that explains it.</summary>
public sealed class ReportClients
{
    private readonly List<Client> _clients;

    public ReportClients(Client first)
    {
        var nightly = ClientFactory.CreateService("reports.nightly");
        nightly.RequireClientSecret = false;

        _clients = [first, nightly, new() { ClientId = "reports.browser", AllowedGrantTypes = GrantTypes.Code }];
    }

    public IEnumerable<string> Describe() =>
        from client in _clients
        let open = !client.RequireClientSecret
        select $"{client.ClientId}: {string.Join(' ', client.AllowedGrantTypes)}{(open ? " (open)" : "")}";
}
