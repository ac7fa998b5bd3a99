using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace PermModule.Bench;

/// <summary>
/// What most would take instead: ASP.NET Core Identity over Entity Framework Core and SQLite, with a role where we have a profile. It checks that names are
/// free and well-formed, and knows neither seats nor history. Its users are made in one transaction, which is faster than one for each.
/// </summary>
internal sealed class IdentityStore : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Makes a new file with the roles of <see cref="People"/>.</summary>
    public IdentityStore(string path)
    {
        Batteries_V2.Init();
        ServiceCollection services = new();
        services.AddLogging();
        services.AddDbContext<AccountContext>(options => options.UseSqlite($"Data Source={path}"));
        services.AddIdentityCore<Account>().AddRoles<IdentityRole>().AddEntityFrameworkStores<AccountContext>();
        _services = services.BuildServiceProvider();
        using IServiceScope scope = _services.CreateScope();
        scope.ServiceProvider.GetRequiredService<AccountContext>().Database.EnsureCreated();
        RoleManager<IdentityRole> roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        foreach (string role in new[] { People.Admin, People.Editor, People.Viewer })
        {
            Check(roles.CreateAsync(new IdentityRole(role)).GetAwaiter().GetResult());
        }
    }

    /// <summary>Makes users, each with a role.</summary>
    public async Task CreateAsync(IEnumerable<UserData> people)
    {
        using IServiceScope scope = _services.CreateScope();
        AccountContext context = scope.ServiceProvider.GetRequiredService<AccountContext>();
        UserManager<Account> users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        foreach (UserData person in people)
        {
            Account account = new()
            {
                UserName = person.UserName,
                Email = person.Email,
                FirstName = person.FirstName,
                LastName = person.LastName,
                Department = person.Department,
                Location = person.Location,
            };
            Check(await users.CreateAsync(account));
            Check(await users.AddToRoleAsync(account, person.Profile!));

            // As at the end of a request: with those before them in it, each user takes longer.
            context.ChangeTracker.Clear();
        }

        await transaction.CommitAsync();
    }

    /// <summary>Reads every user with their role, and says how many there are.</summary>
    public int Read()
    {
        using IServiceScope scope = _services.CreateScope();
        AccountContext context = scope.ServiceProvider.GetRequiredService<AccountContext>();
        return (from account in context.Users.AsNoTracking()
                join held in context.UserRoles on account.Id equals held.UserId
                join role in context.Roles on held.RoleId equals role.Id
                select new { account, role.Name }).AsEnumerable().Count();
    }

    public void Dispose() => _services.Dispose();

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(result.ToString());
        }
    }
}
