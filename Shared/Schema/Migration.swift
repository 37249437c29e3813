/// One forward step of the database's schema, applied once and never edited afterwards.
package struct Migration: Sendable {
    package let version: Int32
    package let name: String
    let sql: [UInt8]

    init(_ version: Int32, _ name: String, _ sql: [UInt8]) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// All of them, oldest first. A new one goes to the end.
    package static let all: [Migration] = [
        Migration(1, "create_roles", PackageResources.m0001_create_roles_sql),
        Migration(2, "create_partitioning", PackageResources.m0002_create_partitioning_sql),
        Migration(3, "create_agencies", PackageResources.m0003_create_agencies_sql),
        Migration(4, "create_calls", PackageResources.m0004_create_calls_sql),
        Migration(5, "create_outbox_and_inbox", PackageResources.m0005_create_outbox_and_inbox_sql),
        Migration(6, "create_assignments", PackageResources.m0006_create_assignments_sql),
        Migration(7, "create_notifications", PackageResources.m0007_create_notifications_sql),
        Migration(8, "maintain_partitions", PackageResources.m0008_maintain_partitions_sql),
        Migration(
            9, "maintain_partitions_by_table", PackageResources.m0009_maintain_partitions_by_table_sql),
        Migration(10, "create_calling", PackageResources.m0010_create_calling_sql),
        Migration(11, "add_dial_account_lines", PackageResources.m0011_add_dial_account_lines_sql),
        Migration(12, "create_appointments", PackageResources.m0012_create_appointments_sql),
        Migration(13, "add_calls_under_way_index", PackageResources.m0013_add_calls_under_way_index_sql),
        Migration(14, "tell_said_from_derived", PackageResources.m0014_tell_said_from_derived_sql),
        Migration(15, "tell_people_of_more", PackageResources.m0015_tell_people_of_more_sql),
        Migration(16, "follow_messages", PackageResources.m0016_follow_messages_sql),
        Migration(17, "create_follow_ups", PackageResources.m0017_create_follow_ups_sql),
        Migration(18, "create_recordings", PackageResources.m0018_create_recordings_sql),
        Migration(19, "create_console", PackageResources.m0019_create_console_sql),
        Migration(20, "remind_by_hand", PackageResources.m0020_remind_by_hand_sql),
        Migration(21, "create_lead_imports", PackageResources.m0021_create_lead_imports_sql),
        Migration(22, "replay_webhooks", PackageResources.m0022_replay_webhooks_sql),
        Migration(23, "audit_commands", PackageResources.m0023_audit_commands_sql),
        Migration(24, "tighten_sign_in", PackageResources.m0024_tighten_sign_in_sql),
        Migration(25, "keep_lead_origins", PackageResources.m0025_keep_lead_origins_sql),
        Migration(26, "mend_the_console", PackageResources.m0026_mend_the_console_sql),
        Migration(27, "brand_mails", PackageResources.m0027_brand_mails_sql),
        Migration(28, "create_reassignments", PackageResources.m0028_create_reassignments_sql),
        Migration(29, "tune_lists", PackageResources.m0029_tune_lists_sql),
        Migration(30, "create_call_exports", PackageResources.m0030_create_call_exports_sql),
        Migration(31, "show_logos", PackageResources.m0031_show_logos_sql),
        Migration(32, "count_unopened", PackageResources.m0032_count_unopened_sql),
        Migration(33, "list_troubled_messages", PackageResources.m0033_list_troubled_messages_sql),
        Migration(34, "bind_access", PackageResources.m0034_bind_access_sql),
        Migration(35, "name_what_is_found", PackageResources.m0035_name_what_is_found_sql),
    ]

    /// The newest one.
    package static var latest: Int32 { all.map(\.version).max() ?? 0 }
}
