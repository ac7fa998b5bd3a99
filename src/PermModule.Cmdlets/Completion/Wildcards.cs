using System.Management.Automation;
using System.Reflection;
using PermModule.Commands;

namespace PermModule.Completion;

/// <summary>Says which parameters read wildcards, so that a name that holds one is offered in the words that mean this name.</summary>
internal static class Wildcards
{
    private static readonly Lazy<Dictionary<string, Type>> Commands = new(() => typeof(PermCmdlet).Assembly.GetTypes()
        .Select(type => (Type: type, Name: type.GetCustomAttribute<CmdletAttribute>()))
        .Where(command => command.Name is not null)
        .ToDictionary(command => $"{command.Name!.VerbName}-{command.Name.NounName}", command => command.Type, StringComparer.OrdinalIgnoreCase));

    /// <summary>True when the parameter reads wildcards.</summary>
    /// <param name="command">The name of the cmdlet, with or without that of the module.</param>
    /// <param name="parameter">The name of the parameter.</param>
    public static bool AreRead(string? command, string? parameter) =>
        command is not null && parameter is not null
        && Commands.Value.TryGetValue(command[(command.LastIndexOf('\\') + 1)..], out Type? type)
        && type.GetProperty(parameter, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { } property
        && property.IsDefined(typeof(SupportsWildcardsAttribute));
}
