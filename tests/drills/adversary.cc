// SPDX-License-Identifier: Apache-2.0
// What an adversary does to files, and what the ledger says to it.
#include "tests/drills/adversary.h"

#include <sqlite3.h>
#include <sys/stat.h>   // for mkfifo

#include <random>   // for std::mt19937_64

#include "evidence/body.h"                    // for kMaxInlineBytes
#include "evidence/internal/ledger_files.h"   // for kCheckpointName
#include "evidence/internal/segment.h"        // for segment_name, encode_record
#include "tests/test_data.h"                  // for file_bytes

namespace maek::evidence {
namespace fs = std::filesystem;

const Victim& Victim::get() {
  static const Victim* const victim = [] {
    static Victim made;
    (void)create_ledger(made.path, fixture_log(), quick_calls());
    LedgerOptions options;
    options.calls = &quick_calls();
    options.group_entries = 50;
    options.group_age = std::chrono::milliseconds(20);
    std::mt19937_64 random(1);
    made.large_body.resize(kMaxInlineBytes + 77);   // not to be compressed, so that it becomes a file of its own
    for (char& c : made.large_body) c = static_cast<char>(random());
    auto ledger = Ledger::open(made.path, fixture_key(), options);
    if (!ledger) return &made;
    const auto add = [&](std::uint64_t from, std::uint64_t to) {
      std::vector<std::future<Expected<Receipt>>> answers;
      for (std::uint64_t i = from; i < to; ++i) {
        Addition addition = fixture_addition(i);
        if (i == 100) addition.attachments.push_back(made.large_body);
        if (i == 101) addition.links = {{"input", 7}};
        answers.push_back(ledger->add(std::move(addition)));
      }
      for (auto& answer : answers) (void)answer.get();
      return *ledger->publish();
    };
    made.early = add(0, 300);
    made.early_file = file_bytes(made.path / kCheckpointName);
    made.early_position = file_bytes(made.path / kPositionName);
    made.early_segment = file_bytes(made.path / segment_name(1));
    made.last = add(300, kEntries);
    return &made;
  }();
  return *victim;
}

Attacked::Attacked() { fs::copy(Victim::get().path, path_, fs::copy_options::recursive); }

std::string Attacked::read(const std::string& name) const { return file_bytes(path_ / name); }

void Attacked::write(const std::string& name, const std::string& bytes) const {
  fs::create_directories((path_ / name).parent_path());
  (void)write_file(path_ / name, bytes, quick_calls());
}

void Attacked::flip(const std::string& name, std::int64_t at) const {
  std::string bytes = read(name);
  const auto size = static_cast<std::int64_t>(bytes.size());
  bytes.at(static_cast<std::size_t>(at < 0 ? size + at : at)) ^= 1;
  write(name, bytes);
}

void Attacked::remove(const std::string& name) const { fs::remove_all(path_ / name); }

void Attacked::replace_by_link(const std::string& name) const {
  const fs::path away = folder_.path() / "away";
  fs::rename(path_ / name, away);
  fs::create_symlink(away, path_ / name);
}

void Attacked::replace_by_pipe(const std::string& name) const {
  fs::remove_all(path_ / name);
  (void)::mkfifo((path_ / name).c_str(), 0600);
}

void Attacked::change_index(const char* sql) const {
  sqlite3* database = nullptr;
  sqlite3_open((path_ / "index.sqlite").c_str(), &database);
  sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  sqlite3_close(database);
}

void Attacked::rewrite_records(const std::function<void(CommitRecord&)>& change) const {
  const LedgerFolder folder(path_);
  SegmentScanner scanner(folder, {});
  std::string segment;
  Digest previous;
  DurablePosition last;
  for (;;) {
    auto record = scanner.next();
    if (!record || !*record) break;
    change(**record);
    (**record).previous = previous;
    last = {{1, segment.size()}, (**record).first + (**record).entries.size(), {}};
    segment += encode_record(**record, previous);
    last.record = previous;
  }
  write(segment_name(1), segment);
  write(kPositionName, fmt::format(R"({{"format":"maek-position/1","offset":{},"record":"{}","segment":1,"size":{}}})",
                                   last.last.offset, last.record.hex(), last.size));
}

void Attacked::sign_checkpoint(std::uint64_t size, const Digest& root, std::uint8_t key) const {
  const Checkpoint checkpoint{fixture_log().name, size, root};
  const std::string text = checkpoint.text();
  write(kCheckpointName, Note{text, {sign_note(text, checkpoint.origin, fixture_key(key))}}.bytes());
}

void Attacked::write_cosigned(std::uint64_t size, const Digest& root, std::uint8_t key) const {
  const Checkpoint checkpoint{fixture_log().name, size, root};
  const std::string text = checkpoint.text();
  write(kCosignedName, Note{text,
                            {sign_note(text, checkpoint.origin, fixture_key(key)),
                             cosign(text, "witness.example/1", fixture_key(7), 1'790'000'000)}}
                           .bytes());
}

std::string Attacked::fsck_says() const {
  const auto report = fsck(path_);
  if (!report) return report.error().text() + "\n";
  std::string text;
  for (const Finding& finding : report->findings) text += finding.where + ": " + finding.what + "\n";
  for (const std::string& note : report->notes) text += "note: " + note + "\n";
  return text;
}

std::string Attacked::reader_says() const {
  auto reader = LedgerReader::open(path_);
  if (!reader) return reader.error().text() + "\n";
  std::string text;
  for (std::uint64_t i = 0; i < reader->size(); ++i) {
    const auto entry = reader->entry(i);
    const auto body = entry ? reader->body(entry->body) : Expected<std::string>(entry.error());
    if (!body) text += body.error().text() + "\n";
  }
  if (const auto note = reader->cosigned(); !note) text += note.error().text() + "\n";   // who asks for a proof
  if (const auto large = reader->body(sha256(Victim::get().large_body)); !large) text += large.error().text() + "\n";
  return text;
}

std::string Attacked::writer_says() const {
  LedgerOptions options;
  options.calls = &quick_calls();
  options.lock_wait = std::chrono::milliseconds(0);
  auto ledger = Ledger::open(path_, fixture_key(), options);
  return ledger ? "" : ledger.error().text() + "\n";
}

}  // namespace maek::evidence
