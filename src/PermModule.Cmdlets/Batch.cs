using System.Diagnostics;
using System.Globalization;
using PermModule.Errors;

namespace PermModule.Commands;

/// <summary>
/// Collects the records of a pipeline and applies them together. What comes out is on disk, in the order of the input.
/// The first record is applied at once, so that a single one does not wait and a stopped pipeline has started;
/// then a batch is applied when it is as large as the store takes at once or large enough for one that has nothing to do, when the input is slow, or at the end.
/// A large batch is applied beside the pipeline, which collects the next one meanwhile; whoever needs the store waits for it.
/// With -WhatIf everything is collected, applied once and undone.
/// A record that lacks what a later one may give free can wait, and is tried again together with the others that wait.
/// </summary>
internal sealed class Batch<TItem, TResult>
    where TResult : class
{
    private const int FewRecords = 500;

    // While nothing is applied beside the pipeline, waiting for more saves little and leaves more for the end, where nobody collects meanwhile.
    private const int EnoughRecords = 5_000;
    private const int MostWaiting = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly PermCmdlet _cmdlet;
    private readonly Func<PermStore, IReadOnlyList<TItem>, bool, IReadOnlyList<BatchItem<TResult>>> _apply;
    private readonly Action<BatchItem<TResult>> _written;
    private readonly Func<TItem, string>? _waits;
    private readonly Dictionary<string, (long Number, TItem Item, BatchItem<TResult> Refusal)> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isWhatIf;
    private readonly bool _stopOnError;
    private readonly List<(string Target, string Action)> _questions = [];
    private List<TItem> _items = [];
    private readonly List<PermWarning> _warnings = [];
    private Task<IReadOnlyList<BatchItem<TResult>>>? _beside;
    private IReadOnlyList<TItem> _itemsBeside = [];
    private (string First, string Last) _targets = ("", "");
    private (string First, string Last) _targetsBeside = ("", "");
    private PermStore? _store;
    private long _since;
    private bool _hasFlushed;
    private long _tried;
    private long _applied;
    private long _waited;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="cmdlet">The cmdlet whose records these are.</param>
    /// <param name="apply">Applies items in one change; the flag says whether the first refusal ends it.</param>
    /// <param name="written">Writes what one applied item results in.</param>
    /// <param name="waits">What an item is about, where items wait for what later ones give free; a later item about the same ends that. Null where none waits.</param>
    public Batch(PermCmdlet cmdlet, Func<PermStore, IReadOnlyList<TItem>, bool, IReadOnlyList<BatchItem<TResult>>> apply, Action<BatchItem<TResult>> written, Func<TItem, string>? waits = null)
    {
        _cmdlet = cmdlet;
        _apply = apply;
        _written = written;
        _isWhatIf = cmdlet.IsWhatIf;
        _stopOnError = cmdlet.IsErrorActionStop;
        cmdlet.Abandoned = Abandon;

        // With -WhatIf all items are applied together, and an error that stops the pipeline stops it where it stands.
        _waits = _isWhatIf || _stopOnError ? null : waits;
    }

    /// <summary>Takes a record of a store after asking about it; what was collected for another store is applied before.</summary>
    public void Add(PermStore store, TItem item, string target, string action)
    {
        if (!ReferenceEquals(store, _store))
        {
            Complete();
            _store = store;
        }

        if (_isWhatIf)
        {
            Collect(item, target);
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

        Collect(item, target);
        if (_beside is { IsCompleted: true })
        {
            WriteApplied();
        }

        if (!IsDue())
        {
            return;
        }

        if (_items.Count < FewRecords || store.InTransaction)
        {
            Flush();
        }
        else
        {
            // What the batch before results in comes out first: after an error that ends the pipeline nothing more is applied.
            WriteApplied();
            ApplyBeside();
        }
    }

    /// <summary>Applies what was collected since the last time, and what waits.</summary>
    public void Complete()
    {
        Flush();
        if (_waiting.Count == 0)
        {
            return;
        }

        (long Number, TItem Item, BatchItem<TResult> Refusal)[] waiting = [.. _waiting.Values.OrderBy(item => item.Number)];
        _waiting.Clear();
        IReadOnlyList<BatchItem<TResult>> results = [.. waiting.Select(item => item.Refusal)];
        if (_tried > 1)
        {
            _cmdlet.Attempt(_store!, store => results = _apply(store, Array.ConvertAll(waiting, item => item.Item), false));
        }

        Write(results);
    }

    private void Collect(TItem item, string target)
    {
        _items.Add(item);
        _targets = (_items.Count == 1 ? target : _targets.First, target);
    }

    /// <summary>Runs work on records, which a refusal of all of them names.</summary>
    private void Attempt(int count, (string First, string Last) targets, Action<PermStore> work)
    {
        _cmdlet.RefusedTogether = count == 1
            ? $"It was about '{NameList.Shown(targets.First)}'."
            : string.Create(CultureInfo.InvariantCulture, $"It was about {count} records, from '{NameList.Shown(targets.First)}' to '{NameList.Shown(targets.Last)}'.");
        try
        {
            _cmdlet.Attempt(_store!, work);
        }
        finally
        {
            _cmdlet.RefusedTogether = null;
        }
    }

    /// <summary>Applies what was collected since the last time.</summary>
    private void Flush()
    {
        WriteApplied();
        if (_items.Count == 0)
        {
            return;
        }

        _hasFlushed = true;
        _tried += _items.Count;
        IReadOnlyList<BatchItem<TResult>> results = [];
        Attempt(_items.Count, _targets, store =>
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
        _questions.Clear();
        (List<TItem> items, _items) = (_items, []);
        Write(items, results);
    }

    /// <summary>True for an item that is kept for later. One that waited is refused for good where a later one is about the same.</summary>
    private bool Waits(TItem item, in BatchItem<TResult> result)
    {
        string key = _waits!(item);
        if (_waiting.Remove(key, out var earlier))
        {
            _cmdlet.WriteError(earlier.Refusal.Error!);
        }

        if (result.MaySucceedLater)
        {
            _waiting.Add(key, (++_waited, item, result));
        }

        return result.MaySucceedLater;
    }

    /// <summary>Applies what was collected while the pipeline goes on.</summary>
    private void ApplyBeside()
    {
        if (_items.Count == 0)
        {
            return;
        }

        (List<TItem> items, _items) = (_items, []);
        _tried += items.Count;
        _itemsBeside = items;
        _targetsBeside = _targets;
        PermStore store = _store!;
        _beside = _cmdlet.RunBeside(store, () =>
        {
            try
            {
                return _apply(store, items, _stopOnError);
            }
            finally
            {
                _warnings.AddRange(store.TakeWarnings());
            }
        });
    }

    /// <summary>Waits for the batch that is applied beside the pipeline, and writes what it results in.</summary>
    private void WriteApplied()
    {
        if (_beside is not { } applied)
        {
            return;
        }

        _beside = null;
        Task.WaitAny(applied);
        StoreWarnings.Write(_cmdlet, _warnings);
        _warnings.Clear();
        IReadOnlyList<BatchItem<TResult>> results = [];
        Attempt(_itemsBeside.Count, _targetsBeside, _ => results = applied.GetAwaiter().GetResult());
        Write(_itemsBeside, results);
    }

    /// <summary>Waits for the batch whose results nobody will see, because the pipeline was stopped; what it did counts.</summary>
    private void Abandon()
    {
        if (_beside is { } applied)
        {
            Task.WaitAny(applied);
            _applied += applied.IsCompletedSuccessfully ? Count(applied.Result) : 0;
        }
    }

    private static int Count(IReadOnlyList<BatchItem<TResult>> results) => results.Count(result => result.Value is not null);

    /// <summary>Writes what the items result in, but for those that wait.</summary>
    private void Write(IReadOnlyList<TItem> items, IReadOnlyList<BatchItem<TResult>> results)
    {
        Write(_waits is null ? results : [.. results.Where((result, i) => !Waits(items[i], result))]);
        if (_waiting.Count > MostWaiting)
        {
            Complete();
        }
    }

    private void Write(IReadOnlyList<BatchItem<TResult>> results)
    {
        _applied += _isWhatIf ? 0 : Count(results);
        _cmdlet.SayWhenStopped(() => string.Create(CultureInfo.InvariantCulture, $"{_cmdlet.MyInvocation.MyCommand.Name} was stopped after {_applied} records. What was done to them is on disk."));
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
        if (!_hasFlushed || _items.Count >= _store!.BatchSize || (_beside is null && _items.Count >= EnoughRecords))
        {
            return true;
        }

        TimeSpan waited = Stopwatch.GetElapsedTime(_since);
        return waited > LongestWait || (waited > Patience && _items.Count < FewRecords);
    }

    private void Ask(IReadOnlyList<BatchItem<TResult>> results, string seats)
    {
        int changed = results.Count(result => result.Value is not null && result.IsChanged);
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i].Value is not null)
            {
                (string target, string action) = _questions[i];
                action = results[i].Consequences is { Count: > 0 } consequences ? $"{action}; {string.Join(", ", consequences)}" : action;
                _cmdlet.ShouldProcess(target, action + (!results[i].IsChanged ? SeatChange.Nothing : changed == 1 ? seats : ""));
            }
        }

        if (changed > 1)
        {
            _cmdlet.ShouldProcess(string.Create(CultureInfo.InvariantCulture, $"{changed} in all"), "Change" + seats);
        }
    }
}
