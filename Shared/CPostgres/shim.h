#ifndef THAVON_CPOSTGRES_H
#define THAVON_CPOSTGRES_H

#include <libpq-fe.h>

// Character macros that Swift's importer does not turn into integers.
static inline int thavon_pg_diag_severity(void) { return PG_DIAG_SEVERITY_NONLOCALIZED; }
static inline int thavon_pg_diag_sqlstate(void) { return PG_DIAG_SQLSTATE; }
static inline int thavon_pg_diag_message_primary(void) { return PG_DIAG_MESSAGE_PRIMARY; }
static inline int thavon_pg_diag_constraint_name(void) { return PG_DIAG_CONSTRAINT_NAME; }
static inline int thavon_pg_diag_table_name(void) { return PG_DIAG_TABLE_NAME; }
static inline int thavon_pg_diag_column_name(void) { return PG_DIAG_COLUMN_NAME; }

// libpq prints notices to standard error unless told otherwise.
static inline void thavon_pg_ignore_notice(void *argument, const PGresult *notice) {}
static inline void thavon_pg_silence(PGconn *connection) {
    PQsetNoticeReceiver(connection, thavon_pg_ignore_notice, 0);
}

#endif
