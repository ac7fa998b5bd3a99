using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using PermModule.Storage.Postgres;

namespace PermModule.Bench;

/// <summary>What PostgreSQL and its driver can do with nothing of ours around them: the head row locked, then rows with the same columns, indexes and audit chain, by `unnest` where they are many.</summary>
internal sealed class ServerFloor : IDisposable
{
    private const int Batch = 5_000;

    private const string Users = $"""
        INSERT INTO users ({UserRow.Columns})
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[])
        """;

    private const string OneUser = $"INSERT INTO users ({UserRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, NULL, NULL, 0, NULL, 0, $11, NULL)";

    private const string OneEvent = """
        INSERT INTO audit_events (id, at, actor, action, target_type, target, target_key, after, correlation_id, hash, schema_version, target_id, actor_seal, target_seal, after_seal)
        VALUES ($1, $2, 'bench', 'UserCreated', 'User', $3, $4, $5, $6, $7, 2, $1, $8, $9, $10)
        """;

    private const string Hour = """
        INSERT INTO seat_hours (hour, at, heavy, regular, light, warning_percent) VALUES ($1, $2, 0, 0, $3, $4)
        ON CONFLICT (hour) DO UPDATE SET at = excluded.at, light = excluded.light,
            light_highest = CASE WHEN seat_hours.light_highest > seat_hours.light THEN seat_hours.light_highest ELSE seat_hours.light END
        """;

    private const string ProfileHour = """
        INSERT INTO seat_profile_hours (profile_id, hour, at, tier, active) VALUES ($1, $2, $3, 1, $4)
        ON CONFLICT (profile_id, hour) DO UPDATE SET at = excluded.at, active = excluded.active,
            highest = CASE WHEN seat_profile_hours.highest > seat_profile_hours.active THEN seat_profile_hours.highest ELSE seat_profile_hours.active END
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
            string[] after = Array.ConvertAll(batch, ToJson);
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

    /// <summary>Puts in one person under a limit of seats, in two round trips: the lock with the newest event and the counter of the profile, then user, event, counter, the hour of the history and COMMIT.</summary>
    public void Add(UserData person, long limit)
    {
        long profile = _profiles[person.Profile!];
        string key = person.UserName!.ToUpperInvariant();
        string after = ToJson(person);
        long used = 0;
        (long id, byte[] head) = Lock(profile, count => used = count);
        if (used >= limit)
        {
            throw new InvalidOperationException("No seat is free.");
        }

        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using NpgsqlBatch send = new(_connection);
        send.BatchCommands.Add(Command(OneUser, ++id, person.UserName, key, person.Email!, person.Email!.ToUpperInvariant(), person.FirstName!, person.LastName!, profile, person.Department!, person.Location!, now));
        (byte[][] hashes, byte[][] targetSeals, byte[][] afterSeals) = Hash(head, now, "UserCreated", [id], [id], [person.UserName], [after]);
        send.BatchCommands.Add(Command(OneEvent, id, now, person.UserName, key, after, _correlation.ToByteArray(bigEndian: true), hashes[0], _actorSalt, targetSeals[0], afterSeals[0]));
        send.BatchCommands.Add(Command("UPDATE profiles SET active_users = $1 WHERE id = $2", used + 1, profile));
        send.BatchCommands.Add(Command(Hour, SeatHour.EndOf(now), now, used + 1, 90L));
        send.BatchCommands.Add(Command(ProfileHour, profile, SeatHour.EndOf(now), now, used + 1));
        Commit(send);
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

    private static string ToJson(UserData person) => $$"""{"UserName":"{{person.UserName}}","Email":"{{person.Email}}","FirstName":"{{person.FirstName}}","LastName":"{{person.LastName}}","ProfileName":"{{person.Profile}}","IsActive":true,"Department":"{{person.Department}}","Location":"{{person.Location}}"}""";

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private static void Add<T>(NpgsqlBatchCommand command, T[] values) => command.Parameters.Add(new NpgsqlParameter { Value = values });

    private static void Commit(NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        batch.ExecuteNonQuery();
    }

    private (long Id, byte[] Hash) Lock(long? profile = null, Action<long>? counted = null)
    {
        using NpgsqlBatch batch = new(_connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 FROM store_head WHERE id = 1 FOR UPDATE"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT id, hash FROM audit_events ORDER BY id DESC LIMIT 1"));
        if (profile is { } id)
        {
            batch.BatchCommands.Add(Command("SELECT active_users FROM profiles WHERE id = $1", id));
        }

        using NpgsqlDataReader reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        (long, byte[]) head = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        if (reader.NextResult() && reader.Read())
        {
            counted?.Invoke(reader.GetInt64(0));
        }

        return head;
    }

    private NpgsqlBatchCommand Chain(byte[] head, long at, string action, long[] ids, long[] targets, string[] names, string[] keys, string[]? before, string[] after)
    {
        (byte[][] hashes, byte[][] targetSeals, byte[][] afterSeals) = Hash(head, at, action, ids, targets, names, after);
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

    private (byte[][] Hashes, byte[][] TargetSeals, byte[][] AfterSeals) Hash(byte[] head, long at, string action, long[] ids, long[] targets, string[] names, string[] after)
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

        return (hashes, targetSeals, afterSeals);
    }

    private byte[] Seal(string part)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(AuditSeal.SaltSize);
        AuditSeal.Commit(salt, System.Text.Encoding.UTF8.GetBytes(part), _commitment);
        _hasher.Append(_commitment);
        return salt;
    }
}
