namespace PermModule.Change;

/// <summary>
/// Refuses to overwrite what someone else changed after an object was read: a field that the change sets must still hold
/// the value that was read, or already hold the new one. Changes of different fields do not conflict.
/// </summary>
internal static class LostUpdate
{
    /// <summary>Checks one field that a change sets.</summary>
    /// <param name="kind">What was read, a constant of <see cref="ErrorDetail"/>.</param>
    /// <param name="name">The name of the object now.</param>
    /// <param name="field">The field.</param>
    /// <param name="asRead">Its value when the object was read.</param>
    /// <param name="now">Its value now.</param>
    /// <param name="wanted">Its value after the change.</param>
    /// <exception cref="PermConflictException"><c>ConcurrentChange</c>.</exception>
    public static void Check<T>(string kind, string name, string field, T asRead, T now, T wanted)
    {
        if (!EqualityComparer<T>.Default.Equals(now, wanted) && !EqualityComparer<T>.Default.Equals(now, asRead))
        {
            throw new PermConflictException(ErrorId.ConcurrentChange, $"'{name}' was changed after it was read: {field} is no longer what it was.", name) { Detail = kind };
        }
    }
}
