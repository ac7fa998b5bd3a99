using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.Catalogue;

public sealed class RightSetTests
{
    private static readonly Arbitrary<int[]> Indexes = Arb.From(Gen.Choose(0, RightSet.Capacity - 1).ArrayOf());

    [Fact]
    public void A_set_behaves_as_a_set_of_numbers() => Prop.ForAll(Indexes, Indexes, (left, right) =>
    {
        HashSet<int> a = [.. left];
        HashSet<int> b = [.. right];
        RightSet x = Make(left);
        RightSet y = Make(right);
        Same(a, x);
        Same([.. a.Union(b)], x | y);
        Same([.. a.Intersect(b)], x & y);
        Same([.. a.Except(b)], x - y);
        Assert.Equal(a.Overlaps(b), x.Overlaps(y));
        Assert.Equal(a.IsSupersetOf(b), x.ContainsAll(y));
        Assert.Equal(a.SetEquals(b), x == y);
        Assert.NotEqual(x == y, x != y);
        Assert.All(Enumerable.Range(0, RightSet.Capacity), index => Assert.Equal(a.Contains(index), x.Contains(index)));
        Assert.Equal(x, Make(a.Reverse()));
        Assert.Equal(x.GetHashCode(), Make(a.Reverse()).GetHashCode());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_closure_holds_what_it_implies_and_closing_again_adds_nothing() => Prop.ForAll(Arb.From(Gen.Choose(0, 176).ArrayOf()), indexes =>
    {
        RightCatalogue catalogue = RightCatalogue.Default;
        RightSet set = Make(indexes);
        RightSet closed = catalogue.Closure(set);
        Assert.True(closed.ContainsAll(set));
        Assert.Equal(closed, catalogue.Closure(closed));
        HashSet<string> expected = [.. catalogue.RightsOf(set).SelectMany(right => right.Implies.Append(right.Key))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), catalogue.RightsOf(closed).Select(right => right.Key).Order(StringComparer.Ordinal));
    }).QuickCheckThrowOnFailure();

    private static RightSet Make(IEnumerable<int> indexes) => indexes.Aggregate(RightSet.Empty, (set, index) => set.With(index));

    private static void Same(HashSet<int> expected, RightSet set)
    {
        Assert.Equal(expected.Order(), set.Indexes());
        Assert.Equal(expected.Count, set.Count);
        Assert.Equal(expected.Count == 0, set.IsEmpty);
    }
}
