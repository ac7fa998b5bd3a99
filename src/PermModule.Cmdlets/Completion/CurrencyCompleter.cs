using System.Globalization;

namespace PermModule.Completion;

/// <summary>Offers the currencies of the regions that the machine knows.</summary>
public sealed class CurrencyCompleter : ValueCompleter
{
    private protected override IReadOnlyList<(string Value, string Tip)> Values { get; } =
    [
        .. CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Where(culture => culture.Name.Length > 0)
            .Select(culture => new RegionInfo(culture.Name))
            .Where(region => region.ISOCurrencySymbol.Length == 3 && region.ISOCurrencySymbol.All(char.IsAsciiLetterUpper))
            .Select(region => (region.ISOCurrencySymbol, region.CurrencyEnglishName))
            .DistinctBy(currency => currency.ISOCurrencySymbol, StringComparer.Ordinal)
            .OrderBy(currency => currency.ISOCurrencySymbol, StringComparer.Ordinal),
    ];
}
