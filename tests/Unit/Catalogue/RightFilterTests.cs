namespace PermModule.Unit.Catalogue;

/// <summary>A right passes a filter when it passes every part of it.</summary>
public sealed class RightFilterTests : IDisposable
{
    private static readonly Dictionary<string, Func<RightFilter, RightFilter>> Parts = new(StringComparer.Ordinal)
    {
        ["Rights"] = filter => filter with { Rights = ["*manage*", "*view*"] },
        ["Solutions"] = filter => filter with { Solutions = ["Asset Bank", "Brand Store"] },
        ["Categories"] = filter => filter with { Categories = ["*re*"] },
        ["Tiers"] = filter => filter with { Tiers = [Tier.Heavy, Tier.None] },
        ["TierSources"] = filter => filter with { TierSources = [TierSource.Documented] },
        ["Kinds"] = filter => filter with { Kinds = [RightKind.Grant] },
        ["Profiles"] = filter => filter with { Profiles = ["Wide", "Viewer"] },
    };

    private readonly TestStore _test = new TestStore().WithProfiles();

    public RightFilterTests() => _test.Store.Profiles.Create("Wide", rights: ["asset-bank.*", "brand-store.*"], includeRequired: true);

    public static TheoryData<string, string> Pairs => new(
        from first in Parts.Keys
        from second in Parts.Keys
        where string.CompareOrdinal(first, second) < 0
        select (first, second));

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_parts_leave_what_each_leaves(string first, string second)
    {
        string[] one = Keys(Parts[first](new RightFilter()));
        string[] other = Keys(Parts[second](new RightFilter()));
        string[] both = Keys(Parts[second](Parts[first](new RightFilter())));
        Assert.Equal(one.Intersect(other), both);
        Assert.True(both.Length < one.Length || both.Length < other.Length);
        Assert.All((string[][])[one, other], alone => Assert.InRange(alone.Length, 1, RightCatalogue.Default.Rights.Count - 1));
    }

    [Fact]
    public void All_parts_together_leave_what_each_leaves()
    {
        string[] all = Keys(Parts.Values.Aggregate(new RightFilter(), (filter, part) => part(filter)));
        Assert.Equal(Parts.Values.Select(part => Keys(part(new RightFilter()))).Aggregate((left, right) => [.. left.Intersect(right)]), all);
        Assert.NotEmpty(all);
    }

    private string[] Keys(RightFilter filter) => [.. _test.Store.Rights.Find(filter).Select(right => right.Key)];
}
