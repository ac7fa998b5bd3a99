using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using PermModule.Fakes;
using PermModule.Portal;

namespace PermModule.Unit.Portal;

public sealed class PortalConnectionTests
{
    [Fact]
    public void Connecting_tells_whose_token_it_is_and_what_it_can_do()
    {
        using PortalFixture fixture = new();
        PermPortal portal = fixture.Connect();
        Assert.Equal("service", portal.UserName);
        Assert.Equal("Portal administrators", portal.ProfileName);
        Assert.Equal([PortalAccess.Read, PortalAccess.WriteUsers, PortalAccess.WriteGroups], portal.Can);
        Assert.Empty(portal.Missing);
    }

    [Theory]
    [InlineData("USERMANAGEMENT", "role USERMANAGEMENT", new[] { PortalAccess.Read })]
    [InlineData("PERMISSIONMANAGEMENT", "role PERMISSIONMANAGEMENT", new[] { PortalAccess.Read })]
    [InlineData("GROUPMANAGEMENT", "role GROUPMANAGEMENT", new[] { PortalAccess.Read, PortalAccess.WriteUsers })]
    public void A_missing_role_is_named_with_what_it_makes_impossible(string role, string missing, PortalAccess[] can)
    {
        using PortalFixture fixture = new();
        fixture.Fake.State.Profile("Portal administrators").Roles.Remove(role);
        PermPortal portal = fixture.Connect();
        Assert.Equal([missing], portal.Missing);
        Assert.Equal(can, portal.Can);
    }

