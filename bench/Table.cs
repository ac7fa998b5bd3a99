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
        text.Append(heading).Append("\n\n| operation | size | ours | floor | unit | ratio | bar | |\n| --- | ---: | ---: | ---: | --- | ---: | ---: | --- |\n");
        foreach (Line line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(line.Operation)} | {line.Size} | {Figure(line.Ours)} | {Figure(line.Floor)} | {line.Unit} | {line.Ratio:0.00} | {line.Bar:0.00} | {(line.IsMet ? "met" : "**not met**")} |\n");
        }

        text.Append("\nThe floors:\n\n");
        foreach ((string operation, string floor) in lines.Select(line => (line.Operation, line.FloorIs)).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"- {operation}: {floor}\n");
        }

        return text.ToString();
    }

    public static string Json(IReadOnlyList<Line> lines, string commit) => JsonSerializer.Serialize(new { Commit = commit, Lines = lines }, Indented) + "\n";

    /// <summary>A pipeline has the character that ends a cell.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Figure(double value) => value.ToString(value < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
}
