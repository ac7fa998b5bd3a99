using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using PermModule.Storage.Postgres;

namespace PermModule.Unit.Storage;

/// <summary>Who the server is, and who the account is: certificates, passwords, hosts and databases.</summary>
public sealed class PostgresLoginTests : IClassFixture<PostgresLoginTests.Server>, IDisposable
{
    private readonly Server _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("perm-login-").FullName;
    private readonly string _schema = "&schema=t" + Guid.NewGuid().ToString("N");

    public PostgresLoginTests(Server server)
    {
        _server = server;
        _server.UseTls(true);
    }

    private static PermStoreOptions Options => new() { Actor = "tester", Credential = new NetworkCredential("perm", Server.Password) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_server_that_its_authority_vouches_for_is_used_without_a_warning()
    {
        string url = Url("localhost", "sslrootcert=" + Uri.EscapeDataString(_server.Authority));
        using PermStore store = PermStore.Create(url, Options);
        Assert.Empty(store.TakeWarnings());
        store.Groups.Create("Press");
        using PermStore again = PermStore.Open(url, Options);
        Assert.Equal("Press", Assert.Single(again.Groups.Find("*")).Name);
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", true)]
    public void A_certificate_that_nobody_knows_or_that_is_another_host_s_is_refused(string host, bool isAuthorityKnown)
    {
        string url = Url(host, isAuthorityKnown ? "sslrootcert=" + Uri.EscapeDataString(_server.Authority) : "connect_timeout=15");
        PermBusyException error = Assert.Throws<PermBusyException>(() => PermStore.Create(url, Options));
        Assert.Equal(("StoreUnavailable", "NotVerified"), (error.ErrorId, error.Detail));
        Assert.EndsWith("its certificate is from an unknown authority, for another host name, or expired.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_file_that_is_not_there_is_named()
    {
        string url = Url("localhost", "sslrootcert=" + Uri.EscapeDataString(Path.Combine(_folder, "none.crt")));
        PermBusyException error = Assert.Throws<PermBusyException>(() => PermStore.Create(url, Options));
        Assert.Equal("StoreUnavailable", error.ErrorId);
        Assert.Contains("none.crt", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("does not encrypt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_the_whole_check_is_taken_where_it_is_written_out_and_warned_of()
    {
        string[] words = ["sslmode=require", "sslmode=verify-ca&sslrootcert=" + Uri.EscapeDataString(_server.Authority)];
        for (int i = 0; i < words.Length; i++)
        {
            using PermStore store = PermStore.Create(Url("127.0.0.1", words[i]) + i, Options);
            Assert.Contains(store.TakeWarnings(), warning => warning.Id == "ServerNotVerified");
        }
    }

    [Fact]
    public void A_server_that_does_not_encrypt_is_refused_unless_that_is_written_out()
    {
        _server.UseTls(false);
        PermBusyException error = Assert.Throws<PermBusyException>(() => PermStore.Create(Url("localhost", "connect_timeout=15"), Options));
        Assert.Equal(("StoreUnavailable", "NotVerified"), (error.ErrorId, error.Detail));
        using PermStore store = PermStore.Create(Url("localhost", "sslmode=disable"), Options);
        Assert.Contains(store.TakeWarnings(), warning => warning.Id == "ServerNotVerified");
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public void A_wrong_password_is_refused_and_not_repeated(string password)
    {
        PermNotPermittedException error = Assert.Throws<PermNotPermittedException>(() => PermStore.Create(Url("localhost", "sslmode=require"), Options with { Credential = new NetworkCredential("perm", password) }));
        Assert.Equal(("NotPermitted", "ServerLogin"), (error.ErrorId, error.Detail));
        Assert.True(password.Length == 0 || !error.ToString().Contains(password + "'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_comes_from_the_file_that_is_named()
    {
        string file = Path.Combine(_folder, "pgpass");
        File.WriteAllText(file, $"localhost:{_server.Cluster.Port}:*:perm:{Server.Password}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string url = Url("localhost", $"sslmode=require&passfile={Uri.EscapeDataString(file)}").Replace("://", "://perm@", StringComparison.Ordinal);
        using PermStore store = PermStore.Create(url, Options with { Credential = null });
        Assert.Equal("PostgreSQL", store.Engine);
    }

    [Fact]
    public void A_host_or_database_that_is_not_there_is_named()
    {
        string url = Url("localhost", "sslmode=require");
        PermNotFoundException missing = Assert.Throws<PermNotFoundException>(() => PermStore.Open(url.Replace("/postgres?", "/nowhere?", StringComparison.Ordinal), Options));
        Assert.Equal("StoreNotFound", missing.ErrorId);
        Assert.Contains("nowhere", missing.Message, StringComparison.Ordinal);
        PermBusyException unknown = Assert.Throws<PermBusyException>(() => PermStore.Open(url.Replace("localhost", "no-such-host.invalid", StringComparison.Ordinal), Options));
        Assert.Equal(("StoreUnavailable", "Server"), (unknown.ErrorId, unknown.Detail));
        Assert.Contains("no-such-host.invalid", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_in_another_encoding_is_refused()
    {
        _server.Run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0 OWNER perm");
        string url = Url("localhost", "sslmode=require").Replace("/postgres?", "/latin?", StringComparison.Ordinal);
        PermConflictException error = Assert.Throws<PermConflictException>(() => PermStore.Create(url, Options));
        Assert.Equal("StoreRefused", error.ErrorId);
        Assert.Contains("LATIN1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_hosts_the_one_that_can_be_written_is_taken()
    {
        string hosts = $"localhost:1,localhost:{_server.Cluster.Port}";
        string url = $"postgresql://perm@{hosts}/postgres?sslmode=require{_schema}";
        using PermStore store = PermStore.Create(url, Options);
        store.Groups.Create("Press");
        PermBusyException error = Assert.Throws<PermBusyException>(() => PermStore.Open(url + "&target_session_attrs=standby", Options with { IsReadOnly = true }));
        Assert.Equal("StoreUnavailable", error.ErrorId);
    }

    private string Url(string host, string words) => $"postgresql://{host}:{_server.Cluster.Port}/postgres?{words}{_schema}";

    /// <summary>A server that asks for a password over TCP, with a certificate of an authority that this machine does not know.</summary>
    public sealed class Server : IDisposable
    {
        public const string Password = "correct horse";

        private readonly string _folder = Directory.CreateTempSubdirectory("perm-ca-").FullName;

        public Server()
        {
            Authority = Path.Combine(_folder, "ca.pem");
            (string certificate, string key) = MakeCertificates(Authority);
            Cluster.Put("server.crt", certificate);
            Cluster.Put("server.key", key);
            Cluster.Put("pg_hba.conf", "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
            Cluster.Listen();
            Run($"CREATE ROLE perm LOGIN PASSWORD '{Password}'; GRANT CREATE ON DATABASE postgres TO perm");
        }

        public PostgresCluster Cluster { get; } = PostgresCluster.Start();

        /// <summary>The certificate of the authority.</summary>
        public string Authority { get; }

        public void Dispose()
        {
            Cluster.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        public void UseTls(bool isOn) => Cluster.Change("ssl", isOn ? "on" : "off");

        public void Run(string sql)
        {
            using NpgsqlConnection connection = new(PostgresAddress.Parse(Cluster.Url.TrimEnd('&')).Settings.ConnectionString);
            connection.Open();
            using NpgsqlCommand command = new(sql, connection);
            command.ExecuteNonQuery();
        }

        private static (string Certificate, string Key) MakeCertificates(string authorityFile)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            using ECDsa authorityKey = ECDsa.Create();
            CertificateRequest authorityRequest = new("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
            authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            using X509Certificate2 authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllText(authorityFile, authority.ExportCertificatePem());
            using ECDsa key = ECDsa.Create();
            CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 certificate = request.Create(authority, now.AddHours(-1), now.AddHours(1), [1, 2, 3, 4]);
            return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        }
    }
}
