namespace PermModule;

/// <summary>How far the points of a seat history are apart. All begin in UTC.</summary>
public enum SeatInterval
{
    /// <summary>Every full hour.</summary>
    Hour,

    /// <summary>Every midnight.</summary>
    Day,

    /// <summary>Every midnight at which a Monday begins.</summary>
    Week,

    /// <summary>Every midnight at which a month begins.</summary>
    Month,
}
