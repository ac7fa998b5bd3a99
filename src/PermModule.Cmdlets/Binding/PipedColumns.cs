using System.Collections;
using System.Management.Automation;

namespace PermModule.Binding;

/// <summary>Tells what was given to a cmdlet from what an object in the pipeline happens to have as properties.</summary>
/// <param name="invocation">The call of the cmdlet, looked at before the first object came.</param>
internal sealed class PipedColumns(InvocationInfo invocation)
{
    private const int Shown = 5;

    // Looking at the columns of a record takes a fifth of what making a user of it does, and so many records come from a file in which all are alike.
    private const int AllLookedAt = 5_000;
    private const int OneIn = 16;

    /// <summary>The types of the objects that stand for a user.</summary>
    public static Type[] OfUsers => [typeof(PermUser), typeof(GroupMember), typeof(RoleMember), typeof(SeatRecommendation), typeof(RightHolder), typeof(WaitingRoomAuditor)];

    /// <summary>What PowerShell adds to objects that come out of a job or from another machine.</summary>
    private static readonly string[] OfJobs = ["PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId", "RunspaceId"];

    private readonly HashSet<string> _named = [.. invocation.BoundParameters.Keys];
    private long _records;
    private HashSet<string>? _known;
    private string? _last;
    private bool _isLastTold;

    /// <summary>True when a parameter stands on the command line, and not only in the pipeline.</summary>
    public bool IsNamed(string parameter) => _named.Contains(parameter);

    /// <summary>True when a parameter was given: on the command line, by a column of a record or by a script block. What a live object shows of itself was not asked for.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">Its value.</param>
    /// <param name="shown">The same of the live object, or what equals nothing where there is none.</param>
    public bool IsGiven(string parameter, object? value, object? shown) =>
        IsNamed(parameter) || (invocation.BoundParameters.ContainsKey(parameter) && !Equals(value, shown));

    /// <summary>True when a value is only what a live object shows of itself: a membership has the name of its group, and who holds a right the profile of then.</summary>
    public bool IsShown(object? item, string parameter, object? value) =>
        value is not null && item is not null && !IsNamed(parameter) && NamesOf(parameter).Any(name => PSObject.AsPSObject(item).Properties[name]?.Value is { } shown && Text(shown) == Text(value));

    /// <summary>The names by which a property binds to a parameter.</summary>
    private IEnumerable<string> NamesOf(string parameter) => invocation.MyCommand.Parameters[parameter].Aliases.Prepend(parameter);

    /// <summary>A value as text: what was bound has another type than what it came from.</summary>
    private static string? Text(object value) => value is IEnumerable names and not string ? string.Join('\n', names.Cast<object>()) : value.ToString();

    /// <summary>Several names that stand in one cell of a file, as exports write them; a list stays a list, and what is typed is taken as it is.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">What was bound to it.</param>
    /// <param name="record">The record in the pipeline, or null.</param>
    /// <param name="columns">The columns that hold such cells.</param>
    /// <exception cref="PermInvalidInputException"><c>InvalidValue</c>: the cell holds the name of a type instead of the names.</exception>
    public string[]? Names(string parameter, string[]? value, PSObject? record, params ReadOnlySpan<string> columns)
    {
        if (value is [var cell] && record is { BaseObject: PSCustomObject } && !IsNamed(parameter))
        {
            foreach (string column in columns)
            {
                if (record.Properties[column]?.Value is string text && text == cell)
                {
                    return [.. NameList.Parse(TransferService.ReadCell(cell))];
                }
            }
        }

        return value;
    }

    /// <summary>What to say of columns that nothing takes, of each of them once; or null. After thousands of records only some are looked at.</summary>
    /// <param name="record">What came through the pipeline.</param>
    /// <param name="kinds">The types of the objects that such records are made from: what these only show is no mistake.</param>
    public string? WarningOf(PSObject? record, params ReadOnlySpan<Type> kinds)
    {
        if (record is not { BaseObject: PSCustomObject } || !invocation.ExpectingInput || (++_records > AllLookedAt && _records % OneIn != 0))
        {
            return null;
        }

        if (_known is null)
        {
            _known = new(invocation.MyCommand.Parameters.Values.SelectMany(parameter => parameter.Aliases.Prepend(parameter.Name)).Concat(OfJobs), StringComparer.OrdinalIgnoreCase);
            foreach (Type kind in kinds)
            {
                _known.UnionWith(kind.GetProperties().Select(property => property.Name));
            }
        }

        List<string>? unused = null;
        foreach (PSPropertyInfo column in record.Properties)
        {
            if (_known.Add(column.Name))
            {
                (unused ??= []).Add(column.Name);
            }
        }

        return unused is null ? null : $"{invocation.MyCommand.Name} does not use {(unused.Count == 1 ? "the column" : "the columns")} {Names(unused)}. Rename what is meant to be applied.";
    }

    /// <summary>
    /// What to say, once, of a last cell that would clear a field if it were an empty text; or null. PowerShell makes nothing both of an empty cell
    /// at the end of a line and of a cell that a row lacks. Only a row of a table is all text: in other records, nothing is nothing.
    /// </summary>
    /// <param name="record">What came through the pipeline.</param>
    public string? WarningOfLast(PSObject? record)
    {
        if (_isLastTold || record is not { BaseObject: PSCustomObject } || (_last ??= record.Properties.Select(cell => cell.Name).LastOrDefault()) is null || record.Properties[_last] is not { Value: null })
        {
            return null;
        }

        string? missing = null;
        foreach (PSPropertyInfo cell in record.Properties)
        {
            if (cell.Value is null)
            {
                missing ??= cell.Name;
            }
            else if (cell.Value is not string || missing is not null)
            {
                return null;
            }
        }

        _isLastTold = !record.TypeNames[0].StartsWith("Selected.", StringComparison.Ordinal) && invocation.MyCommand.Parameters.Values.Any(parameter => NamesOf(parameter.Name).Contains(missing!, StringComparer.OrdinalIgnoreCase) && !IsNamed(parameter.Name));
        return _isLastTold ? $"The last column of a record, '{NameList.Shown(missing!)}', holds nothing, and {invocation.MyCommand.Name} leaves that field as it is. Write an empty text there (\"\") to clear it." : null;
    }

    /// <summary>The first names, and how many more there are.</summary>
    public static string Names(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Shown).Select(name => $"'{NameList.Shown(name)}'")) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
}
