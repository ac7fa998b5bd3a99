namespace PermModule.Reporting;

/// <summary>A profile as a column of the matrix.</summary>
internal sealed class MatrixColumn(ReportProfile profile)
{
    private readonly HashSet<string> _direct = new(profile.Rights, StringComparer.Ordinal);
    private readonly HashSet<string> _implied = new(profile.ImpliedRights, StringComparer.Ordinal);

    public string Name => profile.Name;

    /// <summary>How the profile holds a right: granted, included by another, or not at all.</summary>
    public string Sign(string key)
    {
        if (_direct.Contains(key))
        {
            return "\u25CF";
        }

        return _implied.Contains(key) ? "\u25CB" : "";
    }
}
