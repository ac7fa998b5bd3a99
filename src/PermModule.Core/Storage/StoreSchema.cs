namespace PermModule.Storage;

/// <summary>
/// The schema, one script a version, oldest first, in the words of SQLite; another engine translates them. A released script is never edited; a change is a new one.
/// </summary>
internal static class StoreSchema
{
    /// <summary>Every version this module knows; the last is the one it writes.</summary>
    public static IReadOnlyList<string> All => Scripts;

    private static readonly string[] Scripts =
    [
        """
        CREATE TABLE store_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            store_id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            configuration_version INTEGER NOT NULL,
            version_base INTEGER NOT NULL
        );

        CREATE TABLE rights (
            id INTEGER PRIMARY KEY,
            right_key TEXT NOT NULL UNIQUE,
            tier INTEGER
        );

        CREATE TABLE profiles (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL UNIQUE,
            description TEXT,
            is_default INTEGER NOT NULL,
            active_users INTEGER NOT NULL,
            inactive_users INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            modified_at INTEGER NOT NULL
        );

        CREATE TABLE profile_rights (
            profile_id INTEGER NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
            right_id INTEGER NOT NULL REFERENCES rights (id),
            PRIMARY KEY (profile_id, right_id)
        ) WITHOUT ROWID;

        CREATE TABLE users (
            id INTEGER PRIMARY KEY,
            user_name TEXT NOT NULL,
            user_name_key TEXT NOT NULL,
            email TEXT,
            email_key TEXT,
            first_name TEXT,
            last_name TEXT,
            profile_id INTEGER NOT NULL REFERENCES profiles (id),
            is_active INTEGER NOT NULL,
            department TEXT,
            location TEXT,
            job_title TEXT,
            external_id TEXT,
            is_sso_only INTEGER NOT NULL,
            last_login_at INTEGER,
            login_count INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            deactivated_at INTEGER
        );

        CREATE UNIQUE INDEX users_user_name_key ON users (user_name_key);
        CREATE UNIQUE INDEX users_email_key ON users (email_key) WHERE email_key IS NOT NULL;
        CREATE INDEX users_profile ON users (profile_id, is_active);

        CREATE TABLE user_groups (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL UNIQUE,
            description TEXT,
            member_count INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        );

        CREATE TABLE group_members (
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            group_id INTEGER NOT NULL REFERENCES user_groups (id) ON DELETE CASCADE,
            PRIMARY KEY (user_id, group_id)
        ) WITHOUT ROWID;

        CREATE INDEX group_members_group ON group_members (group_id, user_id);

        CREATE TABLE seat_contract (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            heavy INTEGER,
            regular INTEGER,
            light INTEGER,
            enforcement INTEGER NOT NULL,
            warning_percent INTEGER NOT NULL,
            reactivation_delay_days INTEGER NOT NULL
        );

        CREATE TABLE waiting_items (
            id INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            requester_id INTEGER,
            requester_name TEXT NOT NULL,
            requester_key TEXT NOT NULL,
            reason TEXT,
            submitted_at INTEGER NOT NULL,
            pending_count INTEGER NOT NULL,
            approved_count INTEGER NOT NULL,
            denied_count INTEGER NOT NULL,
            audited_by TEXT,
            audited_at INTEGER,
            comment TEXT
        );

        CREATE INDEX waiting_items_open ON waiting_items (submitted_at) WHERE pending_count > 0;
        CREATE INDEX waiting_items_requester ON waiting_items (requester_id, kind);

        CREATE TABLE waiting_assets (
            item_id INTEGER NOT NULL REFERENCES waiting_items (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            asset TEXT NOT NULL,
            asset_key TEXT NOT NULL,
            state INTEGER NOT NULL,
            audited_by TEXT,
            audited_at INTEGER,
            comment TEXT,
            PRIMARY KEY (item_id, place)
        ) WITHOUT ROWID;

        CREATE UNIQUE INDEX waiting_assets_key ON waiting_assets (asset_key, item_id);

        CREATE TABLE role_members (
            role INTEGER NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            department TEXT,
            location TEXT,
            PRIMARY KEY (role, user_id)
        ) WITHOUT ROWID;

        CREATE INDEX role_members_user ON role_members (user_id);

        CREATE TABLE content_workflow_owner (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            user_id INTEGER NOT NULL REFERENCES users (id)
        );

        CREATE TABLE audit_events (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            target_type TEXT NOT NULL,
            target TEXT NOT NULL,
            target_key TEXT NOT NULL,
            before TEXT,
            after TEXT,
            correlation_id BLOB NOT NULL,
            hash BLOB NOT NULL
        );

        CREATE INDEX audit_events_target ON audit_events (target_key);
        """,
        """
        ALTER TABLE rights ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 0;

        ALTER TABLE seat_contract ADD COLUMN heavy_price INTEGER;
        ALTER TABLE seat_contract ADD COLUMN regular_price INTEGER;
        ALTER TABLE seat_contract ADD COLUMN light_price INTEGER;
        ALTER TABLE seat_contract ADD COLUMN currency TEXT;

        CREATE INDEX users_external_key ON users (upper(replace(external_id, '-', ''))) WHERE external_id IS NOT NULL;

        CREATE TABLE portal_link (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            portal TEXT NOT NULL
        );

        CREATE TABLE portal_profiles (
            profile_id INTEGER PRIMARY KEY REFERENCES profiles (id) ON DELETE CASCADE,
            external_key TEXT NOT NULL UNIQUE,
            roles TEXT NOT NULL
        );

        CREATE TABLE portal_groups (
            group_id INTEGER PRIMARY KEY REFERENCES user_groups (id) ON DELETE CASCADE,
            external_key TEXT NOT NULL UNIQUE
        );

        CREATE TABLE portal_sent (
            id INTEGER PRIMARY KEY,
            portal TEXT NOT NULL,
            user_name TEXT NOT NULL,
            external_id TEXT,
            wanted TEXT NOT NULL
        );

        ALTER TABLE audit_events ADD COLUMN schema_version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE audit_events ADD COLUMN actor_id INTEGER;
        ALTER TABLE audit_events ADD COLUMN target_id INTEGER;
        ALTER TABLE audit_events ADD COLUMN actor_seal BLOB;
        ALTER TABLE audit_events ADD COLUMN target_seal BLOB;
        ALTER TABLE audit_events ADD COLUMN before_seal BLOB;
        ALTER TABLE audit_events ADD COLUMN after_seal BLOB;

        CREATE INDEX audit_events_target_id ON audit_events (target_id) WHERE target_id <> id;
        DROP INDEX audit_events_target;
        CREATE INDEX audit_events_target ON audit_events (target_key) WHERE target_id IS DISTINCT FROM id OR before IS NOT NULL;
        CREATE INDEX audit_events_shared ON audit_events (at) WHERE (target_type <> 'User' AND target_type <> 'Request' AND target_type <> 'Portal') OR action = 'ContentWorkflowOwnerChanged';

        CREATE TABLE seat_hours (
            hour INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            heavy INTEGER NOT NULL,
            heavy_highest INTEGER,
            heavy_lowest INTEGER,
            heavy_limit INTEGER,
            regular INTEGER NOT NULL,
            regular_highest INTEGER,
            regular_lowest INTEGER,
            regular_limit INTEGER,
            light INTEGER NOT NULL,
            light_highest INTEGER,
            light_lowest INTEGER,
            light_limit INTEGER,
            warning_percent INTEGER NOT NULL
        );

        CREATE TABLE seat_profile_hours (
            profile_id INTEGER NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
            hour INTEGER NOT NULL,
            at INTEGER NOT NULL,
            tier INTEGER NOT NULL,
            active INTEGER NOT NULL,
            highest INTEGER,
            lowest INTEGER,
            PRIMARY KEY (profile_id, hour)
        ) WITHOUT ROWID;
        """,
    ];
}
