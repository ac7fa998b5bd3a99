using System.Globalization;

namespace PermModule.Crash;

/// <summary>One of several hosts that take the seats of a store on a server until none is left.</summary>
internal static class SeatTaker
{
    /// <summary>How much longer a change waits for others than any of them may hold it up by doing nothing.</summary>
    private const int TimesIdleLimit = 8;

    /// <summary>Takes seats one by one, and prints each user that the store acknowledged. Where the network fails, says so and goes on. Prints "full" in the end.</summary>
    /// <param name="url">The address of the store.</param>
    /// <param name="name">What the users are called after.</param>
    /// <param name="idleLimit">How long a transaction of this host may wait for it.</param>
    /// <param name="holds">Says "held" after the first in a transaction, and commits that only after twice the time it may wait.</param>
    public static void Run(string url, string name, TimeSpan idleLimit, bool holds)
    {
        // On a store of its own, so that nobody waits while this is compiled.
        using (PermStore own = Workload.CreateStore($"{url}_{name}"))
        {
            for (int i = 0; i < 5; i++)
            {
                Take(own, i);
            }
        }

        using PermStore store = PermStore.Open(url, new PermStoreOptions { Actor = name, IdleLimit = idleLimit, LockTimeout = idleLimit * TimesIdleLimit });
        for (int i = 0; ; i++)
        {
            try
            {
                string user = holds && i == 0 ? Hold() : Take(store, i);
                Console.WriteLine(user);
            }
            catch (SeatLimitException)
            {
                Console.WriteLine("full");
                return;
            }
            catch (PermException error) when (error.ErrorId is "StoreUnavailable" or "TransactionRolledBack")
            {
                Console.WriteLine("told");
            }
        }

        string Hold()
        {
            using PermTransaction transaction = store.BeginTransaction();
            string user = Take(store, 0);
            Console.WriteLine("held");
            Thread.Sleep(idleLimit * 2);
            transaction.Commit();
            return user;
        }

        string Take(PermStore from, int number)
        {
            string user = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            from.Users.Create(new UserData { UserName = user, Profile = "Admin" });
            return user;
        }
    }
}
