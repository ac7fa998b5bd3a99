namespace PermModule.Change;

/// <summary>What a concept keeps during a change, such as counters that are written once at its end.</summary>
internal interface IScopePart
{
    /// <summary>Writes what the change moved. May be called several times during a change.</summary>
    void Complete();
}
