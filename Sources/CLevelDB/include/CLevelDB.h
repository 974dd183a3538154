// LevelDB 1.23 behind a C face, with an environment of our own under it:
//
// - a new file's name is durable before the file is used, and so is a rename;
// - the first failing append, flush, sync, close or rename fails every later one, with the same
//   error;
// - nothing is ever written to a log file for people, since it would hold keys.
//
// Only what the store needs is here. Reads that need one consistent view use one iterator.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ldb ldb;
typedef struct ldb_batch ldb_batch;
typedef struct ldb_iterator ldb_iterator;

enum {
  LDB_OK = 0,
  LDB_NOT_FOUND = 1,
  LDB_CORRUPTION = 2,
  LDB_FAILED = 3,
};

// `text` is null for LDB_OK and LDB_NOT_FOUND; else it is the caller's to free().
typedef struct ldb_status {
  int code;
  char *text;
} ldb_status;

typedef struct ldb_options {
  int create_if_missing;
  int error_if_exists;
  size_t write_buffer_bytes;
  size_t file_bytes;
  size_t cache_bytes;
  int open_files_max;
  int bloom_bits_per_key;
} ldb_options;

// Bytes that belong to somebody else: each function says until when.
typedef struct ldb_bytes {
  const uint8_t *data;
  size_t count;
} ldb_bytes;

// Every iterator must be destroyed before ldb_close.
ldb_status ldb_open(const char *path, const ldb_options *options, ldb **result);
void ldb_close(ldb *db);

// Makes a database of whatever tables and logs the directory holds: for a list of tables that is
// lost. It changes the directory, takes a log's damaged bytes for whole ones, and may bring back
// what was deleted: only for a copy, its logs cut to what is sound.
ldb_status ldb_repair(const char *path, const ldb_options *options);

// The version of LevelDB that this is: its major number times 1000, and the minor one.
uint32_t ldb_version(void);

// Verifies checksums. `value` stays until the calling thread's next ldb_get.
ldb_status ldb_get(ldb *db, const uint8_t *key, size_t count, ldb_bytes *value);

// Applies the whole batch or nothing of it. With `sync` it is on disk when this returns LDB_OK.
ldb_status ldb_write(ldb *db, ldb_batch *batch, int sync);

ldb_batch *ldb_batch_create(void);
void ldb_batch_destroy(ldb_batch *batch);
void ldb_batch_clear(ldb_batch *batch);
void ldb_batch_put(ldb_batch *batch, const uint8_t *key, size_t key_count, const uint8_t *value,
                   size_t value_count);
void ldb_batch_delete(ldb_batch *batch, const uint8_t *key, size_t count);

// One unchanging view of the database: verifies checksums, and leaves the cache alone unless told
// to fill it. An error makes it invalid or leaves rows out, so the status must be asked after every
// scan and every seek.
ldb_iterator *ldb_iterator_create(ldb *db, int fills_cache);
void ldb_iterator_destroy(ldb_iterator *iterator);
void ldb_iterator_seek(ldb_iterator *iterator, const uint8_t *key, size_t count);
void ldb_iterator_seek_to_last(ldb_iterator *iterator);
void ldb_iterator_next(ldb_iterator *iterator);
void ldb_iterator_previous(ldb_iterator *iterator);
int ldb_iterator_is_valid(const ldb_iterator *iterator);
// Both stay until the iterator moves; only for a valid iterator.
ldb_bytes ldb_iterator_key(const ldb_iterator *iterator);
ldb_bytes ldb_iterator_value(const ldb_iterator *iterator);
ldb_status ldb_iterator_status(const ldb_iterator *iterator);

// The caller's to free(); null when LevelDB does not know the property.
char *ldb_property(ldb *db, const char *name);
// Compacts the whole key space; returns when done.
void ldb_compact(ldb *db);
// Writes the table in memory to a file; returns when done.
void ldb_flush(ldb *db);

// The kernel's number of the kind of file system that a path is on (statfs(2)); -1 when it does not
// tell.
int64_t ldb_file_system(const char *path);

#ifdef __cplusplus
}
#endif
