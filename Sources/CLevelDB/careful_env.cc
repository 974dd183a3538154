#include "careful_env.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace leadline {

using leveldb::Slice;
using leveldb::Status;
using leveldb::WritableFile;

Status FirstError::Get() const {
  if (!failed_.load(std::memory_order_acquire)) return Status::OK();
  std::lock_guard<std::mutex> hold(mutex_);
  return status_;
}

Status FirstError::Note(const Status &status) {
  if (status.ok()) return status;
  std::lock_guard<std::mutex> hold(mutex_);
  if (!failed_.load(std::memory_order_relaxed)) {
    status_ = status;
    failed_.store(true, std::memory_order_release);
  }
  return status;
}

namespace {

class SilentLogger : public leveldb::Logger {
 public:
  void Logv(const char *, std::va_list) override {}
};

class CarefulFile : public WritableFile {
 public:
  CarefulFile(WritableFile *file, FirstError *error) : file_(file), error_(error) {}

  // LevelDB drops a full log without closing it, and so without looking at the error.
  ~CarefulFile() override {
    if (is_open_) Close();
  }

  Status Append(const Slice &data) override {
    Status first = error_->Get();
    if (!first.ok()) return first;
    is_synced_ = false;
    return error_->Note(file_->Append(data));
  }

  Status Flush() override {
    Status first = error_->Get();
    return first.ok() ? error_->Note(file_->Flush()) : first;
  }

  Status Sync() override {
    Status first = error_->Get();
    if (!first.ok()) return first;
    Status status = error_->Note(file_->Sync());
    is_synced_ = status.ok();
    return status;
  }

  // A log that is left behind is synced, so that a later synced write never stands behind a hole.
  Status Close() override {
    Status status = is_synced_ ? error_->Get() : Sync();
    is_open_ = false;
    Status closed = file_->Close();
    return status.ok() ? error_->Note(closed) : status;
  }

 private:
  std::unique_ptr<WritableFile> file_;
  FirstError *error_;
  bool is_open_ = true;
  bool is_synced_ = true;
};

class TableFile : public leveldb::RandomAccessFile {
 public:
  TableFile(const std::string &name, int fd) : name_(name), fd_(fd) {}
  ~TableFile() override { ::close(fd_); }

  Status Read(uint64_t offset, size_t count, Slice *result, char *scratch) const override {
    size_t done = 0;
    while (done < count) {
      const ssize_t got =
          ::pread(fd_, scratch + done, count - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return Status::IOError(name_, std::strerror(errno));
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    *result = Slice(scratch, done);
    return Status::OK();
  }

 private:
  const std::string name_;
  const int fd_;
};

Status SyncDirectoryOf(const std::string &name) {
  const size_t slash = name.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : name.substr(0, slash + 1);
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return Status::IOError(directory, std::strerror(errno));
  const int result = ::fsync(fd);
  const int reason = errno;
  ::close(fd);
  return result == 0 ? Status::OK() : Status::IOError(directory, std::strerror(reason));
}

// A link that stands in a new file's place is of a copy by links: what it leads to stays.
void RemoveLink(const std::string &name) {
  struct stat information;
  if (::lstat(name.c_str(), &information) == 0 && S_ISLNK(information.st_mode)) {
    ::unlink(name.c_str());
  }
}

}  // namespace

leveldb::Logger *NewSilentLogger() { return new SilentLogger; }

Status CarefulEnv::NewRandomAccessFile(const std::string &name,
                                       leveldb::RandomAccessFile **result) {
  *result = nullptr;
  const int fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    // LevelDB looks for the name of older versions when this one is missing.
    return errno == ENOENT ? Status::NotFound(name, std::strerror(errno))
                           : Status::IOError(name, std::strerror(errno));
  }
  *result = new TableFile(name, fd);
  return Status::OK();
}

Status CarefulEnv::NewWritableFile(const std::string &name, WritableFile **result) {
  *result = nullptr;
  Status first = error_.Get();
  if (!first.ok()) return first;
  RemoveLink(name);
  WritableFile *file = nullptr;
  Status status = target()->NewWritableFile(name, &file);
  return Wrap(name, status, file, result);
}

Status CarefulEnv::NewAppendableFile(const std::string &name, WritableFile **result) {
  *result = nullptr;
  Status first = error_.Get();
  if (!first.ok()) return first;
  WritableFile *file = nullptr;
  Status status = target()->NewAppendableFile(name, &file);
  return Wrap(name, status, file, result);
}

Status CarefulEnv::Wrap(const std::string &name, Status status, WritableFile *file,
                        WritableFile **result) {
  if (status.ok()) status = SyncDirectoryOf(name);
  if (!status.ok()) {
    delete file;
    return error_.Note(status);
  }
  *result = new CarefulFile(file, &error_);
  return status;
}

Status CarefulEnv::RenameFile(const std::string &from, const std::string &to) {
  Status first = error_.Get();
  if (!first.ok()) return first;
  Status status = target()->RenameFile(from, to);
  if (status.ok()) status = SyncDirectoryOf(to);
  return error_.Note(status);
}

// After an error the files are evidence: recovery at the next start decides about them.
Status CarefulEnv::RemoveFile(const std::string &name) {
  Status first = error_.Get();
  return first.ok() ? target()->RemoveFile(name) : first;
}

Status CarefulEnv::NewLogger(const std::string &, leveldb::Logger **result) {
  *result = NewSilentLogger();
  return Status::OK();
}

}  // namespace leadline
