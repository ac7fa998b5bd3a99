using System.Security.Cryptography;

namespace PermModule.Portal;

/// <summary>Puts values of a user into the form that the portal takes.</summary>
internal sealed class PortalUserForm(PortalRun run)
{
    /// <summary>The field of the password.</summary>
    public const string Password = "password";

    private const string GroupsField = "groupIds";

    /// <summary>The form that gives a user these values.</summary>
    public List<KeyValuePair<string, string>> Of(WantedUser wanted, bool isNew)
    {
        List<KeyValuePair<string, string>> form = [];
        foreach ((string name, string? value) in wanted.Values)
        {
            switch (name)
            {
                case PortalProperty.State:
                    form.Add(new("active", value == PortalProperty.Yes ? "1" : "0"));
                    break;
                case "Profile":
                    form.Add(new("profileId", ProfileId(value!)));
                    break;
                case nameof(PermUser.IsSsoOnly):
                    form.Add(new("isSSOOnly", value == PortalProperty.Yes ? "true" : "false"));
                    break;
                default:
                    form.Add(new(PortalProperty.Find(name).Field!, value ?? ""));
                    break;
            }
        }

        if (wanted.Groups is { } groups)
        {
            form.Add(new(GroupsField, string.Join(PortalAssumptions.GroupSeparator, groups.Select(group => group.Id))));
        }

        if (isNew)
        {
            // The interface requires a password even for users who sign in elsewhere. No one sees this one; users set their own.
            form.Add(new(Password, RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 28) + "aA9!"));
        }

        return form;
    }

    private string ProfileId(string name) => run.Maps.ToPortal(name)?.Id
        ?? throw new PermConflictException(ErrorId.PlanOutdated, $"The portal has no profile '{TextRules.Cut(name)}' by now, or several of that name.", name);
}
