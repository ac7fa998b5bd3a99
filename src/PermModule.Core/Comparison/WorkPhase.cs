namespace PermModule.Comparison;

/// <summary>When a difference is worked off, so that what one needs was freed or made by those before it.</summary>
internal enum WorkPhase
{
    /// <summary>The contract allows more.</summary>
    Loosen,

    /// <summary>Requests are decided while those who made them are still there.</summary>
    Decide,

    /// <summary>Memberships and roles end.</summary>
    End,

    /// <summary>Users and groups leave, and with them their names, addresses and seats.</summary>
    Leave,

    /// <summary>What kept its number gets its name back.</summary>
    Rename,

    /// <summary>Users give up a seat, an address or an external id.</summary>
    Release,

    /// <summary>Rights, profiles and groups become what they are to be.</summary>
    Make,

    /// <summary>Users become what they are to be, seats apart.</summary>
    Change,

    /// <summary>Users take their seats.</summary>
    Seats,

    /// <summary>Memberships and roles begin.</summary>
    Join,

    /// <summary>What others had to leave first goes, and requests are made.</summary>
    Late,

    /// <summary>A user who gave up the seat last gets the profile, which then needs no seat.</summary>
    Settle,

    /// <summary>The contract allows less.</summary>
    Tighten,
}
