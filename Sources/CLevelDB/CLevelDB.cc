#include "CLevelDB.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <sys/vfs.h>

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/filter_policy.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>
#include <leveldb/write_batch.h>

#include "careful_env.h"

using leveldb::Slice;
using leveldb::Status;

// Declared so that the database goes first and what it uses afterwards.
struct ldb {
  leadline::CarefulEnv env;
  std::unique_ptr<leveldb::Logger> logger{leadline::NewSilentLogger()};
  std::unique_ptr<leveldb::Cache> cache;
  std::unique_ptr<const leveldb::FilterPolicy> bloom;
  std::unique_ptr<leveldb::DB> db;
};

struct ldb_batch {
  leveldb::WriteBatch batch;
};

struct ldb_iterator {
  std::unique_ptr<leveldb::Iterator> iterator;
};

namespace {

// A thread that once read a large value does not keep its memory.
constexpr size_t kValueBytesKept = 64 << 10;

Slice AsSlice(const uint8_t *data, size_t count) {
  return Slice(reinterpret_cast<const char *>(data), count);
}

ldb_bytes AsBytes(const Slice &slice) {
  return {reinterpret_cast<const uint8_t *>(slice.data()), slice.size()};
}

ldb_status AsStatus(const Status &status) {
  if (status.ok()) return {LDB_OK, nullptr};
  if (status.IsNotFound()) return {LDB_NOT_FOUND, nullptr};
  const int code = status.IsCorruption() ? LDB_CORRUPTION : LDB_FAILED;
  return {code, ::strdup(status.ToString().c_str())};
}

leveldb::ReadOptions Reading(bool fill_cache) {
  leveldb::ReadOptions reading;
  reading.verify_checksums = true;
  reading.fill_cache = fill_cache;
  return reading;
}

// What a database is opened with; `around` holds what LevelDB uses and does not own.
leveldb::Options Prepare(const ldb_options *options, ldb *around) {
  around->cache.reset(leveldb::NewLRUCache(options->cache_bytes));
  around->bloom.reset(leveldb::NewBloomFilterPolicy(options->bloom_bits_per_key));
  leveldb::Options with;
  with.env = &around->env;
  with.info_log = around->logger.get();
  with.block_cache = around->cache.get();
  with.filter_policy = around->bloom.get();
  with.create_if_missing = options->create_if_missing != 0;
  with.error_if_exists = options->error_if_exists != 0;
  with.paranoid_checks = true;
  with.write_buffer_size = options->write_buffer_bytes;
  with.max_file_size = options->file_bytes;
  with.max_open_files = options->open_files_max;
  with.compression = leveldb::kSnappyCompression;
  return with;
}

}  // namespace

extern "C" {

ldb_status ldb_open(const char *path, const ldb_options *options, ldb **result) {
  auto opened = std::make_unique<ldb>();
  const leveldb::Options with = Prepare(options, opened.get());
  leveldb::DB *db = nullptr;
  const Status status = leveldb::DB::Open(with, path, &db);
  opened->db.reset(db);
  *result = status.ok() ? opened.release() : nullptr;
  // A store that is not there is a failure of the open, not an answer.
  if (status.IsNotFound()) return {LDB_FAILED, ::strdup(status.ToString().c_str())};
  return AsStatus(status);
}

void ldb_close(ldb *db) { delete db; }

ldb_status ldb_repair(const char *path, const ldb_options *options) {
  auto around = std::make_unique<ldb>();
  return AsStatus(leveldb::RepairDB(path, Prepare(options, around.get())));
}

uint32_t ldb_version(void) { return leveldb::kMajorVersion * 1000 + leveldb::kMinorVersion; }

ldb_status ldb_get(ldb *db, const uint8_t *key, size_t count, ldb_bytes *value) {
  thread_local std::string found;
  if (found.capacity() > kValueBytesKept) std::string().swap(found);
  const Status status = db->db->Get(Reading(true), AsSlice(key, count), &found);
  *value = status.ok() ? AsBytes(found) : ldb_bytes{nullptr, 0};
  return AsStatus(status);
}

ldb_status ldb_write(ldb *db, ldb_batch *batch, int sync) {
  leveldb::WriteOptions writing;
  writing.sync = sync != 0;
  return AsStatus(db->db->Write(writing, &batch->batch));
}

ldb_batch *ldb_batch_create(void) { return new ldb_batch; }

void ldb_batch_destroy(ldb_batch *batch) { delete batch; }

void ldb_batch_clear(ldb_batch *batch) { batch->batch.Clear(); }

void ldb_batch_put(ldb_batch *batch, const uint8_t *key, size_t key_count, const uint8_t *value,
                   size_t value_count) {
  batch->batch.Put(AsSlice(key, key_count), AsSlice(value, value_count));
}

void ldb_batch_delete(ldb_batch *batch, const uint8_t *key, size_t count) {
  batch->batch.Delete(AsSlice(key, count));
}

ldb_iterator *ldb_iterator_create(ldb *db, int fills_cache) {
  return new ldb_iterator{
      std::unique_ptr<leveldb::Iterator>(db->db->NewIterator(Reading(fills_cache != 0)))};
}

void ldb_iterator_destroy(ldb_iterator *iterator) { delete iterator; }

void ldb_iterator_seek(ldb_iterator *iterator, const uint8_t *key, size_t count) {
  iterator->iterator->Seek(AsSlice(key, count));
}

void ldb_iterator_seek_to_last(ldb_iterator *iterator) { iterator->iterator->SeekToLast(); }

void ldb_iterator_next(ldb_iterator *iterator) { iterator->iterator->Next(); }

void ldb_iterator_previous(ldb_iterator *iterator) { iterator->iterator->Prev(); }

int ldb_iterator_is_valid(const ldb_iterator *iterator) { return iterator->iterator->Valid(); }

ldb_bytes ldb_iterator_key(const ldb_iterator *iterator) {
  return AsBytes(iterator->iterator->key());
}

ldb_bytes ldb_iterator_value(const ldb_iterator *iterator) {
  return AsBytes(iterator->iterator->value());
}

ldb_status ldb_iterator_status(const ldb_iterator *iterator) {
  return AsStatus(iterator->iterator->status());
}

char *ldb_property(ldb *db, const char *name) {
  std::string value;
  return db->db->GetProperty(name, &value) ? ::strdup(value.c_str()) : nullptr;
}

void ldb_compact(ldb *db) { db->db->CompactRange(nullptr, nullptr); }

void ldb_flush(ldb *db) {
  // A range in which there is nothing: all that happens is what happens first.
  const leveldb::Slice nothing("\xff\xff", 2);
  db->db->CompactRange(&nothing, &nothing);
}

int64_t ldb_file_system(const char *path) {
  struct statfs found;
  if (::statfs(path, &found) != 0) return -1;
  return static_cast<uint32_t>(found.f_type);
}

}  // extern "C"
