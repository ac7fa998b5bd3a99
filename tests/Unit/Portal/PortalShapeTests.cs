using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PermModule.Unit.Portal;

/// <summary>Holds every request, and every answer of the fake portal, against the OpenAPI document of tests/Portal/Prism: Prism stands between the two and refuses what does not fit.</summary>
public sealed class PortalShapeTests(PortalShapeTests.Prism prism) : IClassFixture<PortalShapeTests.Prism>
{
    [Fact]
    public void Everything_that_is_sent_and_answered_is_what_the_document_says()
    {
        using PortalFixture fixture = new(users: 26);
        using IDisposable proxy = prism.Start(fixture.Fake.Uri, out Uri uri);
        fixture.Connect(options => options with { Uri = uri, Token = null, ClientId = "app", ClientSecret = PortalFixture.Secret("app-secret") });
        Assert.All(fixture.Pull(), step => Assert.Equal(PortalResult.Done, step.Result));
        fixture.Store.Users.Create(new UserData { UserName = "nina", Email = "nina+a&b@example.com", FirstName = "Nína", LastName = "Moe & Søn", Profile = "Editors", Groups = ["Agency", "Print team"], Department = "R&D=1", IsSsoOnly = true });
        PortalPushTests.Change(fixture, "user0001", new UserData { Profile = "Editors", Department = "Legal", UserName = "user one+1" });
        PortalPushTests.Change(fixture, "user0002", new UserData { IsActive = false });
        PortalPushTests.Change(fixture, "user0025", new UserData { IsActive = true });
        PortalPushTests.Change(fixture, "user0010", new UserData { Groups = [] });
        Assert.All(fixture.Push(), step => Assert.Equal(PortalResult.Done, step.Result));
        Assert.Empty(fixture.Compare(PortalDirection.Push));

        // Prism passes over fields that the document does not know.
        JsonElement schemas = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Prism", "openapi.json"))).RootElement.GetProperty("paths").GetProperty("/api/v4/users/").GetProperty("post");
        JsonElement fields = schemas.GetProperty("requestBody").GetProperty("content").GetProperty("application/x-www-form-urlencoded").GetProperty("schema").GetProperty("properties");
        Assert.All(fixture.Fake.Writes.SelectMany(write => write.Body.Split('&')), field => Assert.True(fields.TryGetProperty(field.Split('=')[0], out _), field));
        Assert.Equal(("R&D=1", "Moe & Søn", "nina+a&b@example.com"), (fixture.Fake.State.User("nina").Department, fixture.Fake.State.User("nina").LastName, fixture.Fake.State.User("nina").Email));
    }

    [Fact]
    public async Task The_document_refuses_what_does_not_fit()
    {
        using PortalFixture fixture = new();
        using IDisposable proxy = prism.Start(fixture.Fake.Uri, out Uri uri);
        using HttpClient http = new() { BaseAddress = uri, DefaultRequestHeaders = { Authorization = new("Bearer", fixture.Fake.Token) } };
        string service = $"/api/v4/users/{fixture.Fake.State.User("service").Id}";
        foreach ((string path, string form, HttpStatusCode status) in new[]
        {
            ("/api/v4/users/", "email=a@example.com", HttpStatusCode.UnprocessableEntity),
            (service, "active=yes", HttpStatusCode.UnprocessableEntity),
            ("/api/v4/users/somebody", "active=1", HttpStatusCode.UnprocessableEntity),
            (service, "department=Legal", HttpStatusCode.Accepted),
        })
        {
            using StringContent content = new(form, mediaType: new("application/x-www-form-urlencoded"));
            using HttpResponseMessage answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == status, $"{path} {form}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        Assert.Single(fixture.Fake.Writes);
    }

    /// <summary>Prism, installed once into a folder that goes away.</summary>
    public sealed class Prism : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("perm-prism-").FullName;
        private readonly string? _missing;

        /// <summary>Installs it, or keeps the reason why that cannot be done.</summary>
        public Prism()
        {
            foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Prism")))
            {
                File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
            }

            try
            {
                using Process npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--silent"]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardError = true })!;
                string said = npm.StandardError.ReadToEnd();
                npm.WaitForExit();
                _missing = npm.ExitCode == 0 ? null : $"npm could not install @stoplight/prism-cli: {said.Trim()}";
            }
            catch (System.ComponentModel.Win32Exception)
            {
                _missing = "npm is missing, which installs @stoplight/prism-cli.";
            }
        }

        /// <summary>Starts it in front of a portal; skips the test where it is not to be had.</summary>
        public IDisposable Start(Uri portal, out Uri uri)
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            string port = FreePort();
            uri = new Uri($"http://127.0.0.1:{port}");
            string program = Path.Combine(_folder, "node_modules", "@stoplight", "prism-cli", "dist", "index.js");
            Process prism = Process.Start(new ProcessStartInfo("node", [program, "proxy", "openapi.json", portal.ToString(), "--errors", "--port", port])
            {
                WorkingDirectory = _folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string? line;
            while ((line = prism.StandardOutput.ReadLine()) is not null && !line.Contains("listening", StringComparison.OrdinalIgnoreCase))
            {
            }

            Running running = new(prism);
            if (line is null)
            {
                string said = prism.StandardError.ReadToEnd();
                running.Dispose();
                Assert.Fail(said);
            }

            // A pipe that nobody empties would stop it.
            _ = prism.StandardOutput.ReadToEndAsync();
            _ = prism.StandardError.ReadToEndAsync();
            return running;
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private static string FreePort()
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        private sealed class Running(Process process) : IDisposable
        {
            public void Dispose()
            {
                process.Kill();
                process.WaitForExit();
                process.Dispose();
            }
        }
    }
}
