using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PermModule.Bench;

/// <summary>Shows the lines, for a terminal, for Markdown and for machines.</summary>
internal static class Table
{
    private static readonly string[] Short =
    [
        "Import-PermUser, Create",
        "Import-PermUser, unchanged file, Upsert",
        "Import-Csv | New-PermUser",
        "Get-PermUser into the pipeline",
        "Get-PermUser | Set-PermUser",
        "Get-PermUser, by name",
        "Right check, by user name",
        "Invoke-PermAudit, every rule",
        "Test-PermAuditTrail",
        "Import-Module adds to a process",
    ];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Row(Line line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.Operation,-52} {line.Size,9} {Figure(line.Ours),10} {Figure(line.Floor),10} {line.Unit,-8} {line.Ratio,6:0.00} {line.Bar,5:0.00} {Seconds(line.OursCpu),7} {Seconds(line.FloorCpu),7} {(line.IsMet ? "met" : "NOT MET")}");

    public static string Markdown(IReadOnlyList<Line> lines, string heading)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {heading}\n\n");
        Shorten(text, lines);
        text.Append("\n## By size\n\n");
        Summarise(text, lines);
        text.Append("\n## Line by line\n\nProcessor seconds are of all threads of the process; where the floor is the sum of two runs, so are they.\n\n| operation | size | ours | floor | unit | ratio | bar | | processor s, ours | floor |\n| --- | ---: | ---: | ---: | --- | ---: | ---: | --- | ---: | ---: |\n");
        foreach (Line line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(line.Operation)} | {line.Size:#,0} | {Figure(line.Ours)} | {Figure(line.Floor)} | {line.Unit} | {line.Ratio:0.00} | {line.Bar:0.00} | {(line.IsMet ? "met" : "**not met**")} |{Column(Seconds(line.OursCpu))}|{Column(Seconds(line.FloorCpu))}|\n");
        }

        foreach (Line line in lines.Where(line => line.Where is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Not met: {line.Operation}, {line.Size:#,0}\n\nWhere the processors were meanwhile, by perf:\n\n").AppendJoin('\n', line.Where!).Append('\n');
        }

        text.Append("\n## The floors\n\n");
        foreach ((string operation, string floor) in lines.Select(line => (line.Operation, line.FloorIs)).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"- {operation}: {floor}\n");
        }

        return text.ToString();
    }

    /// <summary>A row for each operation and a column for each size: ours, the floor and the ratio of the two.</summary>
    private static void Summarise(StringBuilder text, IReadOnlyList<Line> lines)
    {
        long[] sizes = [.. lines.GroupBy(line => line.Size).Where(same => same.Count() > lines.Count / 10).Select(same => same.Key).Order()];
        text.Append(CultureInfo.InvariantCulture, $"{lines.Count(line => line.IsMet)} of {lines.Count} bars are met. Each figure is ours / the floor = the ratio.\n\n");
        text.Append("| operation | unit |");
        text.AppendJoin("", sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $" {size:#,0} |"))).Append(" bar |\n| --- | --- |");
        text.AppendJoin("", sizes.Select(_ => " ---: |")).Append(" ---: |\n");
        foreach (IGrouping<string, Line> operation in lines.GroupBy(line => line.Operation, StringComparer.Ordinal))
        {
            Line first = operation.First();
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(first.Operation)} | {first.Unit} |");
            Line? other = operation.FirstOrDefault(line => !sizes.Contains(line.Size));
            foreach (long size in sizes)
            {
                // What has a size of its own stands in the first column.
                Line? line = operation.FirstOrDefault(line => line.Size == size) ?? (size == sizes[0] ? other : null);
                text.Append(line is null ? " |" : $" {Ratio(line)} |");
            }

            text.Append(CultureInfo.InvariantCulture, $" {first.Bar:0.00} |\n");
        }
    }

    /// <summary>The ten lines that the README has too, each at its largest size, for who wants to know what to expect.</summary>
    private static void Shorten(StringBuilder text, IReadOnlyList<Line> lines)
    {
        text.Append("| operation | size | ours | floor | ratio | bar |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (string operation in Short)
        {
            if (lines.Where(line => line.Operation == operation).MaxBy(line => line.Size) is { } line)
            {
                string floor = line.Floor == Line.None ? "" : string.Create(CultureInfo.InvariantCulture, $"{Figure(line.Floor)} {line.Unit}");
                text.Append(CultureInfo.InvariantCulture, $"| {Cell(operation)} | {line.Size:#,0} | {Figure(line.Ours)} {line.Unit} |{Column(floor)}| {line.Ratio:0.00} | {line.Bar:0.00} |\n");
            }
        }
    }

    /// <summary>A cell between its bars: an empty one is a single blank wide.</summary>
    private static string Column(string text) => text.Length == 0 ? " " : $" {text} ";

    private static string Seconds(double value) => value == 0 ? "" : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Ratio(Line line)
    {
        string figures = string.Create(CultureInfo.InvariantCulture, $"{Figure(line.Ours)} / {Figure(line.Floor)} = {line.Ratio:0.00}");
        return line.IsMet ? figures : $"**{figures}**";
    }

    public static string Json(IReadOnlyList<Line> lines, string commit) => JsonSerializer.Serialize(new { Commit = commit, Lines = lines }, Indented) + "\n";

    /// <summary>A pipeline has the character that ends a cell, and a method of the compiler's the one that begins a tag.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "\\<", StringComparison.Ordinal);

    private static string Figure(double value) => value.ToString(value < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
}
