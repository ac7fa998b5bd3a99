using System.Globalization;
using System.Text;
using PermModule.Errors;

namespace PermModule.Formatting;

/// <summary>Writes what makes a difference between two stores go away as a command line of this module.</summary>
/// <param name="store">The path of the difference store, or null where that is the store in use.</param>
internal sealed class DifferenceWriter(string? store)
{
    private const string OnlyReference = "<=";

    private string At => CommandLine.At(store);

    /// <summary>The line that makes it in the difference store what it is in the reference store; null if there is none.</summary>
    public string? Write(StoreDifference found)
    {
        if (found.SideIndicator == "==" || found.Details.ContainsKey("IsErased") || Line(found) is not { } line)
        {
            return null;
        }

        line = $"{Interim(found)}{Release(found, "EmailHolder", nameof(PermUser.Email))}{Release(found, "ExternalIdHolder", nameof(PermUser.ExternalId))}{line}";

        // Two who change places need a seat more for a moment.
        return found.Details.ContainsKey("SeatExchange")
            ? $"Set-SeatContract -Enforcement Warn{At}; try {{ {line} }} finally {{ Set-SeatContract -Enforcement Block{At} }}"
            : line;
    }

    private string Interim(StoreDifference found) => found.Details.TryGetValue("InterimOwner", out object? owner) ? $"Set-ContentWorkflowOwner {Value(owner)}{At}; " : "";

    private string Release(StoreDifference found, string detail, string property) =>
        found.Details.TryGetValue(detail, out object? holder) ? $"Set-PermUser {Value(holder)} -{property} ''{At}; " : "";

    private string? Line(StoreDifference found)
    {
        string name = CommandLine.Quote(found.Name);
        return found.Kind switch
        {
            StoreDifferenceKind.Contract => Contract(found),
            StoreDifferenceKind.Tier => Tier(found, name),
            StoreDifferenceKind.Profile => Profile(found, name),
            StoreDifferenceKind.Group => Group(found, name),
            StoreDifferenceKind.User => User(found, name),
            StoreDifferenceKind.Membership => $"{(found.SideIndicator == OnlyReference ? "Add" : "Remove")}-PermGroupMember {CommandLine.Quote(found.Property!)} {name}{At}",
            StoreDifferenceKind.Role => Role(found, name),
            _ => Request(found),
        };
    }

