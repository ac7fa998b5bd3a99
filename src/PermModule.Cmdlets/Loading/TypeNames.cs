using System.Management.Automation;
using System.Reflection;

namespace PermModule.Loading;

/// <summary>Makes the core's types known to scripts by their short names, as in <c>[PermUser]</c>.</summary>
internal static class TypeNames
{
    private static readonly Type Accelerators = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    private static IEnumerable<Type> Types => typeof(PermStore).Assembly.GetExportedTypes().Where(type => !type.IsGenericType && !type.IsNested);

    public static void Register()
    {
        Unregister();
        MethodInfo add = Accelerators.GetMethod("Add", [typeof(string), typeof(Type)])!;
        foreach (Type type in Types)
        {
            add.Invoke(obj: null, [type.Name, type]);
        }
    }

    public static void Unregister()
    {
        MethodInfo remove = Accelerators.GetMethod("Remove", [typeof(string)])!;
        foreach (Type type in Types)
        {
            remove.Invoke(obj: null, [type.Name]);
        }
    }
}
