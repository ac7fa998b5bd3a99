using CsvHelper;

namespace PermModule.Reporting;

/// <summary>Writes the findings of a report as a comma-separated table. No cell can run as a formula; see <see cref="SpreadsheetText"/>.</summary>
internal static class CsvReport
{
    private static readonly string[] Columns = ["Severity", "Category", "Rule", "Kind", "Target", "Finding", "WhatToDo"];

    /// <param name="report">The report.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="hasMark">Starts with the byte-order mark by which Excel knows UTF-8.</param>
    public static void Write(ReportModel report, Stream output, bool hasMark)
    {
        using CsvWriter csv = CsvWriter.Create(output, new CsvWriterOptions { Separator = ',', WriteByteOrderMark = hasMark }, leaveOpen: true);
        Row(csv, Columns);
        foreach (ReportRule rule in report.Findings.Rules)
        {
            string[] head = [rule.Severity.ToString(), ReportText.Category(rule.Category), rule.RuleName];
            foreach (ReportFinding finding in rule.Findings)
            {
                Row(csv, [.. head, finding.TargetType, finding.Target, finding.Message, finding.Recommendation]);
            }

            if (rule.LeftOut > 0)
            {
                Row(csv, [.. head, "", "", $"{ReportText.Number(rule.LeftOut)} more.", ""]);
            }
        }
    }

    private static void Row(CsvWriter csv, string[] cells)
    {
        foreach (string cell in cells)
        {
            csv.WriteField(SpreadsheetText.Escape(cell));
        }

        csv.EndRecord();
    }
}
