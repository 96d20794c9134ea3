#include "CSQLite.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { room = 64 * 1024 };
// WAL_WRITE_LOCK of https://sqlite.org/walformat.html.
enum { write_lock = 0 };

// A connection's log, of which SQLite writes each frame in two calls, its head and its page: here they
// wait for those that follow. SQLite calls a file through its table of methods; the two tables stand
// before those of the log and of the database's file, whose locks tell when a transaction ends.
//
// Nobody reads what waits: a frame counts once the log's index names it, and with synchronous=FULL SQLite
// syncs before that. What cannot be written goes on waiting, so that the transaction's sync cannot succeed
// without it. With the lock on writing goes what a transaction that was rolled back has left: another
// process may write to its place from then on.
struct gatherer {
  sqlite3_io_methods log, database;
  const sqlite3_io_methods *real_log, *real_database;
  sqlite3_int64 start;
  int count;
  unsigned char bytes[room];
};

static struct gatherer *of_log(sqlite3_file *log) { return (struct gatherer *)log->pMethods; }

static struct gatherer *of_database(sqlite3_file *database) {
  return (struct gatherer *)((char *)database->pMethods - offsetof(struct gatherer, database));
}

// MARK: - The log

static int flush(sqlite3_file *log) {
  struct gatherer *waiting = of_log(log);
  if (waiting->count == 0) return SQLITE_OK;
  int code = waiting->real_log->xWrite(log, waiting->bytes, waiting->count, waiting->start);
  if (code == SQLITE_OK) waiting->count = 0;
  return code;
}

static int write_log(sqlite3_file *log, const void *bytes, int count, sqlite3_int64 offset) {
  struct gatherer *waiting = of_log(log);
  if (offset != waiting->start + waiting->count || count > room - waiting->count) {
    int code = flush(log);
    if (code != SQLITE_OK) return code;
    waiting->start = offset;
  }
  if (count > room) return waiting->real_log->xWrite(log, bytes, count, offset);
  memcpy(waiting->bytes + waiting->count, bytes, (size_t)count);
  waiting->count += count;
  return SQLITE_OK;
}

static int read_log(sqlite3_file *log, void *bytes, int count, sqlite3_int64 offset) {
  int code = flush(log);
  return code != SQLITE_OK ? code : of_log(log)->real_log->xRead(log, bytes, count, offset);
}

static int truncate_log(sqlite3_file *log, sqlite3_int64 size) {
  int code = flush(log);
  return code != SQLITE_OK ? code : of_log(log)->real_log->xTruncate(log, size);
}

static int sync_log(sqlite3_file *log, int flags) {
  int code = flush(log);
  return code != SQLITE_OK ? code : of_log(log)->real_log->xSync(log, flags);
}

static int size_log(sqlite3_file *log, sqlite3_int64 *size) {
  int code = flush(log);
  return code != SQLITE_OK ? code : of_log(log)->real_log->xFileSize(log, size);
}

static int close_log(sqlite3_file *log) {
  log->pMethods = of_log(log)->real_log;
  return log->pMethods->xClose(log);
}

// MARK: - The database's file

static int lock_database(sqlite3_file *database, int first, int count, int flags) {
  struct gatherer *waiting = of_database(database);
  if (first == write_lock && flags & SQLITE_SHM_UNLOCK) waiting->count = 0;
  return waiting->real_database->xShmLock(database, first, count, flags);
}

// The last of the two that SQLite closes.
static int close_database(sqlite3_file *database) {
  struct gatherer *waiting = of_database(database);
  database->pMethods = waiting->real_database;
  free(waiting);
  return database->pMethods->xClose(database);
}

// MARK: - Both

int pantau_sqlite_gather(sqlite3 *connection) {
  sqlite3_file *database = NULL, *log = NULL;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &database);
  if (code != SQLITE_OK) return code;
  code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (code != SQLITE_OK) return code;
  if (!database || !database->pMethods || !log || !log->pMethods) return SQLITE_MISUSE;
  struct gatherer *waiting = malloc(sizeof *waiting);
  if (!waiting) return SQLITE_NOMEM;
  waiting->real_log = log->pMethods;
  waiting->real_database = database->pMethods;
  waiting->start = 0;
  waiting->count = 0;
  waiting->log = *log->pMethods;
  waiting->log.xClose = close_log;
  waiting->log.xRead = read_log;
  waiting->log.xWrite = write_log;
  waiting->log.xTruncate = truncate_log;
  waiting->log.xSync = sync_log;
  waiting->log.xFileSize = size_log;
  waiting->database = *database->pMethods;
  waiting->database.xClose = close_database;
  waiting->database.xShmLock = lock_database;
  log->pMethods = &waiting->log;
  database->pMethods = &waiting->database;
  return SQLITE_OK;
}

int pantau_sqlite_spare_counts(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
