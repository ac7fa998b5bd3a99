using System.Globalization;

namespace PermModule.Reporting;

/// <summary>How the seats of a tier were used, and when they run out.</summary>
internal sealed class HtmlSeatHistory(ReportSeatHistory history, HtmlWriter html)
{
    private const int ChartWidth = 600;

    private const int ChartHeight = 150;

    public void Write()
    {
        using (html.Start("div", ("class", "history"), ("data-history", history.Tier.ToString())))
        {
            if (history.Days.Count > 1)
            {
                Chart();
            }

            string forecast = ReportText.Forecast(history.Forecast);
            html.Text("p", char.ToUpperInvariant(forecast[0]) + forecast[1..], ("class", "note"));
        }
    }

    /// <summary>The past as a line, the band of the forecast as an area with its middle dashed, and the limits as steps.</summary>
    private void Chart()
    {
        DateTimeOffset from = history.Days[0].At;
        DateTimeOffset to = history.Ahead.Count > 0 ? history.Ahead[^1].On : history.Days[^1].At;
        double most = Math.Max(1, Math.Max(
            history.Days.Max(day => Math.Max(day.Active, day.Limit ?? 0)),
            history.Ahead.Select(day => day.High).DefaultIfEmpty().Max())) * 1.05;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{history.Tier} seats in use from {ReportText.Date(from)} to {ReportText.Date(history.Days[^1].At)}: {history.Days[0].Active} at first, {history.Days[^1].Active} now. {ReportText.Forecast(history.Forecast)}");
        string tier = history.Tier.ToString().ToLowerInvariant();
        using (html.Start("p", ("class", "axis")))
        {
            html.Text("span", ReportText.Number((long)Math.Ceiling(most / 1.05)));
        }

        using (html.Start("svg", ("class", "line " + tier), ("viewBox", $"0 0 {ChartWidth} {ChartHeight}"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", text)))
        {
            if (history.Ahead.Count > 0)
            {
                (DateTimeOffset At, double Seats) now = (history.Days[^1].At, history.Days[^1].Active);
                html.Empty("polygon", ("class", "band"), ("points", Points([now, .. history.Ahead.Select(day => (day.On, day.High)), .. history.Ahead.Reverse().Select(day => (day.On, day.Low))])));
                html.Empty("polyline", ("class", "ahead"), ("points", Points([now, .. history.Ahead.Select(day => (day.On, day.Middle))])));
            }

            if (history.Days.Any(day => day.Limit is not null))
            {
                foreach (string limit in Limits())
                {
                    html.Empty("polyline", ("class", "limit"), ("points", limit));
                }
            }

            html.Empty("polyline", ("class", "past"), ("points", Points([.. history.Days.Select(day => (day.At, (double)day.Active))])));
        }

        using (html.Start("p", ("class", "axis")))
        {
            html.Text("span", ReportText.Date(from));
            html.Text("span", ReportText.Date(to));
        }

        // Each run of days with a limit is a line of its own: there is none where the contract set none.
        IEnumerable<string> Limits()
        {
            List<(DateTimeOffset, double)> run = [];
            foreach (ReportSeatDay day in history.Days.Append(new ReportSeatDay(to, 0, history.Days[^1].Limit)))
            {
                if (day.Limit is { } limit)
                {
                    if (run.Count > 0)
                    {
                        run.Add((day.At, run[^1].Item2));
                    }

                    run.Add((day.At, limit));
                }
                else if (run.Count > 0)
                {
                    yield return Points(run);
                    run = [];
                }
            }

            if (run.Count > 0)
            {
                yield return Points(run);
            }
        }

        string Points(IReadOnlyList<(DateTimeOffset At, double Seats)> points) => string.Join(' ', points.Select(point =>
            $"{HtmlPage.Invariant((point.At - from) / (to - from) * ChartWidth)},{HtmlPage.Invariant(ChartHeight * (1 - (point.Seats / most)))}"));
    }
}
