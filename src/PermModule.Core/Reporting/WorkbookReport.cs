namespace PermModule.Reporting;

/// <summary>Writes a report as an Excel workbook, a sheet for each of its parts, so that people can filter and sort it.</summary>
internal static class WorkbookReport
{
    private const double Narrow = 12;
    private const double Wide = 28;
    private const double Text = 80;

    public static void Write(ReportModel report, Stream output)
    {
        using WorkbookWriter book = new(output);
        Overview(book, report);
        Seats(book, report);
        Findings(book, report);
        Profiles(book, report);
        Places(book, report);
        WaitingRoom(book, report);
        Inactive(book, report);
        Rights(book, report);
        book.Finish();
    }

    private static void Overview(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Overview", [("Item", Wide), ("Value", Text)]);
        (string Item, string Value)[] rows =
        [
            ("Title", report.Title),
            ("Store", report.Store.Name),
            ("Written", ReportText.Time(report.GeneratedAt)),
            ("Users", ReportText.Number(report.Store.Users)),
            ("Active users", ReportText.Number(report.Store.ActiveUsers)),
            ("Errors", ReportText.Number(report.Findings.Errors)),
            ("Warnings", ReportText.Number(report.Findings.Warnings)),
            ("Roles", ReportText.Owners(report.Coverage)),
            .. report.Summary.Decisions.Select(line => (ReportText.Decisions, line)),
            .. report.Summary.Changes.Select(line => (ReportText.Changes, line)),
            .. report.Summary.Actions.Select(action => (ReportText.Actions, ReportText.Action(action, report.Contract.Currency))),
            ("Module", report.ModuleVersion),
        ];
        foreach ((string item, string value) in rows)
        {
            book.Add(item).AddLong(value).EndRow();
        }
    }

    private static void Seats(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Seats", [("Tier", Narrow), ("Active", Narrow), ("Limit", Narrow), ("Free", Narrow), ("Inactive", Narrow), ("Status", Wide)]);
        foreach (SeatUsage tier in report.Tiers)
        {
            book.Add(tier.Tier.ToString()).Add((long?)tier.Active).Add(tier.Limit).Add(tier.Available).Add((long?)tier.Inactive).Add(ReportText.Status(tier)).EndRow();
        }
    }

    private static void Findings(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Findings", [("Severity", Narrow), ("Category", Narrow), ("Rule", Wide), ("Kind", Narrow), ("Target", Wide), ("Finding", Text), ("What to do", Text)]);
        foreach (ReportRule rule in report.Findings.Rules)
        {
            foreach (ReportFinding finding in rule.Findings)
            {
                book.Add(rule.Severity.ToString()).Add(ReportText.Category(rule.Category)).Add(rule.RuleName).Add(finding.TargetType).Add(finding.Target)
                    .AddLong(finding.Message).AddLong(finding.Recommendation).EndRow();
            }

            if (rule.LeftOut > 0)
            {
                book.Add(rule.Severity.ToString()).Add(ReportText.Category(rule.Category)).Add(rule.RuleName).Add("").Add("").AddLong($"{ReportText.Number(rule.LeftOut)} more.").Add("").EndRow();
            }
        }
    }

    private static void Profiles(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Profiles", [("Profile", Wide), ("Tier", Narrow), ("Active", Narrow), ("Inactive", Narrow), ("Rights", Narrow), ("Default", Narrow)]);
        foreach (ReportProfile profile in report.Profiles)
        {
            book.Add(profile.Name).Add(profile.Tier.ToString()).Add((long?)profile.Active).Add((long?)profile.Inactive).Add((long?)profile.Rights.Count).Add(profile.IsDefault).EndRow();
        }
    }

    private static void Places(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Champions", [("Kind", Narrow), ("Place", Wide), ("Active users", Narrow), ("Champions", Narrow)]);
        Places(book, "Department", report.Coverage.Departments, report.Coverage.DepartmentsLeftOut);
        Places(book, "Location", report.Coverage.Locations, report.Coverage.LocationsLeftOut);
    }

    private static void Places(WorkbookWriter book, string kind, IReadOnlyList<ReportPlace> places, int leftOut)
    {
        foreach (ReportPlace place in places)
        {
            book.Add(kind).Add(place.Name).Add((long?)place.ActiveUsers).Add((long?)place.Champions).EndRow();
        }

        if (leftOut > 0)
        {
            book.Add(kind).Add($"{ReportText.Number(leftOut)} more.").Add((long?)null).Add((long?)null).EndRow();
        }
    }

    private static void WaitingRoom(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Waiting room", [("Kind", Narrow), .. report.WaitingRoom.Ages.Select(age => (age, Narrow + 4)), ("All", Narrow)]);
        foreach (ReportBacklogKind kind in report.WaitingRoom.Kinds)
        {
            book.Add(kind.Kind.ToString());
            foreach (long count in kind.Counts)
            {
                book.Add((long?)count);
            }

            book.Add((long?)kind.Total).EndRow();
        }
    }

    private static void Inactive(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Longest not seen", [("User", Wide), ("Name", Wide), ("Profile", Wide), ("Department", Wide), ("Last sign-in", Wide)]);
        foreach (ReportPerson person in report.Inactivity.LongestNotSeen)
        {
            book.Add(person.UserName).Add(person.DisplayName).Add(person.ProfileName).Add(person.Department).Add((DateTimeOffset?)person.LastLoginAt).EndRow();
        }
    }

    private static void Rights(WorkbookWriter book, ReportModel report)
    {
        book.StartSheet("Rights", [("Profile", Wide), ("Right", 60), ("Name", Wide), ("Tier", Narrow), ("Included", Narrow)]);
        Dictionary<string, ReportRight> rights = report.Rights.ToDictionary(right => right.Key, StringComparer.Ordinal);
        foreach (ReportProfile profile in report.Profiles)
        {
            foreach ((string key, bool isIncluded) in profile.Rights.Select(key => (key, false)).Concat(profile.ImpliedRights.Select(key => (key, true))))
            {
                if (rights.TryGetValue(key, out ReportRight? right) && !book.IsFull)
                {
                    book.Add(profile.Name).Add(key).Add(right.Name).Add(right.Tier.ToString()).Add(isIncluded).EndRow();
                }
            }
        }
    }
}
