using System.Text;

namespace PermModule.Findings;

/// <summary>Writes the cmdlet lines that findings recommend, so that names from the store are names and nothing else.</summary>
internal static class CommandLine
{
    /// <summary>The value as a literal of PowerShell, which takes typographic quotes for quotes too.</summary>
    public static string Quote(string value)
    {
        StringBuilder quoted = new("'");
        foreach (char c in value)
        {
            if (c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B')
            {
                quoted.Append(c);
            }

            quoted.Append(c);
        }

        return quoted.Append('\'').ToString();
    }

    public static string Quote(RightSet rights) => string.Join(", ", RightCatalogue.Default.RightsOf(rights).Select(right => Quote(right.Key)));

    /// <summary>The line that shows what deactivating the people would do who do not come.</summary>
    public static string FreeSeats(Tier tier) =>
        $"Get-SeatRecommendation -Kind UnusedSeat, NeverSignedIn | Where-Object Tier -EQ {tier} | Disable-PermUser -WhatIf";

    public static string Grant(ProfileEntry profile, RightSet rights) =>
        $"Grant-PermRight -Profile {Quote(profile.Name)} -Right {Quote(rights)}";

    /// <summary>The line that takes rights from a profile, with those that need or include them.</summary>
    public static string Revoke(ProfileEntry profile, RightSet rights)
    {
        RightSet leaving = profile.Direct - RightChange.Revoke(profile.Direct, rights, includeDependents: true, profile.Name);
        string dependents = leaving == rights ? "" : " -IncludeDependents";
        return $"Revoke-PermRight -Profile {Quote(profile.Name)} -Right {Quote(rights)}{dependents}";
    }
}
