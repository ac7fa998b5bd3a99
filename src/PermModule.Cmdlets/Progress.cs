using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>
/// Shows how far long work has come and how long it still takes, at most a few times a second: writing each step would take longer than
/// the work. Where the work is stopped, it leaves a line that says how far it came.
/// </summary>
/// <param name="cmdlet">The cmdlet that works.</param>
/// <param name="activity">What it does, e.g. Importing people.</param>
/// <param name="ifStopped">What becomes of the work if it is stopped, as a sentence.</param>
internal sealed class Progress(PermCmdlet cmdlet, string activity, string ifStopped)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>An earlier guess of the time left is mostly wrong.</summary>
    private static readonly TimeSpan LeastForGuess = TimeSpan.FromSeconds(1);

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _shown = Stopwatch.GetTimestamp();
    private bool _isShown;
    private Func<string> _status = () => "";
    private int _percent;

    /// <summary>Shows the state unless one was shown just now.</summary>
    /// <param name="status">What is in hand.</param>
    /// <param name="percent">How much of all is done, 0 to 100.</param>
    public void Show(string status, int percent) => Show(() => status, percent, left: null);

    /// <summary>Shows how far other long work is.</summary>
    public void Show(WorkProgress progress) => Show(() => progress.Doing, (int)(progress.Share * 100), left: null);

    /// <summary>Shows how far work is that is one of two passes.</summary>
    public void Show(WorkProgress progress, bool isSecond) => Show(() => progress.Doing, (int)((progress.Share * 50) + (isSecond ? 50 : 0)), left: null);

    /// <summary>Shows how far an import or export is.</summary>
    public void Show(TransferProgress progress) =>
        Show(() => Quantity.Of(progress.Rows, "person", "people"), progress.Total == 0 ? 100 : (int)(progress.Done * 100 / progress.Total), left: null);

    /// <summary>Shows how far work with the portal is.</summary>
    public void Show(PortalProgress progress) => Show(
        () => progress.Total is { } total ? string.Create(CultureInfo.InvariantCulture, $"{progress.Status}: {progress.Done} of {total}") : string.Create(CultureInfo.InvariantCulture, $"{progress.Status}: {progress.Done}"),
        progress.Total is > 0 and { } all ? (int)(progress.Done * 100 / all) : 0,
        progress.Left);

    /// <summary>Takes what is shown away: the work is done.</summary>
    public void Complete()
    {
        cmdlet.SayWhenStopped(null);
        if (_isShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(Func<string> status, int percent, TimeSpan? left)
    {
        (_status, _percent) = (status, Math.Clamp(percent, 0, 100));
        cmdlet.SayWhenStopped(() => string.Create(CultureInfo.InvariantCulture, $"{activity} was stopped at {_percent} % ({_status()}). {ifStopped}"));
        if (Stopwatch.GetElapsedTime(_shown) < Pause)
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(0, activity, status()) { PercentComplete = _percent, SecondsRemaining = (int?)(left ?? Guess())?.TotalSeconds ?? -1 });
    }

    /// <summary>How long the rest takes if it goes on as so far; null where it is too early to tell.</summary>
    private TimeSpan? Guess() => Stopwatch.GetElapsedTime(_began) is var elapsed && _percent > 0 && elapsed >= LeastForGuess ? elapsed * (100 - _percent) / _percent : null;
}
