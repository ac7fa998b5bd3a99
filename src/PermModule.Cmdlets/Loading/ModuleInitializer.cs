using System.Management.Automation;
using System.Runtime.Loader;
using PermModule.Commands;

namespace PermModule.Loading;

/// <summary>Hooks the load context in at import and out at removal. Touches no type of the core, so importing loads none of it.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly Lazy<DependencyLoadContext> Context = new(DependencyLoadContext.Create);

    /// <inheritdoc/>
    public void OnImport()
    {
        // The same assembly can be imported twice, in two runspaces; one handler is enough.
        AssemblyLoadContext.Default.Resolving -= Context.Value.Resolve;
        AssemblyLoadContext.Default.Resolving += Context.Value.Resolve;
        TypeNames.Register();
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        RunspaceStores.CloseCurrent();
        TypeNames.Unregister();
        AssemblyLoadContext.Default.Resolving -= Context.Value.Resolve;
    }
}
