// SPDX-License-Identifier: Apache-2.0
// The committer: one thread that gathers additions, writes one record for all of them, and answers when it is durable.
#include "evidence/ledger.h"

#include <algorithm>            // for std::min
#include <condition_variable>   // for std::condition_variable
#include <deque>                // for std::deque
#include <mutex>                // for std::mutex
#include <thread>               // for std::thread

#include <fmt/format.h>

#include "evidence/body.h"                      // for store_body
#include "evidence/internal/index.h"            // for Index
#include "evidence/internal/ledger_files.h"     // for publish_tree
#include "evidence/internal/ledger_lock.h"      // for take_lock
#include "evidence/internal/object_files.h"     // for write_object
#include "evidence/internal/recovery.h"         // for recover
#include "evidence/internal/segment.h"          // for SegmentWriter

namespace maek::evidence {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kIndexLag = 1'000'000;   // entries: the digests of their bodies are held in memory till then

}  // namespace

struct Ledger::Writer {
  struct Pending {
    Entry entry;
    std::string text = {};           // of the entry; the committer writes the time into it
    std::vector<StoredBody> bodies;   // the entry's own first
    std::promise<Expected<Receipt>> answer;
  };

  Writer(const std::filesystem::path& path, SecretKey key, LedgerOptions given)
      : options(given), folder(path, *given.calls), log_key(std::move(key)) {}

  LedgerOptions options;
  LedgerFolder folder;
  SecretKey log_key;
  VerifierKey log;
  Descriptor lock_file;
  LedgerState state;                   // of the committer thread, once that runs
  std::optional<SegmentWriter> segment;
  std::optional<Index> index;
  std::optional<Error> failed;         // the first failed write: nothing is written after it

  mutable std::mutex mutex;
  std::condition_variable wake;        // the committer: something waits, or it is to stop
  std::condition_variable published;   // whoever asked for a publication
  std::deque<std::unique_ptr<Pending>> waiting;
  std::uint64_t acknowledged = 0;
  std::uint64_t publish_asked = 0;
  std::uint64_t publish_done = 0;
  std::optional<Error> publish_error;
  bool stop = false;
  std::thread committer;

  Expected<void> start();
  void run();
  using Batch = std::vector<std::unique_ptr<Pending>>;
  void commit(Batch& batch);
  Expected<Digest> write(Batch& batch, std::vector<Receipt>& receipts);
  Expected<void> publish();
  void stop_and_join();
};

Expected<void> Ledger::Writer::start() {
  auto locked = take_lock(folder, options.lock_wait);
  if (!locked) return locked.error();
  lock_file = *std::move(locked);
  auto identity = read_identity(folder);
  if (!identity) return identity.error();
  log = *std::move(identity);
  if (log.key != log_key.public_key()) {
    return Error{ErrorCode::kInvalidArgument, "this is not the key of this log: it was replaced", log.name,
                 "A log keeps its key for life; start a new one where the key is lost."};
  }
  auto recovered = recover(folder, log);
  if (!recovered) return recovered.error();
  state = *std::move(recovered);
  auto opened_index = Index::open(folder);
  if (!opened_index) return opened_index.error();
  index = *std::move(opened_index);
  auto opened = SegmentWriter::open(folder, state.end, options.segment_bytes);
  if (!opened) return opened.error();
  segment = *std::move(opened);
  acknowledged = state.position.size;
  if (state.published < state.position.size) {
    if (auto done = publish(); !done) return done;
  } else if (auto caught_up = index->catch_up(folder, state.position.size); !caught_up) {
    return caught_up;
  }
  committer = std::thread([this] { run(); });
  return {};
}

void Ledger::Writer::run() {
  std::unique_lock hold(mutex);
  for (;;) {
    const bool unpublished = state.published < state.position.size;
    if (waiting.empty() && publish_asked == publish_done && !stop) {
      if (!unpublished || publish_error) {
        wake.wait(hold);
      } else if (wake.wait_for(hold, kPublishIdle) == std::cv_status::timeout && waiting.empty()) {
        ++publish_asked;
      }
      continue;
    }
    if (!waiting.empty()) {
      // A group: what waits now, and what comes while the first may still wait.
      const auto until = Clock::now() + options.group_age;
      wake.wait_until(hold, until, [this] { return waiting.size() >= options.group_entries || stop; });
      Batch batch;
      batch.reserve(std::min(waiting.size(), options.group_entries));
      std::size_t bodies = 0;
      std::uint64_t bytes = 0;
      while (!waiting.empty() && batch.size() < options.group_entries) {
        const Pending& next = *waiting.front();
        bodies += next.bodies.size();
        for (const StoredBody& body : next.bodies) bytes += std::min(body.stored.size(), std::size_t{kMaxInlineBytes});
        if (!batch.empty() && (bodies > kMaxRecordBodies || bytes > kMaxRecordPayload / 2)) break;
        batch.push_back(std::move(waiting.front()));
        waiting.pop_front();
      }
      hold.unlock();
      commit(batch);
      hold.lock();
      const bool much =
          state.position.size - state.published >= kPublishEntries || state.tiles.full_bytes() >= kPublishBytes;
      if (much && publish_asked == publish_done) ++publish_asked;
    }
    if (publish_asked != publish_done && (waiting.empty() || !stop)) {  // the last publication comes after all commits
      const std::uint64_t asked = publish_asked;
      hold.unlock();
      auto done = publish();
      hold.lock();
      publish_done = asked;
      publish_error = done ? std::nullopt : std::optional<Error>(done.error());
      published.notify_all();
    }
    if (stop && waiting.empty()) return;
  }
}

