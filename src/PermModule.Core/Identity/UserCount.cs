namespace PermModule;

/// <summary>How many users there are, from the counts that the profiles keep: the users themselves are not read.</summary>
internal static class UserCount
{
    public const string All = "SELECT CAST(COALESCE(SUM(active_users + inactive_users), 0) AS BIGINT) FROM profiles";

    public const string Active = "SELECT CAST(COALESCE(SUM(active_users), 0) AS BIGINT) FROM profiles";
}
