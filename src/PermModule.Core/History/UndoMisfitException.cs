namespace PermModule;

/// <summary>Rolls an undo back that is to begin again without the events that do not fit.</summary>
internal sealed class UndoMisfitException(IReadOnlyList<Misfit> misfits) : Exception
{
    public IReadOnlyList<Misfit> Misfits { get; } = misfits;
}
