using System.Globalization;

namespace PermModule.Reporting;

/// <summary>The words of a report that its forms share, in English whatever the culture.</summary>
internal static class ReportText
{
    public const string NoLimit = "no limit";

    public const string Decisions = "Needs a decision";

    public const string Changes = "What changed";

    public const string Actions = "Most useful now";

    public const string NoDecisions = "Nothing needs a decision.";

    public const string NoChanges = "Nothing changed.";

    public const string NoActions = "There is nothing to do.";

    public const string NoFindings = "The audit rules found nothing.";

    public const string NothingWaits = "Nothing waits for an auditor.";

    public const string NoRights = "No profile holds a right.";

    public const string NoName = "(none)";

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(long value, string one, string many) => $"{Number(value)} {(value == 1 ? one : many)}";

    /// <summary>An amount of money, with its currency where the contract has one.</summary>
    public static string Money(decimal value, string? currency) => value.ToString("N2", CultureInfo.InvariantCulture) + (currency is null ? "" : $" {currency}");

    /// <summary>A difference with its sign.</summary>
    public static string Signed(long value) => value switch
    {
        > 0 => "+" + Number(value),
        < 0 => "\u2212" + Number(-value),
        _ => "0",
    };

    public static string Percent(double value) => value.ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>The share of a whole in percent; 0 of nothing.</summary>
    public static double Share(long part, long whole) => whole == 0 ? 0 : Math.Round(100d * part / whole, 1);

    public static string Limit(long? limit) => limit is { } seats ? Number(seats) : NoLimit;

    public static string Date(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Days(DateTimeOffset from, DateTimeOffset to) => Number((long)Math.Max(0, (to - from).TotalDays), "day", "days");

    public static string Category(AuditCategory category) => category == AuditCategory.WaitingRoom ? "Waiting room" : category.ToString();

    public static string Status(SeatUsage tier) => tier.Limit is null ? "Unlimited" : tier.Status switch
    {
        SeatStatus.Warning => "Nearly full",
        SeatStatus.Full => "Full",
        SeatStatus.Over => "Over the contract",
        _ => "OK",
    };

    /// <summary>Limit and what is free or over of a tier.</summary>
    public static string Room(SeatUsage tier) => tier.Limit switch
    {
        null => "The contract sets no limit.",
        { } limit when tier.Active > limit => $"{Number(tier.Active - limit, "seat", "seats")} over the contract.",
        _ => $"{Number(tier.Available ?? 0)} free, {Percent(tier.UsedPercent ?? 0)} used.",
    };

    /// <summary>When the seats of a tier run out, and what that is from.</summary>
    public static string Forecast(SeatForecast forecast) => forecast switch
    {
        { RunsOutOn: { } day, Earliest: { } early } when day == early && day == forecast.Latest => forecast.Enough ? $"seats run out on {Date(day)} ({forecast.Basis})." : $"seats are all in use ({forecast.Basis}).",
        { RunsOutOn: { } day, Earliest: { } early } => $"seats run out about {Date(day)}, between {Date(early)} and {(forecast.Latest is { } late ? Date(late) : "a year from now or later")} ({forecast.Basis}).",
        { Earliest: { } early } => $"seats may run out from {Date(early)} on, but most likely not within a year ({forecast.Basis}).",
        { Enough: false } => $"seats cannot be forecast: {forecast.Basis}.",
        _ => $"seats do not run out within a year ({forecast.Basis}).",
    };

    public static string Owners(ReportCoverage coverage) => coverage.PortalOwners switch
    {
        0 => "There is no active portal owner; at least one is needed, better two.",
        1 => "There is one active portal owner; two are better.",
        var owners => $"There are {Number(owners)} active portal owners.",
    };

    public static string Covered(IReadOnlyList<ReportPlace> places, int leftOut, string one, string many)
    {
        int without = places.Count(place => place.Champions == 0);
        if (places.Count == 0)
        {
            return $"No active user has a {one}.";
        }

        string more = leftOut > 0 ? $" of the first {Number(places.Count)}" : "";
        return without == 0 ? $"Every {one} with active users has a champion." : $"{Number(without, one, many)}{more} without a champion.";
    }

    /// <summary>What is worth doing, with what it saves.</summary>
    public static string Action(ReportAction action, string? currency) => action.Tier is { } tier
        ? $"{Number(action.SeatsFreed)} {tier} {(action.SeatsFreed == 1 ? "seat" : "seats")}{(action.Worth is { } worth ? $", worth {Money(worth, currency)}" : "")}: {action.Text}"
        : action.Text;

    public static string LeftOut(long count, string where) => $"{Number(count)} more {where}.";
}
