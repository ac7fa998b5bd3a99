namespace PermModule.Completion;

/// <summary>Offers usual limits on how many users are deactivated.</summary>
public sealed class LimitCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
        [("0", "Nobody"), ("10", "Ten users"), ("25", "Twenty-five users"), ("5%", "A twentieth of the active users"), ("10%", "A tenth of the active users"), ("100%", "Everybody")];
}