Expected<Digest> Ledger::Writer::write(Batch& batch, std::vector<Receipt>& receipts) {
  CommitRecord record;
  record.first = state.position.size;
  record.previous = state.position.record;
  Frontier frontier = state.frontier;
  struct LookUps {
    Index& index;
    explicit LookUps(Index& of) : index(of) { index.begin_look_ups(); }
    ~LookUps() { index.end_look_ups(); }
  };
  std::optional<LookUps> look_ups(*index);
  record.entries.reserve(batch.size());
  record.bodies.reserve(batch.size());
  receipts.reserve(batch.size());
  static_assert(kGroupCommitEntries <= kTileWidth);
  std::vector<Digest> roots;  // of the tiles that become full: one entry of a group completes all of them
  for (const auto& pending : batch) {
    Receipt receipt{record.first + receipts.size(), pending->entry.body, {}, 0};
    record.entries.push_back(pending->text);
    receipt.leaf = leaf_hash(pending->text);
    frontier.add(receipt.leaf, kTileHeight, roots);
    receipts.push_back(receipt);
    for (const StoredBody& body : pending->bodies) {
      const bool in_file = body.stored.size() > kMaxInlineBytes;
      if (index->has_body(body.digest)) continue;
      if (in_file) {
        if (auto written = write_object(folder, body); !written) return written.error();
      }
      record.bodies.push_back({body.digest, body.bytes, body.stored.size(), body.codec, in_file,
                               in_file ? std::string_view{} : std::string_view(body.stored), 0});
      index->expect_body(body.digest);
    }
  }
  look_ups.reset();
  const Checkpoint checkpoint{log.name, frontier.size(), frontier.root()};
  const std::string text = checkpoint.text();
  const std::string file = Note{text, {sign_note(text, log.name, log_key)}}.bytes();
  record.checkpoint = file;
  Digest digest;
  const std::string bytes = encode_record(record, digest);
  auto at = segment->append(bytes);
  if (!at) return at.error();

  for (std::size_t i = 0; i < batch.size(); ++i) state.tiles.add(batch[i]->text, receipts[i].leaf, roots);
  for (Receipt& receipt : receipts) receipt.size = frontier.size();
  state.frontier = std::move(frontier);
  state.last_time = batch.back()->entry.time;
  state.checkpoint_file = file;
  state.position = {*at, checkpoint.size, digest};
  state.end = segment->end();
  return digest;
}

void Ledger::Writer::commit(Batch& batch) {
  // Links are judged against the place that the entry really gets.
  Batch good;
  good.reserve(batch.size());
  const Time now = std::max(options.now(), state.last_time);
  const std::string time = now.text();
  for (auto& pending : batch) {
    pending->entry.time = now;
    replace_time(pending->text, pending->entry, time);
    if (auto fits = check_entry(pending->entry, state.position.size + good.size(), pending->text.size()); !fits) {
      pending->answer.set_value(fits.error());
    } else {
      good.push_back(std::move(pending));
    }
  }
  if (good.empty()) return;
  std::vector<Receipt> receipts;
  const auto written = failed ? Expected<Digest>(*failed) : write(good, receipts);
  if (written) {
    const std::lock_guard hold(mutex);
    acknowledged = state.position.size;
  } else {
    failed = written.error();
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (written) {
      good[i]->answer.set_value(receipts[i]);
    } else {
      good[i]->answer.set_value(written.error());
    }
  }
}

Expected<void> Ledger::Writer::publish() {
  if (state.published < state.position.size) {
    if (auto done = publish_tree(folder, state.tiles, state.position, state.checkpoint_file); !done) return done;
    state.published = state.position.size;
  }
  // Filling the index takes longer than writing the log: under load it waits, and readers fill it themselves.
  bool idle = false;
  {
    const std::lock_guard hold(mutex);
    idle = waiting.empty();
  }
  if (!idle && state.position.size - index->size() < kIndexLag) return {};
  return index->catch_up(folder, state.position.size);
}

