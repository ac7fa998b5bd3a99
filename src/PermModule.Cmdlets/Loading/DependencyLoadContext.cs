using System.Reflection;
using System.Runtime.Loader;

namespace PermModule.Loading;

/// <summary>Keeps the core and its packages, the native SQLite included, apart from what other modules load.</summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private const string CoreName = "PermModule.Core";

    private readonly AssemblyDependencyResolver _resolver;

    private DependencyLoadContext(string corePath)
        : base("PermModule")
    {
        _resolver = new AssemblyDependencyResolver(corePath);
        CorePath = corePath;
    }

    private string CorePath { get; }

    /// <summary>The context over the folder beside this assembly.</summary>
    public static DependencyLoadContext Create()
    {
        string folder = Path.GetDirectoryName(typeof(DependencyLoadContext).Assembly.Location)!;
        return new DependencyLoadContext(Path.Combine(folder, "dependencies", CoreName + ".dll"));
    }

    /// <summary>Answers the default context for the core and for nothing else: the event hears of every module's requests.</summary>
    public Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == CoreName ? LoadFromAssemblyPath(CorePath) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
