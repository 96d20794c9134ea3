// What Swift cannot ask of SQLite: a variadic function, and a file's table of methods
// (docs/decisions/0045-gathered-frames.md).
#ifndef PANTAU_CSQLITE_H
#define PANTAU_CSQLITE_H

struct sqlite3;

// Turns SQLite's counting of its memory off, which takes a lock at each allocation; nothing here asks for
// the counts. SQLITE_OK, or another code where a connection was opened before.
int pantau_sqlite_spare_counts(void);

// Makes a connection gather what it writes to its write-ahead log, 64 kB a system call. For one with
// synchronous=FULL that has begun to use its log: each commit's sync writes what is gathered before, and
// tells where that failed. A code of SQLite's; SQLITE_MISUSE where there is no log.
int pantau_sqlite_gather(struct sqlite3 *connection);

#endif
