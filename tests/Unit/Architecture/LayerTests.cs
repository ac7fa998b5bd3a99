using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;

namespace PermModule.Unit.Architecture;

/// <summary>Holds the layers of the core: a folder knows only folders below it, so no two folders know each other.</summary>
public sealed partial class LayerTests
{
    /// <summary>A longer file holds more than one purpose, as a rule; split the class.</summary>
    private const int MaxLines = 350;

    /// <summary>The folders of the core from the bottom up; "" is the root with the front door.</summary>
    private static readonly string[] Layers =
    [
        "Errors",
        "Text",
        "Files",
        "Storage",
        "Storage/Sqlite",
        "Storage/Postgres",
        "Catalogue",
        "Identity",
        "Configuration",
        "Audit",
        "Delegation",
        "Change",
        "Seats",
        "Groups",
        "Profiles",
        "Users",
        "Roles",
        "WaitingRoom",
        "Rights",
        "Studio",
        "Comparison",
        "Findings",
        "Transfer",
        "History",
        "Reporting",
        "Suggestions",
        "Maintenance",
        "Portal",
        "",
    ];

    private static readonly Lazy<IReadOnlyList<(string From, string To)>> Arrows = new(ReadArrows);

    [Fact]
    public void Every_folder_has_its_layer() =>
        Assert.Equal(Layers.Order(StringComparer.Ordinal), SourceFolders.ByType.Values.Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Arrows_point_down()
    {
        Dictionary<string, int> rank = Layers.Select((folder, i) => (folder, i)).ToDictionary(pair => pair.folder, pair => pair.i, StringComparer.Ordinal);
        IEnumerable<string> up = from arrow in Arrows.Value
                                 let to = SourceFolders.FolderOf(arrow.To)
                                 where to is not null && rank[to] > rank[SourceFolders.FolderOf(arrow.From)!]
                                 select $"{arrow.From} -> {arrow.To}";
        string found = string.Join("\n", up.Distinct());
        Assert.True(found.Length == 0, found);
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite.", "Storage/Sqlite")]
    [InlineData("SQLitePCL.", "Storage/Sqlite")]
    [InlineData("Npgsql.", "Storage/Postgres")]
    [InlineData("Dapper.", "Storage")]
    public void A_driver_is_named_by_its_engine_only(string driver, string engine)
    {
        string[] folders = [.. Arrows.Value.Where(arrow => arrow.To.StartsWith(driver, StringComparison.Ordinal)).Select(arrow => SourceFolders.FolderOf(arrow.From)!).Distinct()];
        Assert.Equal([engine], folders);
    }

    [Fact]
    public void Only_the_folder_of_an_engine_names_it() =>
        Assert.Empty(from file in SourceFolders.FilesOf("PermModule.Core", "*.cs", "*.props", "*.csproj")
                     where !file.Contains($"Storage{Path.DirectorySeparatorChar}Sqlite", StringComparison.Ordinal) && Engine().IsMatch(File.ReadAllText(file))
                     select file);

    [Fact]
    public void The_cmdlets_hold_no_sql() =>
        Assert.Empty(from file in SourceFolders.FilesOf("PermModule.Cmdlets")
                     from Match statement in Sql().Matches(File.ReadAllText(file))
                     select $"{Path.GetFileName(file)}: {statement.Value}");

    [Fact]
    public void The_core_names_no_cmdlet_and_no_parameter() =>
        Assert.Empty(from file in SourceFolders.FilesOf("PermModule.Core")
                     from Match word in ShellWord().Matches(File.ReadAllText(file))
                     select $"{Path.GetFileName(file)}: {word.Value}");

    [Fact]
    public void A_file_of_the_core_fits_a_reader() =>
        Assert.Empty(from file in SourceFolders.FilesOf("PermModule.Core")
                     let lines = File.ReadLines(file).Count()
                     where lines > MaxLines
                     select $"{Path.GetFileName(file)}: {lines} lines");

    private static List<(string From, string To)> ReadArrows()
    {
        ArchUnitNET.Domain.Architecture core = new ArchLoader().LoadAssemblies(typeof(PermStore).Assembly).Build();
        List<(string, string)> arrows = [];
        foreach (IType type in core.Types.Where(type => SourceFolders.FolderOf(type.FullName) is not null))
        {
            foreach (ITypeDependency dependency in type.Dependencies)
            {
                arrows.Add((type.FullName, dependency.Target.FullName));
                arrows.AddRange(dependency.TargetGenericArguments.Where(argument => argument.Type is not GenericParameter).Select(argument => (type.FullName, argument.Type.FullName)));
            }
        }

        return arrows;
    }

    [GeneratedRegex(@"""\s*(?:SELECT\s.+\sFROM\s|INSERT INTO\s|UPDATE\s\w+\sSET\s|DELETE FROM\s|PRAGMA\s|CREATE\s+(?:TABLE|INDEX)\s)", RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sql();

    [GeneratedRegex("Sqlite|SQLitePCL", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Engine();

    [GeneratedRegex(@"\b[A-Z][a-z]+-(?:Perm|Portal|Seat|WaitingRoom|Studio)[A-Z]?[a-z]+|(?<=[\s'])-(?:WhatIf|Confirm|Force|As|Credential|Path|Store|InputObject|Passphrase)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ShellWord();
}
