using System.Globalization;

namespace PermModule.Completion;

/// <summary>Offers the cultures that the machine knows.</summary>
public sealed class CultureCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
        [.. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Where(culture => culture.Name.Length > 0).Select(culture => (culture.Name, culture.EnglishName)).OrderBy(culture => culture.Name, StringComparer.Ordinal)];
}
