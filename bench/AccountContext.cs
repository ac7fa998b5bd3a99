using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace PermModule.Bench;

/// <summary>The tables of ASP.NET Core Identity.</summary>
internal sealed class AccountContext(DbContextOptions<AccountContext> options) : IdentityDbContext<Account>(options);
