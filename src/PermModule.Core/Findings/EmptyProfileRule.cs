namespace PermModule.Findings;

/// <summary>A profile holds nothing.</summary>
internal sealed class EmptyProfileRule() : ProfileRule(
    "EmptyProfile",
    FindingSeverity.Warning,
    "People of a profile without rights occupy seats and can do nothing; a profile in the making is forgotten.",
    "Grant it what its users need with Grant-PermRight, or remove it with Remove-PermProfile.")
{
    protected override PermFinding? Check(AuditContext audit, ProfileEntry profile, long activeUsers, long inactiveUsers)
    {
        if (!profile.Effective.IsEmpty)
        {
            return null;
        }

        string line = activeUsers + inactiveUsers == 0 && !profile.IsDefault
            ? "Remove-PermProfile " + CommandLine.Quote(profile.Name)
            : $"Grant-PermRight -Profile {CommandLine.Quote(profile.Name)} -Right (Read-Host 'Right')";
        return Found(profile, $"The profile '{profile.Name}' holds no right; it has {activeUsers} active and {inactiveUsers} inactive users.", line);
    }
}