void Ledger::Writer::stop_and_join() {
  if (!committer.joinable()) return;
  {
    const std::lock_guard hold(mutex);
    stop = true;
    ++publish_asked;
  }
  wake.notify_all();
  committer.join();
}

Expected<void> create_ledger(const std::filesystem::path& path, const VerifierKey& log, SystemCalls& calls) {
  if (log.type != KeyType::kEd25519) {
    return Error{ErrorCode::kInvalidArgument, "the key of a log is an Ed25519 key, not a cosigner's", log.name};
  }
  auto made = OutputFolder::open(path, calls);
  if (!made) return made.error();
  const LedgerFolder folder(path, calls);
  auto locked = take_lock(folder, std::chrono::milliseconds(0));
  if (!locked) return locked.error();
  if (folder.exists(kIdentityName) || folder.exists("segments")) {
    return Error{ErrorCode::kInvalidArgument, "there is a ledger here already", path.string(),
                 "Choose another folder; a ledger is never overwritten."};
  }
  if (auto done = folder.make_folder("segments"); !done) return done;
  return write_identity(folder, log);
}

Ledger::Ledger(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}
Ledger::Ledger(Ledger&&) noexcept = default;

Ledger& Ledger::operator=(Ledger&& other) noexcept {
  if (this != &other) {
    if (writer_) writer_->stop_and_join();
    writer_ = std::move(other.writer_);
  }
  return *this;
}

Ledger::~Ledger() {
  if (writer_) writer_->stop_and_join();
}

Expected<Ledger> Ledger::open(const std::filesystem::path& path, SecretKey log_key, LedgerOptions options) {
  options.group_entries = std::clamp<std::size_t>(options.group_entries, 1, kGroupCommitEntries);
  auto writer = std::make_unique<Writer>(path, std::move(log_key), options);
  if (auto started = writer->start(); !started) return started.error();
  return Ledger(std::move(writer));
}

std::future<Expected<Receipt>> Ledger::add(Addition addition) {
  // Hashing, compression and the text are made here, in the thread that adds: the committer only writes.
  auto made = std::make_unique<Writer::Pending>();
  Writer::Pending& pending = *made;
  std::future<Expected<Receipt>> answer = pending.answer.get_future();
  std::uint64_t most = addition.body.size();
  for (const std::string& attachment : addition.attachments) most = std::max<std::uint64_t>(most, attachment.size());
  if (most > kMaxBodyBytes || addition.attachments.size() >= kMaxRecordBodies) {
    pending.answer.set_value(
        Error{ErrorCode::kTooLarge,
              fmt::format("bodies have at most {} bytes, and an entry {} of them", kMaxBodyBytes, kMaxRecordBodies),
              addition.type, "Capture what is larger by its digest alone."});
    return answer;
  }
  pending.bodies.reserve(1 + addition.attachments.size());
  pending.bodies.push_back(take_body(std::move(addition.body)));
  for (std::string& attachment : addition.attachments) pending.bodies.push_back(take_body(std::move(attachment)));
  pending.entry.type = std::move(addition.type);
  pending.entry.body = pending.bodies.front().digest;
  pending.entry.body_bytes = pending.bodies.front().bytes;
  pending.entry.media_type = std::move(addition.media_type);
  pending.entry.subjects = std::move(addition.subjects);
  pending.entry.links = std::move(addition.links);
  pending.entry.person = addition.person;
  pending.text = pending.entry.text();
  bool wake = false;  // the committer sleeps until something waits, then until a group is full
  {
    const std::lock_guard hold(writer_->mutex);
    writer_->waiting.push_back(std::move(made));
    wake = writer_->waiting.size() == 1 || writer_->waiting.size() == writer_->options.group_entries;
  }
  if (wake) writer_->wake.notify_all();
  return answer;
}

Expected<Receipt> Ledger::append(Addition addition) { return add(std::move(addition)).get(); }

Expected<Checkpoint> Ledger::publish() {
  {
    std::unique_lock hold(writer_->mutex);
    const std::uint64_t ticket = ++writer_->publish_asked;
    writer_->wake.notify_all();
    writer_->published.wait(hold, [&] { return writer_->publish_done >= ticket; });
    if (writer_->publish_error) return *writer_->publish_error;
  }
  auto published = read_published(writer_->folder, writer_->log);
  if (!published) return published.error();
  if (!*published) return Checkpoint{writer_->log.name, 0, empty_root()};
  return (*published)->checkpoint;
}

std::uint64_t Ledger::size() const {
  const std::lock_guard hold(writer_->mutex);
  return writer_->acknowledged;
}

}  // namespace maek::evidence
