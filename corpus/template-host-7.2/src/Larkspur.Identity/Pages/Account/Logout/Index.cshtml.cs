using Duende.IdentityServer.Events;
using Duende.IdentityServer.Extensions;
using Duende.IdentityServer.Services;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Larkspur.Identity.Pages.Account.Logout;

[AllowAnonymous]
public class Index(IIdentityServerInteractionService interaction, IEventService events) : PageModel
{
    [BindProperty]
    public string? LogoutId { get; set; }

    public async Task<IActionResult> OnGet(string? logoutId)
    {
        LogoutId = logoutId;

        var context = await interaction.GetLogoutContextAsync(logoutId);
        var ask = User.Identity?.IsAuthenticated == true && context.ShowSignoutPrompt;

        return ask ? Page() : await OnPost();
    }

    public async Task<IActionResult> OnPost()
    {
        if (User.Identity?.IsAuthenticated == true)
        {
            LogoutId ??= await interaction.CreateLogoutContextAsync();

            await HttpContext.SignOutAsync();
            await events.RaiseAsync(new UserLogoutSuccessEvent(User.GetSubjectId(), User.GetDisplayName()));
            Telemetry.UserLoggedOut();
        }

        var context = await interaction.GetLogoutContextAsync(LogoutId);
        return Redirect(context.PostLogoutRedirectUri ?? "~/");
    }
}
