using System.Management.Automation;
using PermModule.Binding;
using PermModule.Completion;

namespace PermModule.Commands;

/// <summary>Removes profiles, after moving their users where they have any.</summary>
[Cmdlet(VerbsCommon.Remove, "PermProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemovePermProfileCommand : PermCmdlet
{
    /// <summary>Gets or sets the profiles, by name or as objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Profile", "Identity")]
    [RecordProperty(nameof(Name), Kind = typeof(PermProfile))]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity[] Name { get; set; } = [];

    /// <summary>Gets or sets the profile that the users get.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public ProfileIdentity? MoveUsersTo { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string action = MoveUsersTo is null ? "Remove profile" : $"Move users to profile '{MoveUsersTo}' and remove profile";
        foreach (ProfileIdentity profile in Name)
        {
            if (StoreOf(profile, MoveUsersTo) is not { } from || (profile.Read is null && IsMissing(from, store => store.Profiles.Get(profile.Name))))
            {
                continue;
            }

            Change(from, profile.Name, action, store =>
            {
                if (profile.Read is { } read)
                {
                    store.Profiles.Remove(read, MoveUsersTo?.NameIn(store));
                }
                else
                {
                    store.Profiles.Remove(profile.Name, MoveUsersTo?.NameIn(store));
                }

                return true;
            });
        }
    }
}
