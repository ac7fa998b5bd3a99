using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace PermModule.Commands;

/// <summary>Shows how far an import or export is, at most five times a second: every update costs more than the rows between two.</summary>
internal sealed class TransferProgressBar(Cmdlet cmdlet, string activity, string status)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ProgressRecord _record = new(0, activity, status);
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Shows a state.</summary>
    public void Show(TransferProgress progress)
    {
        if (Stopwatch.GetElapsedTime(_last) < Pause)
        {
            return;
        }

        _last = Stopwatch.GetTimestamp();
        _record.PercentComplete = progress.Total == 0 ? 100 : (int)Math.Min(100, progress.Done * 100 / progress.Total);
        _record.StatusDescription = string.Create(CultureInfo.InvariantCulture, $"{status}: {progress.Rows} people");
        cmdlet.WriteProgress(_record);
    }

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        _record.RecordType = ProgressRecordType.Completed;
        cmdlet.WriteProgress(_record);
    }
}
