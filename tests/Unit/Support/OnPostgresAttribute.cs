namespace PermModule.Unit;

/// <summary>Runs the tests of a class with stores on a PostgreSQL server. A class that derives from one of SQLite's tests holds PostgreSQL to the same contract.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnPostgresAttribute : Attribute
{
    /// <summary>True while a test of such a class runs.</summary>
    public static bool IsOn => (TestContext.Current.TestClass as Xunit.v3.IXunitTestClass)?.Class.IsDefined(typeof(OnPostgresAttribute), inherit: true) == true;
}
