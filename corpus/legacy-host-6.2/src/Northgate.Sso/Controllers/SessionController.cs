using System.Threading.Tasks;
using Duende.IdentityServer.Services;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Northgate.Sso.Data;

namespace Northgate.Sso.Controllers
{
    public class SessionController : Controller
    {
        private readonly IIdentityServerInteractionService _interaction;
        private readonly SignInManager<SsoUser> _signIn;

        public SessionController(IIdentityServerInteractionService interaction, SignInManager<SsoUser> signIn)
        {
            _interaction = interaction;
            _signIn = signIn;
        }

        [HttpPost]
        [ValidateAntiForgeryToken]
        public async Task<IActionResult> Login(string userName, string password, string returnUrl)
        {
            var result = await _signIn.PasswordSignInAsync(userName, password, isPersistent: false, lockoutOnFailure: true);
            if (!result.Succeeded)
            {
                return View("Login", returnUrl);
            }

            return _interaction.IsValidReturnUrl(returnUrl) ? Redirect(returnUrl) : Redirect("~/");
        }

        [HttpGet]
        public async Task<IActionResult> Logout(string logoutId)
        {
            var context = await _interaction.GetLogoutContextAsync(logoutId);
            await _signIn.SignOutAsync();
            return Redirect(context?.PostLogoutRedirectUri ?? "~/");
        }
    }
}