    private string Contract(StoreDifference found) => $"Set-SeatContract -{found.Property} {found.Reference switch
    {
        null when found.Property == nameof(SeatContract.Currency) => "''",
        null => "unlimited",
        SeatPrices prices => $"@{{ Heavy = {Price(prices.Heavy)}; Regular = {Price(prices.Regular)}; Light = {Price(prices.Light)} }}",
        var value => Text(value),
    }}{At}";

    private static string Price(decimal? price) => price is { } amount ? Text(amount) : "$null";

    private string Tier(StoreDifference found, string name) =>
        $"Set-PermRightTier {name} {(Equals(RightCatalogue.Default.Find(found.Name)!.DefaultTier, found.Reference) ? "-Reset" : Text(found.Reference!))}{At}";

    private string Profile(StoreDifference found, string name)
    {
        switch (found.Property)
        {
            case nameof(PermProfile.Rights):
                string[] wanted = (string[])found.Reference!;
                string[] held = (string[])found.Difference!;
                string[] revoked = [.. held.Except(wanted, StringComparer.Ordinal)];
                string[] granted = [.. wanted.Except(held, StringComparer.Ordinal)];

                // The other way round the profile might have a lower tier in between, whose seats are not free.
                string revoke = revoked.Length == 0 ? "" : $"Revoke-PermRight {name} {Names(revoked)}{At}";
                string grant = granted.Length == 0 ? "" : $"Grant-PermRight {name} {Names(granted)}{Maintenance(granted)}{At}";
                return revoke.Length > 0 && grant.Length > 0 ? $"{grant}; {revoke}" : grant + revoke;
            case nameof(PermProfile.IsDefault):
                return $"Set-PermProfile {name} -Default{(Equals(found.Reference, true) ? "" : ":$false")}{At}";
            case { } property:
                return $"Set-PermProfile {name} -{(property == nameof(PermProfile.Name) ? "NewName" : property)} {Value(found.Reference)}{At}";
            default:
                return found.SideIndicator == OnlyReference ? NewProfile(found, name) : $"Remove-PermProfile {name}{At}";
        }
    }

    private string NewProfile(StoreDifference found, string name)
    {
        string[] rights = (string[])found.Details[nameof(PermProfile.Rights)]!;
        StringBuilder line = new($"New-PermProfile {name}");
        Append(line, found, nameof(PermProfile.Description));
        if (rights.Length > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $" -Right {Names(rights)}{Maintenance(rights)}");
        }

        return line.Append(Is(found, nameof(PermProfile.IsDefault)) ? " -Default" : "").Append(At).ToString();
    }

    private string Group(StoreDifference found, string name)
    {
        if (found.Property is { } property)
        {
            return $"Set-PermGroup {name} -{(property == nameof(PermGroup.Name) ? "NewName" : property)} {Value(found.Reference)}{At}";
        }

        if (found.SideIndicator != OnlyReference)
        {
            return $"Remove-PermGroup {name}{At}";
        }

        StringBuilder line = new($"New-PermGroup {name}");
        Append(line, found, nameof(PermGroup.Description));
        return line.Append(At).ToString();
    }

    private string User(StoreDifference found, string name)
    {
        if (found.Property is { } property)
        {
            return property switch
            {
                nameof(PermUser.UserName) => $"Set-PermUser {name} -NewUserName {Value(found.Reference)}{At}",
                nameof(PermUser.ProfileName) => $"Set-PermUser {name} -Profile {Value(found.Reference)}{At}",
                nameof(PermUser.IsActive) => $"{(Equals(found.Reference, true) ? "Enable" : "Disable")}-PermUser {name}{At}",
                nameof(PermUser.IsSsoOnly) => $"Set-PermUser {name} -SsoOnly{(Equals(found.Reference, true) ? "" : ":$false")}{At}",
                _ => $"Set-PermUser {name} -{property} {Value(found.Reference)}{At}",
            };
        }

        if (found.SideIndicator != OnlyReference)
        {
            return $"Remove-PermUser {name}{At}";
        }

        StringBuilder line = new($"New-PermUser {name}");
        Append(line, found, nameof(PermUser.Email));
        Append(line, found, nameof(PermUser.FirstName));
        Append(line, found, nameof(PermUser.LastName));
        Append(line, found, nameof(PermUser.ProfileName), "Profile");
        Append(line, found, nameof(PermUser.Department));
        Append(line, found, nameof(PermUser.Location));
        Append(line, found, nameof(PermUser.JobTitle));
        Append(line, found, nameof(PermUser.ExternalId));
        return line.Append(Is(found, nameof(PermUser.IsSsoOnly)) ? " -SsoOnly" : "").Append(Is(found, nameof(PermUser.IsActive)) ? "" : " -Inactive").Append(At).ToString();
    }

    private string? Role(StoreDifference found, string name)
    {
        if (found.Property == "ContentWorkflowOwner")
        {
            // An owner is only ever transferred, so there is no way back to none.
            return found.Reference is null ? null : $"Set-ContentWorkflowOwner {name}{At}";
        }

        string[] parts = found.Property!.Split('.');
        if (found.SideIndicator == "=>")
        {
            return $"Remove-PermRoleMember {parts[0]} {name}{At}";
        }

        StringBuilder line = new($"Add-PermRoleMember {parts[0]} {name}");
        if (parts.Length > 1)
        {
            line.Append(CultureInfo.InvariantCulture, $" -{parts[1]} {Value(found.Reference)}");
        }
        else
        {
            Append(line, found, nameof(RoleMember.Department));
            Append(line, found, nameof(RoleMember.Location));
        }

        return line.Append(At).ToString();
    }

    private string? Request(StoreDifference found)
    {
        if (found.SideIndicator == OnlyReference)
        {
            if (!Equals(found.Details[nameof(WaitingRoomItem.State)], WaitingRoomState.Pending))
            {
                return null;
            }

            StringBuilder line = new($"Submit-WaitingRoomItem {found.Details[nameof(WaitingRoomItem.Kind)]} {Value(found.Details[nameof(WaitingRoomItem.Requester)])} {Names((IEnumerable<string>)found.Details[nameof(WaitingRoomItem.Assets)]!)}");
            Append(line, found, nameof(WaitingRoomItem.Reason));
            return line.Append(" -ForApproval").Append(At).ToString();
        }

        string id = Text(found.Details[nameof(WaitingRoomItem.Id)]!);
        string? verb = found.Reference switch
        {
            WaitingRoomState.Approved => "Approve",
            WaitingRoomState.Denied => "Deny",
            _ => null,
        };
        return (found.SideIndicator, verb) switch
        {
            ("=>", _) => $"Remove-WaitingRoomItem {id}{At}",
            (_, null) => null,
            _ => $"{verb}-WaitingRoomItem {id} -Asset {CommandLine.Quote(found.Property!)}{At}",
        };
    }

    private static string Maintenance(IEnumerable<string> keys) => keys.Any(key => RightCatalogue.Default.Find(key)!.IsMaintenanceOnly) ? " -AllowMaintenance" : "";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(CommandLine.Quote));

    private static string Value(object? value) => CommandLine.Quote(value?.ToString() ?? "");

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static bool Is(StoreDifference found, string property) => Equals(found.Details[property], true);

    private static void Append(StringBuilder line, StoreDifference found, string property, string? parameter = null)
    {
        if (found.Details[property] is string value)
        {
            line.Append(CultureInfo.InvariantCulture, $" -{parameter ?? property} {CommandLine.Quote(value)}");
        }
    }
}
