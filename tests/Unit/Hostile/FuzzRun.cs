using System.Diagnostics;

namespace PermModule.Unit.Hostile;

/// <summary>Feeds one reader spoiled input on a thread of its own, until the time or the rounds are over.</summary>
internal sealed class FuzzRun
{
    private readonly TaskCompletionSource<string> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<FuzzTarget> _target;
    private readonly int _first;
    private readonly int _rounds;
    private readonly TimeSpan _time;
    private volatile int _seed;

    public FuzzRun(Func<FuzzTarget> target, int first, int rounds, TimeSpan time)
    {
        (_target, _first, _rounds, _time) = (target, first, rounds, time);
        new Thread(Run) { IsBackground = true }.Start();
    }

    /// <summary>The seed of the input that is being read.</summary>
    public int Seed => _seed;

    /// <summary>What was tried, when it is over; faulted by the first input that was not refused as it should be.</summary>
    public Task<string> End => _end.Task;

    private void Run()
    {
        try
        {
            using FuzzTarget target = _target();
            Stopwatch time = Stopwatch.StartNew();
            for (_seed = _first; time.Elapsed < _time && _seed - _first < _rounds; _seed++)
            {
                Read(target, new Mutator(_seed).Spoil(target.Sample));
            }

            target.AssertIsWhole();
            _end.SetResult($"{_seed - _first} inputs from seed {_first}");
        }
        catch (Exception error)
        {
            _end.SetException(error);
        }
    }

    private void Read(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Read(input, _seed);
        }
        catch (Exception error)
        {
            Assert.Fail($"Seed {_seed}: {error}\n{Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 2_000)))}");
        }
    }
}
