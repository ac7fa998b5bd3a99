using System.Globalization;

namespace PermModule.Completion;

/// <summary>Offers the newest commands, each with who, when, what and how many.</summary>
public sealed class CorrelationCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Find(PermStore store, string word) =>
        store.History.FindCommands(Most)
            .Where(command => IsStart(command.CorrelationId.ToString(), word))
            .Select(command => (command.CorrelationId.ToString(), string.Create(
                CultureInfo.InvariantCulture,
                $"{command.At.ToLocalTime():yyyy-MM-dd HH:mm:ss} {command.Actor}: {command.Action}, {command.Events} {(command.Events == 1 ? "event" : "events")}")));
}
