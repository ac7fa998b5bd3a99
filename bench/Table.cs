using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PermModule.Bench;

/// <summary>Shows the lines, for a terminal, for Markdown and for machines.</summary>
internal static class Table
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Row(Line line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.Operation,-52} {line.Size,9} {Figure(line.Ours),10} {Figure(line.Floor),10} {line.Unit,-8} {line.Ratio,6:0.00} {line.Bar,5:0.00} {(line.IsMet ? "met" : "NOT MET")}");

    public static string Markdown(IReadOnlyList<Line> lines, string heading)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {heading}\n\n");
        Summarise(text, lines);
        text.Append("\n## Line by line\n\n| operation | size | ours | floor | unit | ratio | bar | |\n| --- | ---: | ---: | ---: | --- | ---: | ---: | --- |\n");
        foreach (Line line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(line.Operation)} | {line.Size:#,0} | {Figure(line.Ours)} | {Figure(line.Floor)} | {line.Unit} | {line.Ratio:0.00} | {line.Bar:0.00} | {(line.IsMet ? "met" : "**not met**")} |\n");
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
