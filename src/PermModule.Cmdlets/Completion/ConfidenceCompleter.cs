namespace PermModule.Completion;

/// <summary>Offers usual confidences of a forecast.</summary>
public sealed class ConfidenceCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
    [
        ("0.5", "Half of such forecasts come true within their days"),
        ("0.8", "Four of five forecasts come true within their days"),
        ("0.9", "Nine of ten forecasts come true within their days"),
        ("0.95", "Nineteen of twenty forecasts come true within their days"),
    ];
}
