namespace PermModule.Reporting;

/// <content>Roles, the waiting room and people who do not come.</content>
internal sealed partial class HtmlReport
{
    private void Coverage()
    {
        ReportCoverage coverage = _report.Coverage;
        using (Section("coverage", "Roles"))
        {
            using (_html.Start("p"))
            {
                Badge(coverage.PortalOwners switch { 0 => "bad", 1 => "warn", _ => "good" }, coverage.PortalOwners switch { 0 => "Missing", 1 => "Only one", _ => "OK" });
                _html.Text($" {ReportText.Owners(coverage)} {ReportText.Number(coverage.Champions, "active champion looks", "active champions look")} after departments and locations.");
            }

            using (_html.Start("div", ("class", "pair")))
            {
                Places("Departments", "department", coverage.Departments, coverage.DepartmentsLeftOut);
                Places("Locations", "location", coverage.Locations, coverage.LocationsLeftOut);
            }
        }
    }

    private void Places(string heading, string one, IReadOnlyList<ReportPlace> places, int leftOut)
    {
        string many = one + "s";
        using (_html.Start("div"))
        {
            _html.Text("h3", heading);
            _html.Text("p", ReportText.Covered(places, leftOut, one, many));
            if (places.Count == 0)
            {
                return;
            }

            Table("Champions by " + one, [heading[..^1], "Coverage", "Active users", "Champions"], places, place =>
            {
                RowHead(place.Name);
                using (_html.Start("td"))
                {
                    Badge(place.Champions > 0 ? "good" : "warn", place.Champions > 0 ? "Covered" : "No champion");
                }

                Number(place.ActiveUsers);
                Number(place.Champions);
            }, firstNumber: 2);
            LeftOut(leftOut, many);
        }
    }

    private void WaitingRoom()
    {
        ReportBacklog backlog = _report.WaitingRoom;
        using (Section("waiting-room", "Waiting room"))
        {
            if (backlog.OldestAt is not { } oldest)
            {
                _html.Text("p", "Nothing waits for an auditor.");
                return;
            }

            using (_html.Start("p"))
            {
                Badge(backlog.Stale > 0 ? "warn" : "good", backlog.Stale > 0 ? $"{ReportText.Number(backlog.Stale)} stale" : "OK");
                _html.Text($" {ReportText.Number(_report.Store.PendingRequests, "request waits", "requests wait")} for an auditor, {ReportText.Number(backlog.Stale)} of them for {ReportText.Number(backlog.PendingForDays, "day", "days")} or longer. The oldest is {ReportText.Days(oldest, _report.GeneratedAt)} old.");
            }

            long[] byAge = [.. backlog.Ages.Select((_, age) => backlog.Kinds.Sum(kind => kind.Counts[age]))];
            long most = Math.Max(1, byAge.Max());
            Table("Waiting requests by age", ["Age", "Requests", .. backlog.Kinds.Select(kind => kind.Kind.ToString()), "All"], Enumerable.Range(0, byAge.Length), age =>
            {
                _html.Text("th", backlog.Ages[age], ("scope", "row"));
                using (_html.Start("td", ("class", "chart")))
                {
                    Bar("bar", $"{ReportText.Number(byAge[age])} requests", [("plain", 100d * byAge[age] / most)]);
                }

                foreach (ReportBacklogKind kind in backlog.Kinds)
                {
                    Number(kind.Counts[age]);
                }

                Number(byAge[age]);
            }, firstNumber: 2);
        }
    }

    private void Inactivity()
    {
        ReportInactivity inactivity = _report.Inactivity;
        using (Section("inactivity", "Inactive people"))
        {
            using (_html.Start("p"))
            {
                Figure(inactivity.NotSeen, "not-seen");
                _html.Text(inactivity.NotSeen == 1 ? " active user was" : " active users were");
                _html.Text($" not seen for {ReportText.Number(inactivity.NotSeenForDays, "day", "days")} or longer, ");
                Figure(inactivity.NeverSignedIn, "never-signed-in");
                _html.Text(" never signed in on an account that old. ");
                Figure(inactivity.Deactivated, "deactivated");
                _html.Text(inactivity.Deactivated == 1 ? " user is deactivated and occupies no seat." : " users are deactivated and occupy no seat.");
            }

            if (inactivity.Profiles.Count == 0)
            {
                return;
            }

            using (_html.Start("div", ("class", "pair")))
            {
                Idle("Profile", inactivity.Profiles, inactivity.ProfilesLeftOut);
                Idle("Department", inactivity.Departments, inactivity.DepartmentsLeftOut);
            }

            if (inactivity.LongestNotSeen.Count == 0)
            {
                return;
            }

            _html.Text("h3", "Not seen for the longest time");
            Table("Active users not seen for the longest time", ["Name", "User name", "Profile", "Department", "Last signed in"], inactivity.LongestNotSeen, person =>
            {
                RowHead(person.DisplayName);
                Cell(person.UserName);
                Cell(person.ProfileName);
                Cell(person.Department ?? "");
                NumberText(ReportText.Date(person.LastLoginAt));
            }, firstNumber: 4);
            LeftOut(inactivity.NotSeen - inactivity.LongestNotSeen.Count, "active users were not seen", new RecommendedStep { Kind = RecommendedStepKind.ListUnseenUsers, Days = inactivity.NotSeenForDays });
        }
    }

    private void Cell(string name)
    {
        using (_html.Start("td", ("class", "text")))
        {
            _html.Name(name);
        }
    }

    private void Idle(string what, IReadOnlyList<ReportIdle> idle, int leftOut)
    {
        using (_html.Start("div"))
        {
            _html.Text("h3", $"By {what.ToLowerInvariant()}");
            Table($"Unused seats by {what.ToLowerInvariant()}", [what, "Share of its seats", "Not seen", "Never", "Active"], idle, row =>
            {
                RowHead(row.Name ?? "(none)");
                using (_html.Start("td", ("class", "chart")))
                {
                    double share = ReportText.Share(row.Idle, row.Active);
                    Bar("bar", $"{ReportText.Percent(share)} unused", [("plain", share)]);
                }

                Number(row.NotSeen);
                Number(row.NeverSignedIn);
                Number(row.Active);
            }, firstNumber: 2);
            LeftOut(leftOut, $"{what.ToLowerInvariant()}s with unused seats");
        }
    }
}
