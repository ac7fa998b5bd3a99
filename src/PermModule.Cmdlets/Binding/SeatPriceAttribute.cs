using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>
/// Takes prices by tier: a table such as <c>@{ Heavy = 40 }</c>, the prices of a contract or an object with such properties,
/// or the text that the prices of a contract become in a CSV file. Only in a table a tier that is not named keeps its price.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SeatPriceAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Tiers = ["Heavy", "Regular", "Light"];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        null => null,
        ScriptBlock => inputData,
        IDictionary table => Table(table.Keys.Cast<object>().Select(key => ($"{key}", (object?)table[key])), isWhole: false),
        string text => Table(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Part), isWhole: true),
        IConvertible other => throw Refused(other),
        _ => Table(PSObject.AsPSObject(inputData).Properties.Select(property => (property.Name, (object?)property.Value)), isWhole: true),
    };

    private static (string Tier, object? Price) Part(string text) =>
        text.Split(' ') is [string tier, string price] ? (tier, price) : throw Refused(text);

    private static Hashtable Table(IEnumerable<(string Tier, object? Price)> parts, bool isWhole)
    {
        Hashtable prices = new(StringComparer.OrdinalIgnoreCase);
        foreach (string tier in isWhole ? Tiers : [])
        {
            prices[tier] = null;
        }

        foreach ((string tier, object? price) in parts)
        {
            string known = Tiers.FirstOrDefault(name => name.Equals(tier, StringComparison.OrdinalIgnoreCase)) ?? throw Refused(tier);
            prices[known] = price is null ? null : Number(price is PSObject wrapped ? wrapped.BaseObject : price);
        }

        return prices;
    }

    private static decimal Number(object price) => price switch
    {
        string text when decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal amount) => amount,
        decimal or long or int or short or byte => Convert.ToDecimal(price, CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 1e15 => (decimal)number,
        _ => throw Refused(price),
    };

    private static ArgumentTransformationMetadataException Refused(object given) =>
        new($"'{NameList.Shown(given)}' is no price of a tier. Write a table of prices by tier, e.g. @{{ Heavy = 40; Light = 2.5 }}; $null forgets a price.");
}
