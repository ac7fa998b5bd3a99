namespace PermModule.Audit;

/// <summary>
/// Queries for the ids of the events of a target. The event that creates something mostly has its id, and the indexes leave such events out:
/// they are the most of a trail, and in the order of their names cost a quarter of an insert.
/// </summary>
internal static class AuditTarget
{
    /// <summary>True for the events that the index of the names has: all but those that create something under their own id. It is part of every query that is to use the index.</summary>
    public const string IsIndexed = "(target_id IS DISTINCT FROM id OR before IS NOT NULL)";

    /// <summary>The events of what has an id.</summary>
    /// <param name="id">The parameter that holds it.</param>
    public static string WithId(string id) => With($"= {id}");

    /// <summary>The events of everything whose id meets a condition.</summary>
    /// <param name="condition">What stands after the column.</param>
    public static string With(string condition) =>
        $"SELECT id FROM audit_events WHERE target_id {condition} AND target_id <> id UNION ALL SELECT id FROM audit_events WHERE id {condition} AND target_id = id";

    /// <summary>
    /// The events of whatever had a name at the time, and of what has it now under whatever name. What was created under the name either has it still or has
    /// an event that took the name from it, which tells its id; a request is called by its id.
    /// </summary>
    /// <param name="key">The parameter that holds the folded name.</param>
    /// <param name="number">The parameter that holds the number which the name is, or null.</param>
    public static string Named(string key, string number) => $"""
        SELECT id FROM audit_events WHERE target_key = {key} AND {IsIndexed}
        UNION ALL
        SELECT id FROM audit_events WHERE target_id = id AND target_key = {key} AND id IN (
            SELECT target_id FROM audit_events WHERE target_key = {key} AND {IsIndexed}
            UNION SELECT id FROM users WHERE user_name_key = {key}
            UNION SELECT id FROM user_groups WHERE name_key = {key}
            UNION SELECT id FROM profiles WHERE name_key = {key})
        UNION ALL
        SELECT id FROM audit_events WHERE target_id = id AND target_key = {key} AND id = {number}
        {NamedNow("'User', 'Portal'", $"SELECT id FROM users WHERE user_name_key = {key}")}
        {NamedNow("'Group'", $"SELECT id FROM user_groups WHERE name_key = {key}")}
        {NamedNow("'Profile'", $"SELECT id FROM profiles WHERE name_key = {key}")}
        """;

    /// <summary>Users, groups and profiles of stores that began with 0.1.0 may share an id.</summary>
    private static string NamedNow(string types, string ids) => $"""
        UNION ALL
        SELECT id FROM audit_events WHERE target_id IN ({ids}) AND target_id <> id AND target_type IN ({types})
        UNION ALL
        SELECT id FROM audit_events WHERE id IN ({ids}) AND target_id = id AND target_type IN ({types})
        """;
}
