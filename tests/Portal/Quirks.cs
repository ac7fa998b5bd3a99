namespace PermModule.Fakes;

/// <summary>What real portals do, or may do, beyond what is published. The defaults are what the published description says.</summary>
public sealed class Quirks
{
    /// <summary>How <c>active</c> is written in lists: <c>number</c>, <c>truth</c>, <c>text</c> or <c>word</c>.</summary>
    public string ActiveAs { get; set; } = "number";

    /// <summary>Whether the paging headers are <c>right</c>, <c>wrong</c> or <c>none</c>.</summary>
    public string PagingHeaders { get; set; } = "right";

    /// <summary>The most users that one page holds, whatever is asked for.</summary>
    public int MaxPage { get; set; } = 1000;

    /// <summary>Gives the first page whatever page is asked for.</summary>
    public bool IgnoresPage { get; set; }

    /// <summary>Makes up users without an end.</summary>
    public bool HasEndlessPages { get; set; }

    /// <summary>Writes ids of the list of groups as 8-4-4-4-12.</summary>
    public bool HasOtherGroupIds { get; set; } = true;

    /// <summary>Writes ids in lower case in lists.</summary>
    public bool HasLowerCaseIds { get; set; }

    /// <summary>Shows the groups of a user as <c>both</c> id and name, or only as <c>id</c> or <c>name</c>.</summary>
    public string GroupsAs { get; set; } = "both";

    /// <summary>Adds the groups that are sent instead of replacing.</summary>
    public bool AddsGroups { get; set; }

    /// <summary>Takes an empty text for nothing said.</summary>
    public bool KeepsWhenEmpty { get; set; }

    /// <summary>Answers errors as JSON instead of plain text.</summary>
    public bool HasJsonErrors { get; set; }

    /// <summary>Puts fields nobody has heard of into every answer.</summary>
    public bool HasUnknownFields { get; set; }

    /// <summary>Writes null for the roles of a profile that has none.</summary>
    public bool HasNullRoles { get; set; }

    /// <summary>The time to wait that comes with status 429, as the header has it.</summary>
    public string RetryAfter { get; set; } = "7";

    /// <summary>Leaves first and last names out of lists, as published; otherwise they are there.</summary>
    public bool HasNamesInList { get; set; }

    /// <summary>Refuses to activate a user so many days after the deactivation; null allows it.</summary>
    public int? ReactivationDelayDays { get; set; }

    /// <summary>How many active users there can be, or null.</summary>
    public int? Seats { get; set; }

    /// <summary>Requests an address may send in any second; more are answered with 429.</summary>
    public int RequestsPerSecond { get; set; } = int.MaxValue;

    /// <summary>Requests an address may send in any five minutes; after more it is blocked until five minutes have passed without any.</summary>
    public int RequestsPerWindow { get; set; } = int.MaxValue;

    /// <summary>Characters in the department of every user, to make answers large.</summary>
    public int FieldSize { get; set; }

    /// <summary>Where a redirect to another host leads.</summary>
    public string Elsewhere { get; set; } = "https://elsewhere.example.net";

    /// <summary>Answers the single user with the token in an error.</summary>
    public bool EchoesToken { get; set; }
}
