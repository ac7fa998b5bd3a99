using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Shows how far long work has come, at most a few times a second: writing each step would take longer than the work.</summary>
internal sealed class Progress(Cmdlet cmdlet, string activity)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private long _shown = Stopwatch.GetTimestamp();
    private bool _isShown;

    /// <summary>Shows the state unless one was shown just now.</summary>
    /// <param name="status">What is in hand.</param>
    /// <param name="percent">How much of all is done, 0 to 100.</param>
    public void Show(string status, int percent) => Show(status, percent, left: null);

    /// <summary>Shows how far an import or export is.</summary>
    public void Show(TransferProgress progress) =>
        Show(string.Create(CultureInfo.InvariantCulture, $"{progress.Rows} people"), progress.Total == 0 ? 100 : (int)(progress.Done * 100 / progress.Total));

    /// <summary>Shows how far work with the portal is.</summary>
    public void Show(PortalProgress progress) => Show(
        progress.Total is { } total ? string.Create(CultureInfo.InvariantCulture, $"{progress.Status}: {progress.Done} of {total}") : string.Create(CultureInfo.InvariantCulture, $"{progress.Status}: {progress.Done}"),
        progress.Total is > 0 and { } all ? (int)(progress.Done * 100 / all) : 0,
        progress.Left);

    /// <summary>Takes what is shown away.</summary>
    public void Complete()
    {
        if (_isShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(string status, int percent, TimeSpan? left)
    {
        if (Stopwatch.GetElapsedTime(_shown) < Pause)
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(0, activity, status) { PercentComplete = Math.Clamp(percent, 0, 100), SecondsRemaining = (int?)left?.TotalSeconds ?? -1 });
    }
}
