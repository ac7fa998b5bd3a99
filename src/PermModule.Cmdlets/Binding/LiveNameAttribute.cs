using System.Collections.Concurrent;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Takes the name that an object of the module has as a property for that name and no other. Where wildcards are read, binding by property name
/// would take a bracket in it for one.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LiveNameAttribute : ArgumentTransformationAttribute
{
    private readonly ConcurrentDictionary<Type, bool> _own = new();

    /// <summary>Takes the first of the properties with these names, where the identity takes no such object itself.</summary>
    public LiveNameAttribute(Type identity, params string[] names)
    {
        Identity = identity;
        Names = names;
    }

    /// <summary>The type of the parameter.</summary>
    public Type Identity { get; }

    /// <summary>The names of the properties.</summary>
    public string[] Names { get; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? item = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (item?.GetType() is not { } type || type.Assembly != typeof(PermUser).Assembly || _own.GetOrAdd(type, IsOwn))
        {
            return inputData;
        }

        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(item).Properties;
        return Names.Select(name => properties[name]?.Value).FirstOrDefault(value => value is string { Length: > 0 }) is string text ? ProfileService.Literal(text) : inputData;
    }

    private bool IsOwn(Type type) => Identity.GetConstructors().Any(made => made.GetParameters() is [var only] && only.ParameterType.IsAssignableFrom(type));
}
