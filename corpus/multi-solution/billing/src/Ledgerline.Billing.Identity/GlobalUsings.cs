global using Duende.IdentityServer.Models;
global using Ledgerline.Identity;
