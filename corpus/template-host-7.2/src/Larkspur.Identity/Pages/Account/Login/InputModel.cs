using System.ComponentModel.DataAnnotations;

namespace Larkspur.Identity.Pages.Account.Login;

public class InputModel
{
    [Required]
    public string? Username { get; set; }

    [Required]
    public string? Password { get; set; }

    public bool StaySignedIn { get; set; }

    public string? ReturnUrl { get; set; }

    /// <summary>Which of the two buttons was pressed.</summary>
    public string? Button { get; set; }
}
