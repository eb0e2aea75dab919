using Duende.IdentityServer.Events;
using Duende.IdentityServer.Extensions;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Validation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Larkspur.Identity.Pages.Consent;

public class Index(
    IIdentityServerInteractionService interaction,
    IEventService events,
    ILogger<Index> logger) : PageModel
{
    public AuthorizationRequest? Asked { get; private set; }

    public IReadOnlyList<ScopeLine> Lines { get; private set; } = [];

    [BindProperty]
    public ConsentInput Input { get; set; } = new();

    public async Task<IActionResult> OnGet(string? returnUrl)
    {
        if (!await LoadAsync(returnUrl))
        {
            return RedirectToPage("/Account/Login/Index");
        }

        Input = new ConsentInput { ReturnUrl = returnUrl };
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (!await LoadAsync(Input.ReturnUrl))
        {
            return RedirectToPage("/Account/Login/Index");
        }

        ConsentResponse response;
        var requested = Asked!.ValidatedResources.RawScopeValues.ToList();

        if (Input.Button == "yes" && Input.Scopes.Count > 0)
        {
            response = new ConsentResponse
            {
                RememberConsent = Input.Remember,
                ScopesValuesConsented = Input.Scopes,
                Description = Input.Description,
            };
            await events.RaiseAsync(new ConsentGrantedEvent(User.GetSubjectId(), Asked.Client.ClientId, requested, Input.Scopes, Input.Remember));
            Telemetry.ConsentGiven(Asked.Client.ClientId, Input.Scopes.Count);
        }
        else
        {
            response = new ConsentResponse { Error = AuthorizationError.AccessDenied };
            await events.RaiseAsync(new ConsentDeniedEvent(User.GetSubjectId(), Asked.Client.ClientId, requested));
            Telemetry.ConsentRefused(Asked.Client.ClientId, requested.Count);
        }

        await interaction.GrantConsentAsync(Asked, response);
        return Redirect(Input.ReturnUrl!);
    }

    private async Task<bool> LoadAsync(string? returnUrl)
    {
        Asked = await interaction.GetAuthorizationContextAsync(returnUrl);
        if (Asked is null)
        {
            logger.LogWarning("No authorization request belongs to {ReturnUrl}", returnUrl);
            return false;
        }

        ResourceValidationResult resources = Asked.ValidatedResources;
        Lines =
        [
            .. resources.Resources.IdentityResources.Select(ScopeLine.From),
            .. resources.Resources.ApiScopes.Select(ScopeLine.From),
        ];
        return true;
    }
}
