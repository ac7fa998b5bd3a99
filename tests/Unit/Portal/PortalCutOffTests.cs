using PermModule.Fakes;
using PermModule.Unit.Reliability;

namespace PermModule.Unit.Portal;

/// <summary>A push that is cut off, answered wrongly or killed at any moment, and run again.</summary>
public sealed class PortalCutOffTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Fault.CutBefore)]
    [InlineData(Fault.CutAfter)]
    [InlineData(Fault.ErrorAfter)]
    public void A_push_cut_off_at_any_request_goes_on_where_it_was(Fault fault)
    {
        int last = int.MaxValue;
        int cut = 0;
        for (int at = 1; at <= last; at++)
        {
            using PortalFixture fixture = Changed();
            PermPortal portal = fixture.Portal;
            int start = fixture.Fake.Requests.Count;

            // From here on the portal is away, until somebody runs it again.
            fixture.Fake.Faults = request => request.Number - start == at ? fault : request.Number - start > at ? Fault.CutBefore : Fault.None;
            try
            {
                fixture.Push();
                last = fixture.Fake.Requests.Count - start;
            }
            catch (PermBusyException error)
            {
                Assert.Equal("PortalUnavailable", error.ErrorId);
                cut++;
            }

            fixture.Fake.Faults = _ => Fault.None;
            fixture.Push();
            AssertIsPushed(fixture);
        }

        Assert.True(cut > 20);
        output.WriteLine($"cut off at each of {cut} requests");
    }

    [Theory]
    [InlineData(Fault.CutBefore)]
    [InlineData(Fault.CutAfter)]
    [InlineData(Fault.Error)]
    [InlineData(Fault.ErrorAfter)]
    [InlineData(Fault.TooMany)]
    [InlineData(Fault.NotCompressed)]
    public void One_bad_answer_to_a_write_is_no_failure(Fault fault)
    {
        using PortalFixture fixture = Changed();
        int writes = 0;
        fixture.Fake.Faults = request => request.Method == "POST" && writes++ % 2 == 0 ? fault : Fault.None;
        Assert.All(fixture.Push(), step => Assert.Equal(PortalResult.Done, step.Result));
        AssertIsPushed(fixture);
    }

    [Fact]
    public void A_push_that_is_stopped_while_a_request_is_under_way_goes_on_where_it_was()
    {
        using PortalFixture fixture = Changed();
        List<PermPortalStep> plan = fixture.Compare(PortalDirection.Push);
        using CancellationTokenSource stop = new();
        fixture.Fake.Before = request =>
        {
            if (request.Method == "POST" && fixture.Fake.Writes.Count() == 3)
            {
                stop.Cancel();
            }
        };
        Assert.ThrowsAny<OperationCanceledException>(() => fixture.Sync(plan, options => options with { Token = stop.Token, MaxDeactivate = "100%" }));
        fixture.Fake.Before = _ => { };
        fixture.Push();
        AssertIsPushed(fixture);
    }

    [Fact]
    public void One_process_at_a_time_pushes_a_store()
    {
        using PortalFixture fixture = Changed();
        string? refusal = null;
        fixture.Fake.Before = request =>
        {
            if (request.Method == "POST" && refusal is null)
            {
                refusal = "";
                using PermStore other = PermStore.Open(fixture.Local.Path);
                refusal = Assert.ThrowsAny<PermException>(() => PortalTurn.Take(other.Session)).ErrorId;
            }
        };
        fixture.Push();
        Assert.Equal("PortalBusy", refusal);
        AssertIsPushed(fixture);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(fixture.Local.Path)!), file => file.EndsWith("-portal", StringComparison.Ordinal));
    }

    [Fact]
    public void A_push_that_is_killed_at_random_goes_on_where_it_was()
    {
        int rounds = CrashProcess.Rounds(4);
        int open = 0;
        int written = 0;
        for (int round = 0; round < rounds; round++)
        {
            using PortalFixture fixture = Changed();
            fixture.Local.Store.Dispose();
            using (CrashProcess child = new("push", fixture.Local.Path, fixture.Fake.Uri.ToString(), fixture.Fake.Token))
            {
                Assert.Equal("planned", child.ReadLine());
                child.Kill(TimeSpan.FromMilliseconds(Random.Shared.Next(500)));
            }

            fixture.Local.Reopen();
            open += fixture.Store.Session.Rows<long>("SELECT id FROM portal_sent").Count;
            written += fixture.Fake.Writes.Count();
            fixture.Push();
            AssertIsPushed(fixture);
        }

        output.WriteLine($"{rounds} pushes killed after {written} of {rounds * 6} writes, {open} of them with a request whose answer nobody had");
    }

    /// <summary>A store that differs from the portal in every way that a push can settle.</summary>
    private static PortalFixture Changed()
    {
        PortalFixture fixture = PortalPushTests.Pulled(users: 26);
        fixture.Store.Users.Create(new UserData { UserName = "nina", Email = "nina@example.com", FirstName = "Nina", LastName = "Moe", Profile = "Editors", Groups = ["Agency"] });
        fixture.Store.Users.Create(new UserData { UserName = "omar", Email = "omar@example.com", FirstName = "Omar", LastName = "Rossi", Profile = "Viewers" });
        PortalPushTests.Change(fixture, "user0001", new UserData { Profile = "Editors", Department = "Legal" });
        PortalPushTests.Change(fixture, "user0002", new UserData { IsActive = false });
        PortalPushTests.Change(fixture, "user0025", new UserData { IsActive = true });
        PortalPushTests.Change(fixture, "user0010", new UserData { Groups = [] });
        return fixture;
    }

    /// <summary>The portal is what the store says, nobody was written twice, and the trail tells of every request how it ended.</summary>
    private static void AssertIsPushed(PortalFixture fixture)
    {
        fixture.Fake.Faults = _ => Fault.None;
        Assert.Empty(fixture.Compare(PortalDirection.Push));
        Assert.Empty(fixture.Compare(PortalDirection.Pull));
        Assert.Equal(29, fixture.Fake.State.Users.Count);
        string[] written = [.. fixture.Fake.State.Users.Values.Where(user => user.Writes > 0).Select(user => user.UserName).Order(StringComparer.Ordinal)];
        Assert.Equal(["nina", "omar", "user0001", "user0002", "user0010", "user0025"], written);
        Assert.All(fixture.Fake.State.Users.Values, user => Assert.InRange(user.Writes, 0, 1));
        PermAuditEvent[] events = [.. fixture.Events()];
        foreach (PermAuditEvent sent in events.Where(happened => happened.Action == "PortalRequestSent"))
        {
            Assert.Single(events, happened => happened.After?.Contains($"\"Request\":{sent.Id},", StringComparison.Ordinal) == true);
        }

        foreach (string name in written)
        {
            Assert.Single(events, happened => happened.Target == name && happened.Action is "PortalUserCreated" or "PortalUserChanged" or "PortalUserDeactivated" or "PortalUserReactivated");
        }

        Assert.Empty(fixture.Store.Session.Rows<long>("SELECT id FROM portal_sent"));
        Assert.All(fixture.Store.Check(), check => Assert.True(check.IsPassed, check.Message));
    }
}