    [Fact]
    public void Scopes_that_were_narrowed_are_named()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Scopes = "admin.user:read admin.profile:read current.user:read current.profile:read";
        PermPortal portal = fixture.Connect(options => options with { Token = null, ClientId = "app", ClientSecret = PortalFixture.Secret("app-secret") });
        Assert.Equal(["scope admin.user:write"], portal.Missing);
        Assert.Equal([PortalAccess.Read], portal.Can);
        Assert.Equal(4, portal.Scopes.Count);
    }

    [Fact]
    public void What_the_token_may_not_read_is_named()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Faults = request => request.Path.StartsWith("/api/groups", StringComparison.Ordinal) || request.Path == "/api/v4/profiles/" ? Fault.Forbidden : Fault.None;
        PermPortal portal = fixture.Connect();
        Assert.Empty(portal.Can);
        Assert.Equal(2, portal.Missing.Count);
        Assert.Contains("reading profiles", portal.Missing[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_token_is_refused_and_told_nowhere()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Quirks.EchoesToken = true;
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Connect(options => options with { Token = PortalFixture.Secret("very-secret-token") }));
        Assert.Equal("PortalUnauthorized", error.ErrorId);
        Assert.DoesNotContain("very-secret-token", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("***", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_secret_is_refused()
    {
        using PortalFixture fixture = new();
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Connect(options => options with { Token = null, ClientId = "app", ClientSecret = PortalFixture.Secret("wrong-secret") }));
        Assert.Equal("PortalUnauthorized", error.ErrorId);
        Assert.Contains("Unknown application", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_portal_that_repeats_what_was_sent_makes_no_message_with_a_secret()
    {
        using PortalFixture fixture = new();
        fixture.Fake.Faults = request => request.Path.Contains("oauth2", StringComparison.Ordinal) ? Fault.Echo : Fault.None;
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Connect(options => options with { Token = null, ClientId = "app", ClientSecret = PortalFixture.Secret("wrong+secret/1") }));
        Assert.Equal("PortalUnauthorized", error.ErrorId);
        Assert.Contains("client_secret=***", error.Message, StringComparison.Ordinal);

        fixture.Connect();
        fixture.Pull();
        fixture.Fake.Faults = request => request.Method == "POST" ? Fault.Echo : Fault.None;
        fixture.Store.Users.Create(new UserData { UserName = "nina", Email = "nina@example.com", FirstName = "Nina", LastName = "Moe", Profile = "Editors" });
        PermPortalStep refused = Assert.Single(fixture.Push(), step => step.Action == PortalAction.Create);
        Assert.Equal(PortalResult.Refused, refused.Result);
        Assert.Contains("password=***", refused.Reason, StringComparison.Ordinal);
        Assert.Contains(fixture.Events("PortalChangeRefused"), item => item.After!.Contains("password=***", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("3600.0", 3600.0)]
    [InlineData("\"3600 \"", 3600.0)]
    [InlineData("9223372036854775807", null)]
    [InlineData("-1", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void The_end_of_a_token_is_read_in_every_form(string written, double? seconds)
    {
        PortalTokenAnswer answer = JsonSerializer.Deserialize($$"""{"access_token":"t","expires_in":{{written}}}""", PortalJson.Default.PortalTokenAnswer)!;
        Assert.Equal(("t", seconds), (answer.AccessToken, answer.Lifetime?.TotalSeconds));
    }

    [Fact]
    public void A_token_that_ends_in_the_middle_is_fetched_again_once()
    {
        using PortalFixture fixture = new(users: 40);
        fixture.Connect(options => options with { Token = null, ClientId = "app", ClientSecret = PortalFixture.Secret("app-secret") });
        Assert.Equal(1, fixture.Fake.TokensGiven);
        fixture.Fake.Before = request =>
        {
            if (request.Number == 20)
            {
                fixture.Fake.RevokeTokens();
            }
        };
        Assert.NotEmpty(fixture.Compare(PortalDirection.Pull));
        Assert.Equal(2, fixture.Fake.TokensGiven);
        fixture.Fake.Faults = request => request.Path.Contains("oauth2", StringComparison.Ordinal) ? Fault.None : Fault.Unauthorized;
        Assert.Equal("PortalUnauthorized", Assert.ThrowsAny<PermException>(() => fixture.Compare(PortalDirection.Pull)).ErrorId);
        Assert.Equal(3, fixture.Fake.TokensGiven);
    }

    [Fact]
    public void A_token_is_fetched_again_before_it_ends()
    {
        using PortalFixture fixture = new();
        fixture.Connect(options => options with { Token = null, ClientId = "app", ClientSecret = PortalFixture.Secret("app-secret") });
        fixture.Clock.Advance(TimeSpan.FromMinutes(61));
        fixture.Compare(PortalDirection.Pull);
        Assert.Equal(2, fixture.Fake.TokensGiven);
        Assert.DoesNotContain(fixture.Fake.Requests, request => request.Status == 401);
    }

    [Theory]
    [InlineData("http://portal.example.com", "PortalInsecure")]
    [InlineData("ftp://127.0.0.1", "PortalInsecure")]
    [InlineData("https://someone:password@portal.example.com", "InvalidValue")]
    public void Only_https_is_spoken_except_to_this_machine(string uri, string errorId)
    {
        PortalOptions options = new() { Uri = new Uri(uri), Token = PortalFixture.Secret("x") };
        PermException error = Assert.ThrowsAny<PermException>(() => PermPortal.Connect(options));
        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("password@", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_host_means_https()
    {
        using PortalClient client = new(new PortalOptions { Uri = new Uri("portal.example.com", UriKind.Relative) });
        Assert.Equal("https://portal.example.com/", client.Uri.ToString());
    }

    [Fact]
    public async Task A_certificate_that_does_not_fit_is_refused_before_the_token_is_sent()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=elsewhere.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        await using FakePortal fake = await FakePortal.Start(PortalState.Sample(0), certificate: certificate);
        PermException error = Assert.ThrowsAny<PermException>(() => PermPortal.Connect(new PortalOptions { Uri = fake.Uri, Token = PortalFixture.Secret(fake.Token) }));
        Assert.Equal("PortalInsecure", error.ErrorId);
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public void A_portal_that_fails_at_every_third_request_is_read_to_the_end()
    {
        using PortalFixture fixture = new(users: 150);
        fixture.Connect();
        fixture.Fake.Faults = request => request.Number % 3 == 0 ? Fault.Error : Fault.None;
        Assert.Equal(151, fixture.Compare(PortalDirection.Pull, options => options with { Kinds = [PortalKind.User] }).Count);
    }

    [Theory]
    [InlineData(Fault.Html, "HTML")]
    [InlineData(Fault.ErrorWithSuccess, "a user without an id")]
    [InlineData(Fault.Error, "500")]
    [InlineData(Fault.CutBefore, "did not answer")]
    [InlineData(Fault.Endless, "8 MB")]
    [InlineData(Fault.NotCompressed, "did not answer")]
    public void A_portal_that_answers_nonsense_is_unavailable(Fault fault, string said)
    {
        using PortalFixture fixture = new();
        fixture.Fake.Faults = _ => fault;
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Connect());
        Assert.Equal("PortalUnavailable", error.ErrorId);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_to_another_host_is_not_followed_and_the_token_stays_here()
    {
        using PortalFixture fixture = new();
        using PortalFixture elsewhere = new();
        fixture.Fake.Faults = _ => Fault.RedirectAway;
        fixture.Fake.Quirks.Elsewhere = elsewhere.Fake.Uri.GetLeftPart(UriPartial.Authority);
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Connect());
        Assert.Equal("PortalUnavailable", error.ErrorId);
        Assert.Contains(elsewhere.Fake.Uri.Authority, error.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Fake.Requests);
    }

    [Fact]
    public void A_redirect_on_the_same_host_is_followed_for_a_read_and_never_for_a_write()
    {
        using PortalFixture fixture = new(users: 3);
        fixture.Fake.Faults = _ => Fault.RedirectHere;
        fixture.Pull();
        fixture.Store.Users.Update(UserReference.ByName("user0001"), new UserData { FirstName = "Other" });
        PermException error = Assert.ThrowsAny<PermException>(() => fixture.Push());
        Assert.Equal("PortalUnavailable", error.ErrorId);
        Assert.Contains("is not known: compare again", error.Message, StringComparison.Ordinal);
        Assert.Equal("First1", fixture.Fake.State.User("user0001").FirstName);
    }

    [Fact]
    public void Reads_are_repeated_after_errors()
    {
        using PortalFixture fixture = new(users: 20);
        Dictionary<string, int> tries = new(StringComparer.Ordinal);
        fixture.Fake.Faults = request => (tries[request.Path] = tries.GetValueOrDefault(request.Path) + 1) switch
        {
            1 => Fault.Error,
            2 => Fault.CutBefore,
            _ => Fault.None,
        };
        Assert.Equal(21, fixture.Compare(PortalDirection.Pull, options => options with { Kinds = [PortalKind.User] }).Count(step => step.Action == PortalAction.Create));
    }
}
