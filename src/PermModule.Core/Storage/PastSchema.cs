using System.Globalization;

namespace PermModule.Storage;

/// <summary>
/// The temporary tables and views of one connection that show a past state of a store. SQLite finds a temporary name before that of the store itself,
/// so that every query reads the past without knowing of it; another engine translates the script.
/// </summary>
internal static class PastSchema
{
    private const string UserColumns = "id, user_name, user_name_key, email, email_key, first_name, last_name, profile_id, is_active, department, location, job_title, external_id, is_sso_only, last_login_at, login_count, created_at, deactivated_at";

    private const string ItemColumns = "id, kind, requester_id, requester_name, requester_key, reason, submitted_at, pending_count, approved_count, denied_count, audited_by, audited_at, comment";

    private const string AssetColumns = "item_id, place, asset, asset_key, state, audited_by, audited_at, comment";

    private const string HourColumns = "hour, at, heavy, heavy_highest, heavy_lowest, heavy_limit, regular, regular_highest, regular_lowest, regular_limit, light, light_highest, light_lowest, light_limit, warning_percent";

    private const string Tables = $"""
        CREATE TEMP TABLE users_changed (id INTEGER PRIMARY KEY);

        CREATE TEMP TABLE users_then (
            id INTEGER PRIMARY KEY,
            user_name TEXT,
            user_name_key TEXT,
            email TEXT,
            email_key TEXT,
            first_name TEXT,
            last_name TEXT,
            profile_id INTEGER,
            is_active INTEGER,
            department TEXT,
            location TEXT,
            job_title TEXT,
            external_id TEXT,
            is_sso_only INTEGER,
            last_login_at INTEGER,
            login_count INTEGER,
            created_at INTEGER,
            deactivated_at INTEGER
        );

        CREATE INDEX temp.users_then_name ON users_then (user_name_key);
        CREATE INDEX temp.users_then_email ON users_then (email_key);
        CREATE INDEX temp.users_then_profile ON users_then (profile_id, is_active);

        CREATE TEMP TABLE group_members_then (user_id INTEGER, group_id INTEGER, PRIMARY KEY (user_id, group_id)) WITHOUT ROWID;
        CREATE INDEX temp.group_members_then_group ON group_members_then (group_id, user_id);

        CREATE TEMP TABLE rights AS SELECT id, right_key, tier, is_kept FROM main.rights;
        UPDATE rights SET tier = NULL, is_kept = 0;

        CREATE TEMP TABLE profiles (
            id INTEGER PRIMARY KEY,
            name TEXT,
            name_key TEXT UNIQUE,
            description TEXT,
            is_default INTEGER,
            active_users INTEGER,
            inactive_users INTEGER,
            created_at INTEGER,
            modified_at INTEGER
        );

        CREATE TEMP TABLE profile_rights (profile_id INTEGER, right_id INTEGER, PRIMARY KEY (profile_id, right_id)) WITHOUT ROWID;

        CREATE TEMP TABLE user_groups (
            id INTEGER PRIMARY KEY,
            name TEXT,
            name_key TEXT UNIQUE,
            description TEXT,
            member_count INTEGER,
            created_at INTEGER
        );

        CREATE TEMP TABLE seat_contract (
            id INTEGER PRIMARY KEY,
            heavy INTEGER,
            regular INTEGER,
            light INTEGER,
            enforcement INTEGER,
            warning_percent INTEGER,
            reactivation_delay_days INTEGER,
            heavy_price INTEGER,
            regular_price INTEGER,
            light_price INTEGER,
            currency TEXT
        );

        CREATE TEMP TABLE role_members (role INTEGER, user_id INTEGER, department TEXT, location TEXT, PRIMARY KEY (role, user_id)) WITHOUT ROWID;
        CREATE INDEX temp.role_members_then_user ON role_members (user_id);

        CREATE TEMP TABLE content_workflow_owner (id INTEGER PRIMARY KEY, user_id INTEGER);

        CREATE TEMP TABLE waiting_changed (id INTEGER PRIMARY KEY);

        CREATE TEMP TABLE waiting_items_then (
            id INTEGER PRIMARY KEY,
            kind INTEGER,
            requester_id INTEGER,
            requester_name TEXT,
            requester_key TEXT,
            reason TEXT,
            submitted_at INTEGER,
            pending_count INTEGER,
            approved_count INTEGER,
            denied_count INTEGER,
            audited_by TEXT,
            audited_at INTEGER,
            comment TEXT
        );

        CREATE TEMP TABLE waiting_assets_then (
            item_id INTEGER,
            place INTEGER,
            asset TEXT,
            asset_key TEXT,
            state INTEGER,
            audited_by TEXT,
            audited_at INTEGER,
            comment TEXT,
            PRIMARY KEY (item_id, place)
        ) WITHOUT ROWID;

        CREATE TEMP TABLE seat_hours_then (
            hour INTEGER PRIMARY KEY,
            at INTEGER,
            heavy INTEGER,
            heavy_highest INTEGER,
            heavy_lowest INTEGER,
            heavy_limit INTEGER,
            regular INTEGER,
            regular_highest INTEGER,
            regular_lowest INTEGER,
            regular_limit INTEGER,
            light INTEGER,
            light_highest INTEGER,
            light_lowest INTEGER,
            light_limit INTEGER,
            warning_percent INTEGER
        );

        CREATE TEMP VIEW users AS
        SELECT {UserColumns} FROM main.users WHERE id NOT IN (SELECT id FROM users_changed)
        UNION ALL
        SELECT {UserColumns} FROM users_then;

        CREATE TEMP VIEW group_members AS
        SELECT user_id, group_id FROM main.group_members WHERE user_id NOT IN (SELECT id FROM users_changed)
        UNION ALL
        SELECT user_id, group_id FROM group_members_then;

        CREATE TEMP VIEW waiting_items AS
        SELECT {ItemColumns} FROM main.waiting_items WHERE id NOT IN (SELECT id FROM waiting_changed)
        UNION ALL
        SELECT {ItemColumns} FROM waiting_items_then;

        CREATE TEMP VIEW waiting_assets AS
        SELECT {AssetColumns} FROM main.waiting_assets WHERE item_id NOT IN (SELECT id FROM waiting_changed)
        UNION ALL
        SELECT {AssetColumns} FROM waiting_assets_then;

        """;

    /// <summary>The statements that hide the tables of a store behind the past.</summary>
    /// <param name="lastEvent">The newest event of then.</param>
    /// <param name="moment">The moment, in stored form.</param>
    public static string Script(long lastEvent, long moment) => Tables + string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TEMP VIEW audit_events AS SELECT * FROM main.audit_events WHERE id <= {lastEvent};

        CREATE TEMP VIEW seat_hours AS
        SELECT {HourColumns} FROM main.seat_hours WHERE at <= {moment}
        UNION ALL
        SELECT {HourColumns} FROM seat_hours_then;
        """);
}
