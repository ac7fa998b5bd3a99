using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Loader;
using PermModule.Commands;

namespace PermModule.Loading;

/// <summary>Hooks the load context in at import, and out when the last runspace that imported the module removes it.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly Lazy<DependencyLoadContext> Context = new(DependencyLoadContext.Create);
    // The hook and the type names belong to the process, an import to its runspace. A runspace that closes does not tell.
    private static readonly List<WeakReference<Runspace>> Importers = [];

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Importers)
        {
            Forget(Runspace.DefaultRunspace);
            if (Importers.Count == 0)
            {
                AssemblyLoadContext.Default.Resolving -= Context.Value.Resolve;
                AssemblyLoadContext.Default.Resolving += Context.Value.Resolve;
                TypeNames.Register();
            }

            Importers.Add(new WeakReference<Runspace>(Runspace.DefaultRunspace));
        }
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        RunspaceStores.CloseCurrent();
        lock (Importers)
        {
            Forget(Runspace.DefaultRunspace);
            if (Importers.Count == 0)
            {
                TypeNames.Unregister();
                AssemblyLoadContext.Default.Resolving -= Context.Value.Resolve;
            }
        }
    }

    private static void Forget(Runspace current) => Importers.RemoveAll(importer =>
        !importer.TryGetTarget(out Runspace? runspace) || ReferenceEquals(runspace, current) || runspace.RunspaceStateInfo.State is not RunspaceState.Opened);
}
