#pragma once
#include <sqlite3.h>

// sqlite3_db_config is variadic, which Swift can't call.
static inline int lslog_sqlite_keep_log(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

// Writes the database's own file, without the write-ahead log, to the disk. Not by another descriptor of the file:
// closing that would release the locks that this process has on it.
static inline int lslog_sqlite_synchronize(sqlite3 *database) {
  sqlite3_file *file = 0;
  int code = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK || !file || !file->pMethods) return code;
  return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}
