using PermModule.Fakes;

namespace PermModule.Unit.Portal;

public sealed class PortalLimitTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(20_000, 15, 4_500)]
    [InlineData(1_200, 1_000, 300)]
    public void A_pull_of_many_users_stays_under_both_limits(int users, int perSecond, int perWindow)
    {
        using PortalFixture fixture = new(users);
        fixture.Fake.Quirks.RequestsPerSecond = perSecond;
        fixture.Fake.Quirks.RequestsPerWindow = perWindow;
        fixture.Connect(options => options with { RequestsPerSecond = perSecond, RequestsPerWindow = perWindow });
        List<string> notices = [];
        fixture.Compare(PortalDirection.Pull, options => options with { Notice = notices.Add });
        Assert.Equal(0, fixture.Fake.Blocked);
        Assert.Contains("minutes within its limits", Assert.Single(notices), StringComparison.Ordinal);
        AssertUnder(fixture, perSecond, TimeSpan.FromSeconds(1));
        AssertUnder(fixture, perWindow, TimeSpan.FromMinutes(5));
        output.WriteLine($"{fixture.Fake.Requests.Count} requests in {fixture.Clock.Passed}, {fixture.Fake.Requests.Count / fixture.Clock.Passed.TotalSeconds:0.0} a second, blocked 0 times");
        double fastest = Math.Min(perSecond, perWindow / 300.0);
        Assert.True(fixture.Fake.Requests.Count / fixture.Clock.Passed.TotalSeconds > fastest * 0.75, "The limits are used.");
    }

    [Fact]
    public void The_limits_hold_for_all_connections_of_a_process_together()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Quirks.RequestsPerSecond = 5;
        Parallel.For(0, 8, _ => PermPortal.Connect(fixture.Options with { RequestsPerSecond = 5 }).Dispose());
        Assert.Equal(0, fixture.Fake.Blocked);
        AssertUnder(fixture, 5, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Requests_for_tokens_count()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Quirks.RequestsPerSecond = 1;
        fixture.Connect(options => options with { Token = null, ClientId = "app", ClientSecret = PortalFixture.Secret("app-secret"), RequestsPerSecond = 1 });
        Assert.Equal(0, fixture.Fake.Blocked);
    }

    [Fact]
    public void A_portal_that_closes_is_left_alone_until_it_opens()
    {
        using PortalFixture fixture = new(users: 30);
        fixture.Fake.Quirks.RequestsPerWindow = 20;
        List<string> notices = [];
        fixture.Compare(PortalDirection.Pull, options => options with { Notice = notices.Add });
        Assert.InRange(fixture.Fake.Blocked, 1, 8);
        Assert.Contains(notices, notice => notice.Contains("closed to this address", StringComparison.Ordinal));
        FakeRequest[] requests = [.. fixture.Fake.Requests];
        for (int i = 1; i < requests.Length; i++)
        {
            if (requests[i - 1].Status == 429 && requests[i].Status != 429)
            {
                Assert.True(requests[i].At - requests[i - 1].At >= TimeSpan.FromMinutes(5));
            }
        }
    }

    [Fact]
    public void A_time_to_wait_that_the_portal_names_is_kept()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Faults = request => request.Number == 3 ? Fault.TooMany : Fault.None;
        fixture.Connect();
        FakeRequest[] requests = [.. fixture.Fake.Requests];
        Assert.Equal(429, requests[2].Status);
        Assert.InRange((requests[3].At - requests[2].At).TotalSeconds, 7, 8);
    }

    [Fact]
    public void A_time_to_wait_of_months_is_kept()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Quirks.RetryAfter = "9999999";
        fixture.Fake.Faults = request => request.Number == 3 ? Fault.TooMany : Fault.None;
        fixture.Connect();
        FakeRequest[] requests = [.. fixture.Fake.Requests];
        Assert.True((requests[3].At - requests[2].At).TotalSeconds >= 9999999);
    }

    [Fact]
    public async Task At_most_four_requests_are_under_way()
    {
        using PortalFixture fixture = new(users: 60);
        int now = 0;
        int most = 0;
        using PortalClient client = new(fixture.Options);
        PortalTraffic traffic = PortalTraffic.To(fixture.Fake.Uri.Authority, fixture.Options);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => traffic.Send(
            async () =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                await Task.Delay(5);
                return Interlocked.Decrement(ref now);
            },
            TestContext.Current.CancellationToken)));
        Assert.Equal(4, most);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = target;
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is int found && found != seen)
        {
            seen = found;
        }
    }

    private static void AssertUnder(PortalFixture fixture, int limit, TimeSpan window)
    {
        DateTimeOffset[] times = [.. fixture.Fake.Requests.Select(request => request.At)];
        for (int i = limit; i < times.Length; i++)
        {
            Assert.True(times[i] - times[i - limit] >= window, $"request {i}");
        }
    }
}
