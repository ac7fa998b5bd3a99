using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PermModule.Unit.Architecture;

/// <summary>Shows every change of the core's public surface in review: set PERMMODULE_UPDATE_SNAPSHOT=1 to accept one.</summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_reviewed()
    {
        string path = SourceFolders.BesideTheTests("PublicSurface.txt");
        string surface = Describe();
        if (Environment.GetEnvironmentVariable("PERMMODULE_UPDATE_SNAPSHOT") == "1")
        {
            File.WriteAllText(path, surface);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), surface);
    }

    [Fact]
    public void Public_types_live_in_one_namespace() =>
        Assert.Empty(typeof(PermStore).Assembly.GetExportedTypes().Where(type => type.Namespace != nameof(PermModule)).Select(type => type.FullName));

    private static string Describe()
    {
        StringBuilder text = new();
        foreach (Type type in typeof(PermStore).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Name(type)).Append(type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) ? " : " + Name(parent) : "").Append('\n');
            const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            IEnumerable<string> members = type.IsEnum
                ? Enum.GetNames(type)
                : type.GetMembers(declared).Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not MethodInfo { IsSpecialName: true }).Select(Line);
            foreach (string member in members.Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Line(MemberInfo member) => member switch
    {
        PropertyInfo property => $"{property.Name}: {Name(property.PropertyType)}{(property.CanWrite ? " { get; init; }" : "")}",
        FieldInfo field => $"{field.Name}: {Name(field.FieldType)}",
        MethodBase method => $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? "?" : "")}"))}){(method is MethodInfo { ReturnType: { } result } ? ": " + Name(result) : "")}",
        _ => member.Name,
    };

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
