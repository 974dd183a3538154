#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include <leveldb/env.h>
#include <leveldb/status.h>

namespace leadline {

// Keeps the first error of one database. After it nothing may be written: an append that failed
// half way leaves the log at an offset its writer does not know, and later records would be lost at
// recovery.
class FirstError {
 public:
  // The error, or OK while there was none.
  leveldb::Status Get() const;
  // Remembers a first error; answers `status` as it is.
  leveldb::Status Note(const leveldb::Status &status);

 private:
  std::atomic<bool> failed_{false};
  mutable std::mutex mutex_;
  leveldb::Status status_;
};

// The environment of one database.
class CarefulEnv : public leveldb::EnvWrapper {
 public:
  CarefulEnv() : leveldb::EnvWrapper(leveldb::Env::Default()) {}

  // Tables are read by system calls. LevelDB would map them: then an error of the disk is a signal
  // that ends the process, and every page that was ever looked at counts as the process's memory.
  leveldb::Status NewRandomAccessFile(const std::string &name,
                                      leveldb::RandomAccessFile **result) override;
  leveldb::Status NewWritableFile(const std::string &name, leveldb::WritableFile **result) override;
  leveldb::Status NewAppendableFile(const std::string &name,
                                    leveldb::WritableFile **result) override;
  leveldb::Status RenameFile(const std::string &from, const std::string &to) override;
  leveldb::Status RemoveFile(const std::string &name) override;
  leveldb::Status NewLogger(const std::string &name, leveldb::Logger **result) override;

 private:
  leveldb::Status Wrap(const std::string &name, leveldb::Status status,
                       leveldb::WritableFile *file, leveldb::WritableFile **result);

  FirstError error_;
};

// A logger that writes nothing.
leveldb::Logger *NewSilentLogger();

}  // namespace leadline
