using Npgsql;
using PermModule.Storage.Postgres;

namespace PermModule.Unit.Storage;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgresql://perm@db.example.com/hr?schema=brand", "db.example.com/hr/brand")]
    [InlineData("postgres://db.example.com:6432/hr", "db.example.com:6432/hr/permmodule")]
    [InlineData("postgresql://a,b:5433/hr?schema=x_1", "a,b:5433/hr/x_1")]
    [InlineData("Host=db.example.com;Database=hr;Schema=brand;Username=perm", "db.example.com/hr/brand")]
    [InlineData("postgresql:///hr?host=/run/postgresql&schema=brand", "socket:/run/postgresql/hr/brand")]
    [InlineData("postgresql:///hr?host=/run/postgresql&port=5433", "socket:/run/postgresql:5433/hr/permmodule")]
    [InlineData("postgresql://[::1]:5433/hr", "[::1]:5433/hr/permmodule")]
    [InlineData("postgresql://[::1]/hr?port=5433", "[::1]:5433/hr/permmodule")]
    [InlineData("postgresql://a,b/hr?port=5433", "a,b:5433/hr/permmodule")]
    [InlineData("postgresql://db:5433/hr?user=joe@example.com", "db:5433/hr/permmodule")]
    [InlineData("Database=hr;Username=joe;Host=db", "db/hr/permmodule")]
    [InlineData("postgresql://h%C3%A9@db/my%20base?schema=s", "db/my base/s")]
    public void A_place_is_shown_without_the_account(string text, string location) => Assert.Equal(location, PostgresAddress.Parse(text).Location);

    [Theory]
    [InlineData("postgresql://perm:secret@db/hr")]
    [InlineData("postgresql://perm:@db/hr")]
    [InlineData("postgresql://perm@db/hr?password=secret")]
    [InlineData("Host=db;Database=hr;Password=secret")]
    [InlineData("host=db;database=hr;PWD=secret")]
    [InlineData("host=db;database=hr;Passwd=secret")]
    [InlineData("Username=joe;Password=secret;Host=db;Database=hr")]
    [InlineData("Host=db;Database=hr;SSL Password=secret")]
    [InlineData("Host=db;Database=hr;Password='secret")]
    [InlineData("postgresql://joe:secret/x@db/hr")]
    [InlineData("postgresql://joe:secret?x@db/hr")]
    [InlineData("postgresql://joe:1/secret@db/hr")]
    [InlineData("postgresql://joe:1?secret@db/hr")]
    [InlineData("postgresql://joe@db/hr?sslpassword=secret")]
    [InlineData("postgresql://joe@db/hr?passwd=secret")]
    [InlineData("postgresql://joe@db/hr?pass%77ord=secret")]
    public void A_password_in_the_text_is_refused_and_not_repeated(string text)
    {
        PermInvalidInputException error = Assert.Throws<PermInvalidInputException>(() => PostgresAddress.Parse(text));
        Assert.Equal("PasswordInConnectionString", error.ErrorId);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.True(PermStore.IsConnectionString(text));
    }

    [Theory]
    [InlineData("perm.db")]
    [InlineData("/data/a=b/perm.db")]
    [InlineData("./Host=x/perm.db")]
    [InlineData("C:\\data\\perm;1.db")]
    public void A_path_is_no_connection_string(string text) => Assert.False(PermStore.IsConnectionString(text));

    [Fact]
    public void What_stands_behind_an_unknown_word_is_not_repeated() =>
        Assert.DoesNotContain("secret", Assert.Throws<PermInvalidInputException>(() => PostgresAddress.Parse("Host=db;Database=hr;Pasword=secret")).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("postgresql://db")]
    [InlineData("postgresql:///hr")]
    [InlineData("postgresql://db/hr?schema=Brand")]
    [InlineData("postgresql://db/hr?schema=pg_brand")]
    [InlineData("postgresql://db/hr?schema=a%3Bdrop")]
    [InlineData("postgresql://db/hr?schema=brand%0A")]
    [InlineData("postgresql://joe@/hr?host=/tmp/nope,db:5433")]
    [InlineData("Host=db,/run/postgresql;Database=hr")]
    [InlineData("postgresql://db/hr?options=-csearch_path%3Dx")]
    [InlineData("postgresql://db/hr?sslmode=perhaps")]
    [InlineData("postgresql://db:port/hr")]
    [InlineData("Host=db;Database=hr;Nonsense=1")]
    [InlineData("Host=db;=")]
    public void What_cannot_be_meant_is_refused(string text) =>
        Assert.Equal("InvalidConnectionString", Assert.Throws<PermInvalidInputException>(() => PostgresAddress.Parse(text)).ErrorId);

    [Theory]
    [InlineData("postgresql://db/hr", SslMode.VerifyFull, true)]
    [InlineData("Host=db;Database=hr", SslMode.VerifyFull, true)]
    [InlineData("postgresql://db/hr?sslmode=verify-full", SslMode.VerifyFull, true)]
    [InlineData("postgresql://db/hr?sslmode=verify-ca", SslMode.VerifyCA, false)]
    [InlineData("postgresql://db/hr?sslmode=require", SslMode.Require, false)]
    [InlineData("Host=db;Database=hr;SslMode=Disable", SslMode.Disable, false)]
    [InlineData("postgresql:///hr?host=/run/postgresql", SslMode.Disable, true)]
    public void The_server_is_verified_unless_less_is_written(string text, SslMode mode, bool isVerified)
    {
        PostgresAddress address = PostgresAddress.Parse(text);
        Assert.Equal((mode, isVerified), (address.Settings.SslMode, address.IsVerified));
    }

    [Theory]
    [InlineData("postgresql://db/hr")]
    [InlineData("Host=db;Database=hr;Client Encoding=WIN1252;Encoding=windows-1252")]
    public void Text_travels_as_it_is_kept_whatever_the_address_says(string text)
    {
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse(text).Settings;
        Assert.Equal(("UTF8", "UTF8"), (settings.ClientEncoding, settings.Encoding));
    }

    [Fact]
    public void A_kind_of_server_is_looked_for_where_one_is_named_or_there_are_several()
    {
        Assert.False(PostgresAddress.Parse("postgresql://a/hr").IsSearched);
        Assert.True(PostgresAddress.Parse("postgresql://a,b/hr").IsSearched);
        PostgresAddress address = PostgresAddress.Parse("postgresql://a/hr?target_session_attrs=prefer-standby");
        Assert.Equal((true, TargetSessionAttributes.PreferStandby), (address.IsSearched, address.Kind));
        Assert.Equal("InvalidConnectionString", Assert.Throws<PermInvalidInputException>(() => PostgresAddress.Parse("postgresql://a/hr?target_session_attrs=7")).ErrorId);
    }

    [Fact]
    public void Every_table_is_qualified_and_nothing_else()
    {
        PostgresText text = new("brand");
        Assert.Equal(
            "SELECT users.id FROM brand.group_members CROSS JOIN brand.users WHERE EXISTS (SELECT 1 FROM brand.user_groups g JOIN brand.rights r ON r.id = g.id)",
            text.Qualify("SELECT users.id FROM group_members CROSS JOIN users WHERE EXISTS (SELECT 1 FROM user_groups g JOIN rights r ON r.id = g.id)"));
        Assert.Equal("INSERT INTO brand.users (id) VALUES ($1) ON CONFLICT DO NOTHING", text.Qualify("INSERT INTO users (id) VALUES ($1) ON CONFLICT DO NOTHING"));
        Assert.Equal("CREATE INDEX a ON brand.users (id)", text.Qualify("CREATE INDEX a ON users (id)"));
        Assert.Equal("SELECT 1 FROM a JOIN b ON users.id = b.id", text.Qualify("SELECT 1 FROM a JOIN b ON users.id = b.id"));
    }

    [Fact]
    public void Every_table_and_column_of_the_schema_is_known()
    {
        int version = PostgresSchema.All.Count;
        int tables = StoreSchema.All.Sum(script => script.Split("CREATE TABLE ").Length - 1);
        Assert.Equal(tables, PostgresSchema.Layout(version).Count);
        Assert.Contains("rights.is_kept bigint", PostgresSchema.Columns(StoreSchema.All));
        Assert.Contains(("users", "profile_id", "profiles"), PostgresSchema.References);
    }
}
