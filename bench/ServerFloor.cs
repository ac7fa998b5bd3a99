using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using PermModule.Storage.Postgres;

namespace PermModule.Bench;

/// <summary>What PostgreSQL and its driver can do with nothing of ours around them: the head row locked, then rows by `unnest`, with the same columns, indexes and audit chain.</summary>
internal sealed class ServerFloor : IDisposable
{
    private const int Batch = 5_000;

    private const string Users = $"""
        INSERT INTO users ({UserRow.Columns})
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[])
        """;

    private const string Events = """
        INSERT INTO audit_events (id, at, actor, action, target_type, target, target_key, after, correlation_id, hash, schema_version, target_id, actor_seal, target_seal, after_seal, before)
        SELECT id, at, 'bench', action, 'User', target, target_key, after, $8, hash, 2, target_id, $9, target_seal, after_seal, before
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $10::bigint[], $11::bytea[], $12::bytea[], $13::text[]) AS e (id, at, action, target, target_key, after, hash, target_id, target_seal, after_seal, before)
        """;

    private readonly NpgsqlConnection _connection;
    private readonly Guid _correlation = Guid.NewGuid();
    private readonly byte[] _actorSalt = RandomNumberGenerator.GetBytes(AuditSeal.SaltSize);
    private readonly byte[] _actor = new byte[AuditSeal.CommitmentSize];
    private readonly byte[] _commitment = new byte[AuditSeal.CommitmentSize];
    private readonly AuditHasher _hasher = new();
    private readonly Dictionary<string, long> _profiles = new(StringComparer.Ordinal);

