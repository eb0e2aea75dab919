using Duende.IdentityServer;
using Duende.IdentityServer.Events;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Test;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Larkspur.Identity.Pages.Account.Login;

[AllowAnonymous]
public class Index(
    IIdentityServerInteractionService interaction,
    IEventService events,
    TestUserStore users) : PageModel
{
    private static readonly TimeSpan LongSession = TimeSpan.FromDays(14);

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public string? ClientName { get; private set; }

    public async Task<IActionResult> OnGet(string? returnUrl)
    {
        var request = await interaction.GetAuthorizationContextAsync(returnUrl);

        ClientName = request?.Client.ClientName ?? request?.Client.ClientId;
        Input = new InputModel { ReturnUrl = returnUrl, Username = request?.LoginHint };

        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        var request = await interaction.GetAuthorizationContextAsync(Input.ReturnUrl);

        if (Input.Button != "login")
        {
            if (request is null)
            {
                return Redirect("~/");
            }

            await interaction.DenyAuthorizationAsync(request, AuthorizationError.AccessDenied);
            return Redirect(Input.ReturnUrl ?? "~/");
        }

        if (ModelState.IsValid && users.ValidateCredentials(Input.Username!, Input.Password!))
        {
            var user = users.FindByUsername(Input.Username!);
            await events.RaiseAsync(new UserLoginSuccessEvent(user.Username, user.SubjectId, user.Username, clientId: request?.Client.ClientId));
            Telemetry.UserLoggedIn(request?.Client.ClientId);

            var properties = new AuthenticationProperties();
            if (Input.StaySignedIn)
            {
                properties.IsPersistent = true;
                properties.ExpiresUtc = DateTimeOffset.UtcNow.Add(LongSession);
            }

            await HttpContext.SignInAsync(new IdentityServerUser(user.SubjectId) { DisplayName = user.Username }, properties);

            return interaction.IsValidReturnUrl(Input.ReturnUrl) || Url.IsLocalUrl(Input.ReturnUrl)
                ? Redirect(Input.ReturnUrl!)
                : Redirect("~/");
        }

        await events.RaiseAsync(new UserLoginFailureEvent(Input.Username, "wrong name or password", clientId: request?.Client.ClientId));
        Telemetry.UserRefused(request?.Client.ClientId, "credentials");
        ModelState.AddModelError(string.Empty, "Wrong name or password.");
        ClientName = request?.Client.ClientName;
        return Page();
    }
}
