using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace PermModule.Bench;

/// <summary>What the parts can do with nothing of ours around them: bare prepared statements over the same tables, indexes and audit chain.</summary>
internal static class Floor
{
    /// <summary>Runs the statements for each row, with an audit row each, in one transaction.</summary>
    public static void Update(SqliteConnection connection, IReadOnlyList<(long Id, string Name)> rows, string action, string after, params string[] statements)
    {
        (long id, byte[] head) = Head(connection);
        using SqliteTransaction transaction = connection.BeginTransaction();
        SqliteCommand[] commands = Array.ConvertAll(statements, sql => Prepare(connection, transaction, sql, 1));
        using Chain chain = new(connection, transaction, head);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach ((long row, string name) in rows)
        {
            foreach (SqliteCommand command in commands)
            {
                command.Parameters[0].Value = row;
                command.ExecuteNonQuery();
            }

            chain.Append(++id, now, action, name, name.ToUpperInvariant(), row, after, before: after);
        }

        transaction.Commit();
    }

    /// <summary>Rehashes every event of a store on one thread.</summary>
    public static long Rehash(StoreSession session)
    {
        byte[] head = new byte[SHA256.HashSizeInBytes];
        long count = 0;
        using Statement row = session.Query($"SELECT {AuditRow.Columns}, target_key FROM audit_events ORDER BY id");
        StoredEvent stored = new(row);
        while (row.Next())
        {
            count += stored.IsWritten(row.Number(AuditColumn.Id), head) ? 1 : throw new InvalidOperationException("The chain is broken.");
        }

        return count;
    }

    /// <summary>The numbers and names that a query gives.</summary>
    public static IReadOnlyList<(long Id, string Name)> Rows(SqliteConnection connection, string sql = "SELECT id, user_name FROM users ORDER BY id")
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<(long, string)> users = [];
        while (reader.Read())
        {
            users.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return users;
    }

    /// <summary>The user that a reader over <see cref="UserRow.Columns"/> stands at.</summary>
    public static UserRow Read(SqliteDataReader reader)
    {
        return new UserRow
        {
            Id = reader.GetInt64(0),
            UserName = reader.GetString(1),
            UserNameKey = reader.GetString(2),
            Email = Text(3),
            EmailKey = Text(4),
            FirstName = Text(5),
            LastName = Text(6),
            ProfileId = reader.GetInt64(7),
            IsActive = reader.GetBoolean(8),
            Department = Text(9),
            Location = Text(10),
            JobTitle = Text(11),
            ExternalId = Text(12),
            IsSsoOnly = reader.GetBoolean(13),
            LastLoginAt = Number(14),
            LoginCount = reader.GetInt64(15),
            CreatedAt = reader.GetInt64(16),
            DeactivatedAt = Number(17),
        };

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        long? Number(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
    }

    public static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 10000";
        command.ExecuteNonQuery();
        return connection;
    }

    public static SqliteCommand Prepare(SqliteConnection connection, SqliteTransaction? transaction, string sql, int parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (int i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
        }

        command.Prepare();
        return command;
    }

    public static (long Id, byte[] Hash) Head(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id, hash FROM audit_events ORDER BY id DESC LIMIT 1";
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, new byte[SHA256.HashSizeInBytes]);
    }

    /// <summary>The audit rows of a bare run, hashed as ours are.</summary>
    internal sealed class Chain : IDisposable
    {
        private readonly SqliteCommand _insert;
        private readonly AuditHasher _hasher = new();
        private readonly byte[] _actorSalt = RandomNumberGenerator.GetBytes(AuditSeal.SaltSize);
        private readonly byte[] _actor = new byte[AuditSeal.CommitmentSize];
        private readonly byte[] _commitment = new byte[AuditSeal.CommitmentSize];
        private readonly Guid _correlation = Guid.NewGuid();
        private readonly string _correlationText;
        private byte[] _head;
        private long _at = -1;
        private string _atText = "";

        public Chain(SqliteConnection connection, SqliteTransaction transaction, byte[] head)
        {
            _head = head;
            _correlationText = _correlation.ToString();
            _insert = Prepare(connection, transaction, "INSERT INTO audit_events (id, at, actor, action, target_type, target, target_key, before, after, correlation_id, hash, schema_version, target_id, actor_seal, target_seal, before_seal, after_seal) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 2, $11, $12, $13, $14, $15)", 16);
            _insert.Parameters[2].Value = "bench";
            _insert.Parameters[4].Value = "User";
            _insert.Parameters[9].Value = _correlation.ToByteArray(bigEndian: true);
            _insert.Parameters[12].Value = _actorSalt;
            AuditSeal.Commit(_actorSalt, "bench"u8, _actor);
        }

        public void Append(long id, long at, string action, string target, string targetKey, long targetId, string after, string? before = null)
        {
            if (at != _at)
            {
                _at = at;
                _atText = UtcTime.ToText(at);
            }

            SqliteParameterCollection values = _insert.Parameters;
            _hasher.Start(_head);
            _hasher.Append(id);
            _hasher.Append(AuditWriter.SchemaVersion);
            _hasher.Append(_atText);
            _hasher.Append(_actor);
            _hasher.AppendAbsent();
            _hasher.Append(action);
            _hasher.Append("User");
            Seal(values[13], target);
            _hasher.Append(targetId);
            Seal(values[14], before);
            Seal(values[15], after);
            _hasher.Append(_correlationText);
            _head = SHA256.HashData(_hasher.Bytes);
            values[0].Value = id;
            values[1].Value = at;
            values[3].Value = action;
            values[5].Value = target;
            values[6].Value = targetKey;
            values[7].Value = (object?)before ?? DBNull.Value;
            values[8].Value = after;
            values[10].Value = _head;
            values[11].Value = targetId;
            _insert.ExecuteNonQuery();
        }

        public void Dispose() => _insert.Dispose();

        private void Seal(SqliteParameter seal, string? part)
        {
            if (part is null)
            {
                seal.Value = DBNull.Value;
                _hasher.AppendAbsent();
                return;
            }

            byte[] salt = RandomNumberGenerator.GetBytes(AuditSeal.SaltSize);
            AuditSeal.Commit(salt, Encoding.UTF8.GetBytes(part), _commitment);
            _hasher.Append(_commitment);
            seal.Value = salt;
        }
    }
}
