// SPDX-License-Identifier: Apache-2.0
// Reads ahead by some megabytes.
#include "evidence/internal/record_reader.h"

#include <system_error>   // for std::system_error

#include "evidence/body.h"                    // for check_body
#include "evidence/internal/object_files.h"   // for read_object

namespace maek::evidence {
namespace {

constexpr std::size_t kAhead = std::size_t{4} << 20;

// The views of `record` into `from`, as views into a copy of it.
void look_into(CommitRecord& record, std::string_view from, std::string_view copy) {
  const auto moved = [&](std::string_view& view) {
    if (!view.empty()) view = copy.substr(static_cast<std::size_t>(view.data() - from.data()), view.size());
  };
  for (RecordBody& body : record.bodies) moved(body.stored);
  for (std::string_view& entry : record.entries) moved(entry);
  moved(record.checkpoint);
}

void check(const LedgerFolder& folder, const RecordBody& body, std::vector<Finding>& findings) {
  const StoredBody stated{body.digest, body.bytes, body.codec, {}};
  if (!body.in_file) {
    if (auto good = check_body(stated, body.stored); !good) {
      findings.push_back({good.error().where, good.error().message});
    }
    return;
  }
  const auto bytes = read_object(folder, body.digest, body.stored_bytes);
  const auto good = bytes ? check_body(stated, *bytes) : Expected<void>(bytes.error());
  if (!good) findings.push_back({object_name(body.digest), good.error().message});
}

}  // namespace

RecordReader::RecordReader(const LedgerFolder& folder, bool bodies)
    : folder_(folder), scanner_(folder_, {}), bodies_(bodies) {
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {   // no thread to be had: next() reads
  }
}

RecordReader::~RecordReader() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard hold(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::unique_ptr<ReadRecord> RecordReader::read() {
  auto one = std::make_unique<ReadRecord>();
  one->record = scanner_.next();
  one->at = scanner_.position();
  one->rest = scanner_.rest();
  if (!one->record || !*one->record) return one;
  one->bytes = scanner_.bytes();
  CommitRecord& record = **one->record;
  look_into(record, scanner_.bytes(), one->bytes);
  if (bodies_) {
    for (const RecordBody& body : record.bodies) check(folder_, body, one->findings);
  }
  return one;
}

void RecordReader::run() {
  for (bool more = true; more;) {
    std::unique_ptr<ReadRecord> one;
    std::exception_ptr failed;
    try {
      one = read();
    } catch (...) {   // no memory: for the thread that asks
      failed = std::current_exception();
    }
    more = one != nullptr && one->record && *one->record;
    std::unique_lock hold(mutex_);
    changed_.wait(hold, [this] { return stop_ || ready_.empty() || ready_bytes_ < kAhead; });
    if (stop_) return;
    failed_ = failed;
    if (one) {
      ready_bytes_ += one->bytes.size();
      ready_.push_back(std::move(one));
    }
    changed_.notify_all();
  }
}

std::unique_ptr<ReadRecord> RecordReader::next() {
  if (!thread_.joinable()) return read();
  std::unique_lock hold(mutex_);
  changed_.wait(hold, [this] { return !ready_.empty() || failed_; });
  if (ready_.empty()) std::rethrow_exception(failed_);
  std::unique_ptr<ReadRecord> one = std::move(ready_.front());
  ready_.pop_front();
  ready_bytes_ -= one->bytes.size();
  hold.unlock();
  changed_.notify_all();
  return one;
}

}  // namespace maek::evidence
