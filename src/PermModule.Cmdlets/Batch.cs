using System.Diagnostics;
using System.Globalization;

namespace PermModule.Commands;

/// <summary>
/// Collects the records of a pipeline and applies them together. What comes out is on disk, in the order of the input.
/// The first record is applied at once, so that a single one does not wait and a stopped pipeline has started;
/// then a batch is applied when it is as large as the store takes at once, when the input is slow, or at the end.
/// With -WhatIf everything is collected, applied once and undone.
/// </summary>
internal sealed class Batch<TItem, TResult>
    where TResult : class
{
    private const int FewRecords = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly PermCmdlet _cmdlet;
    private readonly Func<PermStore, IReadOnlyList<TItem>, bool, IReadOnlyList<BatchItem<TResult>>> _apply;
    private readonly Action<BatchItem<TResult>> _written;
    private readonly bool _isWhatIf;
    private readonly bool _stopOnError;
    private readonly List<TItem> _items = [];
    private readonly List<(string Target, string Action)> _questions = [];
    private PermStore? _store;
    private long _since;
    private bool _hasFlushed;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="cmdlet">The cmdlet whose records these are.</param>
    /// <param name="apply">Applies items in one change; the flag says whether the first refusal ends it.</param>
    /// <param name="written">Writes what one applied item results in.</param>
    public Batch(PermCmdlet cmdlet, Func<PermStore, IReadOnlyList<TItem>, bool, IReadOnlyList<BatchItem<TResult>>> apply, Action<BatchItem<TResult>> written)
    {
        _cmdlet = cmdlet;
        _apply = apply;
        _written = written;
        _isWhatIf = cmdlet.IsWhatIf;
        _stopOnError = cmdlet.IsErrorActionStop;
    }

    /// <summary>Takes a record of a store after asking about it; what was collected for another store is applied before.</summary>
    public void Add(PermStore store, TItem item, string target, string action)
    {
        if (!ReferenceEquals(store, _store))
        {
            Flush();
            _store = store;
        }

        if (_isWhatIf)
        {
            _items.Add(item);
            _questions.Add((target, action));
            return;
        }

        if (!_cmdlet.ShouldProcess(target, action))
        {
            return;
        }

        if (_items.Count == 0)
        {
            _since = Stopwatch.GetTimestamp();
        }

        _items.Add(item);
        if (IsDue())
        {
            Flush();
        }
    }

    /// <summary>Applies what was collected since the last time.</summary>
    public void Flush()
    {
        if (_items.Count == 0)
        {
            return;
        }

        _hasFlushed = true;
        IReadOnlyList<BatchItem<TResult>> results = [];
        _cmdlet.Attempt(_store!, store =>
        {
            if (_isWhatIf)
            {
                IReadOnlyList<SeatUsage> before = store.Seats.GetUsageIfPermitted();
                (results, IReadOnlyList<SeatUsage> after) = store.Preview(() => (_apply(store, _items, _stopOnError), store.Seats.GetUsageIfPermitted()));
                Ask(results, SeatChange.Describe(before, after, results.FirstOrDefault(result => result.Value is not null).Value));
            }
            else
            {
                results = _apply(store, _items, _stopOnError);
            }
        });
        _items.Clear();
        _questions.Clear();
        foreach (BatchItem<TResult> result in results)
        {
            if (result.Error is not null)
            {
                _cmdlet.WriteError(result.Error);
            }
            else if (result.Value is not null)
            {
                _written(result);
            }
        }
    }

    private bool IsDue()
    {
        if (!_hasFlushed || _items.Count >= _store!.BatchSize)
        {
            return true;
        }

        TimeSpan waited = Stopwatch.GetElapsedTime(_since);
        return waited > LongestWait || (waited > Patience && _items.Count < FewRecords);
    }

    private void Ask(IReadOnlyList<BatchItem<TResult>> results, string seats)
    {
        int applied = results.Count(result => result.Value is not null);
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i].Value is not null)
            {
                (string target, string action) = _questions[i];
                action = results[i].Consequences is { Count: > 0 } consequences ? $"{action}; {string.Join(", ", consequences)}" : action;
                _cmdlet.ShouldProcess(target, applied == 1 ? action + seats : action);
            }
        }

        if (applied > 1)
        {
            _cmdlet.ShouldProcess(string.Create(CultureInfo.InvariantCulture, $"{applied} in all"), "Change" + seats);
        }
    }
}