    public ServerFloor(string url)
    {
        PostgresAddress address = PostgresAddress.Parse(url);
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address.Settings.ConnectionString) { SearchPath = address.Schema }.ConnectionString);
        _connection.Open();
        AuditSeal.Commit(_actorSalt, "bench"u8, _actor);
        using NpgsqlCommand command = new("SELECT name, id FROM profiles", _connection);
        using NpgsqlDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            _profiles.Add(reader.GetString(0), reader.GetInt64(1));
        }
    }

    /// <summary>Puts in people, a batch at a time, each batch in two round trips.</summary>
    public void Insert(IEnumerable<UserData> people)
    {
        foreach (UserData[] batch in people.Chunk(Batch))
        {
            (long id, byte[] head) = Lock();
            long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            long[] ids = [.. batch.Select((_, place) => id + place + 1)];
            string[] keys = Array.ConvertAll(batch, person => person.UserName!.ToUpperInvariant());
            string[] after = Array.ConvertAll(batch, person => $$"""{"UserName":"{{person.UserName}}","Email":"{{person.Email}}","FirstName":"{{person.FirstName}}","LastName":"{{person.LastName}}","ProfileName":"{{person.Profile}}","IsActive":true,"Department":"{{person.Department}}","Location":"{{person.Location}}"}""");
            using NpgsqlBatch send = new(_connection);
            NpgsqlBatchCommand users = new(Users);
            Add(users, ids);
            Add(users, Array.ConvertAll(batch, person => person.UserName));
            Add(users, keys);
            Add(users, Array.ConvertAll(batch, person => person.Email));
            Add(users, Array.ConvertAll(batch, person => person.Email?.ToUpperInvariant()));
            Add(users, Array.ConvertAll(batch, person => person.FirstName));
            Add(users, Array.ConvertAll(batch, person => person.LastName));
            Add(users, Array.ConvertAll(batch, person => _profiles[person.Profile!]));
            Add(users, Array.ConvertAll(batch, _ => 1L));
            Add(users, Array.ConvertAll(batch, person => person.Department));
            Add(users, Array.ConvertAll(batch, person => person.Location));
            Add(users, new string?[batch.Length]);
            Add(users, new string?[batch.Length]);
            Add(users, new long[batch.Length]);
            Add(users, new long?[batch.Length]);
            Add(users, new long[batch.Length]);
            Add(users, Array.ConvertAll(batch, _ => now));
            Add(users, new long?[batch.Length]);
            send.BatchCommands.Add(users);
            send.BatchCommands.Add(Chain(head, now, "UserCreated", ids, ids, Array.ConvertAll(batch, person => person.UserName!), keys, before: null, after));
            Commit(send);
        }
    }

    /// <summary>Moves users to a profile, in three round trips.</summary>
    public void Move(string[] names, string profile)
    {
        (long id, byte[] head) = Lock();
        List<long> found = [];
        using (NpgsqlCommand find = new("SELECT id FROM users WHERE user_name_key = ANY($1)", _connection))
        {
            find.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(names, name => name.ToUpperInvariant()) });
            using NpgsqlDataReader reader = find.ExecuteReader();
            while (reader.Read())
            {
                found.Add(reader.GetInt64(0));
            }
        }

        long[] users = [.. found];
        string[] text = Array.ConvertAll(users, _ => $$"""{"ProfileName":"{{profile}}"}""");
        using NpgsqlBatch send = new(_connection);
        NpgsqlBatchCommand update = new("UPDATE users SET profile_id = $2 WHERE id = ANY($1)");
        Add(update, users);
        update.Parameters.Add(new NpgsqlParameter { Value = _profiles[profile] });
        send.BatchCommands.Add(update);
        send.BatchCommands.Add(Chain(head, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), "UserProfileChanged", [.. users.Select((_, place) => id + place + 1)], users, names[..users.Length], names[..users.Length], text, text));
        Commit(send);
    }

    public void Dispose() => _connection.Dispose();

    private static void Add<T>(NpgsqlBatchCommand command, T[] values) => command.Parameters.Add(new NpgsqlParameter { Value = values });

    private static void Commit(NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        batch.ExecuteNonQuery();
    }

    private (long Id, byte[] Hash) Lock()
    {
        using NpgsqlBatch batch = new(_connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 FROM store_head WHERE id = 1 FOR UPDATE"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT id, hash FROM audit_events ORDER BY id DESC LIMIT 1"));
        using NpgsqlDataReader reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }

    private NpgsqlBatchCommand Chain(byte[] head, long at, string action, long[] ids, long[] targets, string[] names, string[] keys, string[]? before, string[] after)
    {
        byte[][] hashes = new byte[ids.Length][];
        byte[][] targetSeals = new byte[ids.Length][];
        byte[][] afterSeals = new byte[ids.Length][];
        string time = UtcTime.ToText(at);
        string correlation = _correlation.ToString();
        for (int i = 0; i < ids.Length; i++)
        {
            _hasher.Start(head);
            _hasher.Append(ids[i]);
            _hasher.Append(AuditWriter.SchemaVersion);
            _hasher.Append(time);
            _hasher.Append(_actor);
            _hasher.AppendAbsent();
            _hasher.Append(action);
            _hasher.Append("User");
            targetSeals[i] = Seal(names[i]);
            _hasher.Append(targets[i]);
            _hasher.AppendAbsent();
            afterSeals[i] = Seal(after[i]);
            _hasher.Append(correlation);
            head = hashes[i] = SHA256.HashData(_hasher.Bytes);
        }

        NpgsqlBatchCommand events = new(Events);
        Add(events, ids);
        Add(events, Array.ConvertAll(ids, _ => at));
        Add(events, Array.ConvertAll(ids, _ => action));
        Add(events, names);
        Add(events, keys);
        Add(events, after);
        Add(events, hashes);
        events.Parameters.Add(new NpgsqlParameter { Value = _correlation.ToByteArray(bigEndian: true), NpgsqlDbType = NpgsqlDbType.Bytea });
        events.Parameters.Add(new NpgsqlParameter { Value = _actorSalt, NpgsqlDbType = NpgsqlDbType.Bytea });
        Add(events, targets);
        Add(events, targetSeals);
        Add(events, afterSeals);
        Add(events, before ?? new string?[ids.Length]);
        return events;
    }

    private byte[] Seal(string part)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(AuditSeal.SaltSize);
        AuditSeal.Commit(salt, System.Text.Encoding.UTF8.GetBytes(part), _commitment);
        _hasher.Append(_commitment);
        return salt;
    }
}
