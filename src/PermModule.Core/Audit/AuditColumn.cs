namespace PermModule.Audit;

/// <summary>The places of the columns that <see cref="AuditRow.Columns"/> names.</summary>
internal static class AuditColumn
{
    public const int Id = 0;
    public const int At = 1;
    public const int Actor = 2;
    public const int Action = 3;
    public const int TargetType = 4;
    public const int Target = 5;
    public const int Before = 6;
    public const int After = 7;
    public const int CorrelationId = 8;
    public const int Hash = 9;
    public const int SchemaVersion = 10;
    public const int ActorId = 11;
    public const int TargetId = 12;
    public const int ActorSeal = 13;
    public const int TargetSeal = 14;
    public const int BeforeSeal = 15;
    public const int AfterSeal = 16;

    /// <summary>The first column after those of the event.</summary>
    public const int Next = 17;

    /// <summary>The seal of a part: actor, target, before or after.</summary>
    public static int SealOf(int part) => part switch
    {
        Actor => ActorSeal,
        Target => TargetSeal,
        Before => BeforeSeal,
        _ => AfterSeal,
    };
}
