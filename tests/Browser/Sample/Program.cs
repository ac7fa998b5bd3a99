using System.Text.Json;
using PermModule;
using PermModule.Sample;

// Writes to a folder the stores and reports that the browser tests open, with the figures of the services beside them.
string folder = Directory.CreateDirectory(args[0]).FullName;

using (SampleStore portal = new(Path.Combine(folder, "portal.db")))
{
    portal.Fill();
    portal.Export("earlier.json", new ReportOptions());
    portal.Move();
    portal.Export("portal.html", new ReportOptions { Title = "Permission report, Example Brands", ComparePath = Path.Combine(folder, "earlier.json") });
    portal.ExportFigures("portal.figures.json");
}

using (SampleStore hostile = new(Path.Combine(folder, "hostile.db")))
{
    hostile.FillWithHostileText();
    hostile.Export("hostile.html", new ReportOptions { Title = SampleStore.Hostile[0] });
    File.WriteAllText(Path.Combine(folder, "hostile.texts.json"), JsonSerializer.Serialize(SampleStore.Hostile));
}

using (SampleStore small = new(Path.Combine(folder, "small.db")))
{
    small.FillSmall();
    small.Export("small.html", new ReportOptions { Title = "Permission report, one office" });
}

using (SampleStore empty = new(Path.Combine(folder, "empty.db")))
{
    empty.Export("empty.html", new ReportOptions());
}
