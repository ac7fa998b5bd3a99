using FsCheck;
using FsCheck.Fluent;

namespace PermModule.Unit.History;

/// <summary>Random weeks of changes: the past as the trail tells it, against snapshots taken on the way, and undo against the states around a change.</summary>
public class PastModelTests
{
    private static readonly Gen<int[]> Step = Gen.Choose(0, 1_000_000).ArrayOf(4);
    private static readonly Arbitrary<int[][]> Steps = Gen.Choose(30, 70).SelectMany(count => Step.ArrayOf(count)).ToArbitrary();

    [Fact]
    public void As_of_each_moment_every_service_says_what_it_said_then()
    {
        int moments = 0;
        Prop.ForAll(Steps, sequence =>
        {
            using TestStore test = new TestStore().WithProfiles();
            List<(DateTimeOffset At, string State)> snapshots = [];
            foreach ((int place, int[] step) in sequence.Index())
            {
                test.Clock.Advance(TimeSpan.FromHours(2));
                RandomChanges.Apply(test.Store, step);
                if (place % 5 == 0)
                {
                    snapshots.Add((test.Clock.GetUtcNow(), RandomChanges.Read(test.Store)));
                }
            }

            foreach ((DateTimeOffset at, string state) in snapshots)
            {
                using PermStore past = test.Store.AsOf(at);
                Assert.Equal(state, RandomChanges.Read(past));
                RandomChanges.CompareOne(test.Store, past, at);
                moments++;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
        Assert.True(moments > 60, $"{moments} moments were compared");
    }

    [Fact]
    public void Undo_gives_the_state_before_and_its_undo_the_state_after()
    {
        int applied = 0;
        int undone = 0;
        Prop.ForAll(Steps, sequence =>
        {
            using TestStore test = new TestStore().WithProfiles();
            string now = RandomChanges.Read(test.Store, withTrail: false);
            foreach (int[] step in sequence)
            {
                test.Clock.Advance(TimeSpan.FromHours(30));
                string before = now;
                Guid change = Guid.NewGuid();
                using (test.Store.Correlate(change))
                {
                    if (!RandomChanges.Apply(test.Store, step))
                    {
                        continue;
                    }
                }

                applied++;
                string after = now = RandomChanges.Read(test.Store, withTrail: false);
                Guid undo = Guid.NewGuid();
                if (!Undo(test.Store, change, undo))
                {
                    Assert.Equal(after, RandomChanges.Read(test.Store, withTrail: false));
                    continue;
                }

                undone++;
                Assert.Equal(before, RandomChanges.Read(test.Store, withTrail: false));
                test.Clock.Advance(TimeSpan.FromHours(30));
                Guid redo = Guid.NewGuid();
                Assert.True(Undo(test.Store, undo, redo), "The undo of an undo was refused.");
                Assert.Equal(after, RandomChanges.Read(test.Store, withTrail: false));
                if (step[3] % 3 == 0)
                {
                    // The undo of an undo of an undo.
                    Assert.True(Undo(test.Store, redo, Guid.NewGuid()));
                    Assert.Equal(before, now = RandomChanges.Read(test.Store, withTrail: false));
                }
            }

            Assert.All(test.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
        Assert.True(applied > 100 && undone > applied * 9 / 10, $"{undone} of {applied} changes were undone");
    }

    [Fact]
    public void Undo_of_a_command_that_did_much_to_few_users_gives_the_state_before()
    {
        // Of users, their groups and roles: what is read ahead of one event may be what the next one changes.
        int[] kinds = [0, 2, 3, 4, 5, 6, 7, 18, 19, 20, 21, 27];
        int applied = 0;
        int undone = 0;
        Prop.ForAll(Steps, sequence =>
        {
            using TestStore test = new TestStore().WithProfiles();
            foreach (int[][] command in sequence.Chunk(15))
            {
                string before = RandomChanges.Read(test.Store, withTrail: false);
                Guid change = Guid.NewGuid();
                using (test.Store.Correlate(change))
                {
                    bool[] done = Array.ConvertAll(command, step => RandomChanges.Apply(test.Store, [kinds[step[0] % kinds.Length], .. step[1..]]));
                    if (!done.Contains(true))
                    {
                        continue;
                    }
                }

                applied++;
                if (command[0][1] % 3 > 0 && Undo(test.Store, change, Guid.NewGuid()))
                {
                    undone++;
                    Assert.Equal(before, RandomChanges.Read(test.Store, withTrail: false));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
        Assert.True(undone > applied / 2, $"{undone} of {applied} commands were undone");
    }

    private static bool Undo(PermStore store, Guid change, Guid undo)
    {
        try
        {
            using IDisposable correlation = store.Correlate(undo);
            IReadOnlyList<PermUndoStep> steps = store.History.Undo(change);
            Assert.All(steps, step => Assert.NotEqual(UndoResult.Conflict, step.Result));
            return true;
        }
        catch (PermException error)
        {
            // Only what a rule of now forbids may be refused right after the change.
            Assert.True(error.ErrorId is ErrorId.UndoConflict or ErrorId.SeatLimitExceeded or ErrorId.NothingToUndo, error.Message);
            Assert.True(error.ErrorId == ErrorId.SeatLimitExceeded || (error.ErrorId == ErrorId.NothingToUndo && error.Message.Contains("stays approved", StringComparison.Ordinal)) || error.Message.Contains("cannot be activated before", StringComparison.Ordinal) || error.Message.Contains("account owner", StringComparison.Ordinal) || error.Message.Contains("needs", StringComparison.Ordinal), error.Message);
            return false;
        }
    }
}
