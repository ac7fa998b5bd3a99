using System.Management.Automation;
using System.Reflection;

namespace PermModule.Loading;

/// <summary>
/// Makes the types that scripts declare parameters with known by their short names, as in <c>[PermUser]</c>: the core is in a load context
/// of its own, where PowerShell finds no type by name. A name that another module has stays with that module.
/// </summary>
internal static class TypeNames
{
    private static readonly Type Accelerators = typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    private static readonly Type[] Types =
    [
        typeof(PermAuditEvent),
        typeof(PermFinding),
        typeof(PermGroup),
        typeof(PermProfile),
        typeof(PermRight),
        typeof(Output.PermStore),
        typeof(PermUser),
        typeof(WaitingRoomItem),
    ];

    private static Dictionary<string, Type> Known => (Dictionary<string, Type>)Accelerators.GetProperty("Get")!.GetValue(obj: null)!;

    public static void Register()
    {
        MethodInfo add = Accelerators.GetMethod("Add", [typeof(string), typeof(Type)])!;
        foreach (Type type in Types.Where(type => !Known.ContainsKey(type.Name)))
        {
            add.Invoke(obj: null, [type.Name, type]);
        }
    }

    public static void Unregister()
    {
        MethodInfo remove = Accelerators.GetMethod("Remove", [typeof(string)])!;
        foreach (Type type in Types.Where(type => Known.GetValueOrDefault(type.Name) == type))
        {
            remove.Invoke(obj: null, [type.Name]);
        }
    }
}
