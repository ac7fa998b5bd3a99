using System.Collections.Concurrent;

namespace PermModule.Unit;

/// <summary>
/// Stores on the server that a test has done with, holding again what a new one holds. To make a store and to remove it, tables, indexes and all, took two thirds of
/// the server's time. A test that reached past the store leaves none: what it did to the schema nobody knows.
/// </summary>
public static class SpareStores
{
    private static readonly ConcurrentBag<SpareStore> Spares = [];

    /// <summary>A store like a new one, or null.</summary>
    public static SpareStore? Take() => Spares.TryTake(out SpareStore? spare) ? spare : null;

    /// <summary>Gives up a store, which nobody has open any more.</summary>
    public static void Return(SpareStore store)
    {
        if (PostgresServer.IsTouched(store.Url) || !store.TryReset())
        {
            PostgresServer.Drop(store.Url);
        }
        else
        {
            Spares.Add(store);
        }
    }

    /// <summary>Removes them all, from a server that goes on after the tests.</summary>
    public static void Drop()
    {
        while (Spares.TryTake(out SpareStore? spare))
        {
            PostgresServer.Drop(spare.Url);
        }
    }
}
