using System.Collections;
using System.Management.Automation;
using PermModule.Commands;

namespace PermModule.Binding;

/// <summary>
/// Takes a profile or group that was read by the name that it has now, where its store is open. PowerShell would take the name that it had when it was read,
/// which another one may have since.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NameNowAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Holder.Unwrapped(inputData) switch
    {
        string or string[] => inputData,
        PermProfile or PermGroup => NameOf(inputData),
        IList items when items.Cast<object?>().Any(item => Holder.Unwrapped(item) is PermProfile or PermGroup) => items.Cast<object?>().Select(NameOf).ToArray(),
        _ => inputData,
    };

    private static object? NameOf(object? item)
    {
        object? read = Holder.Unwrapped(item);
        if (PermStore.OriginOf(read) is not { } origin || RunspaceStores.Current.Holding(origin) is not { } store)
        {
            return item;
        }

        store.Refresh();
        try
        {
            return read switch
            {
                PermProfile profile => store.Profiles.Find(profile.ToReference())[0].Name,
                PermGroup group => store.Groups.Find(GroupReference.To(group))[0].Name,
                _ => item,
            };
        }
        catch (PermException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
