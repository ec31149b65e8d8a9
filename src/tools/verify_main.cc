// SPDX-License-Identifier: Apache-2.0
// maek-verify: what a bundle proves under a policy, offline. Small enough to read: files in, three verdicts out.
#include <fcntl.h>      // for open
#include <sodium.h>     // for sodium_init
#include <sys/stat.h>   // for fstat
#include <unistd.h>     // for read

#include <cerrno>        // for errno
#include <cstdint>       // for std::uint64_t
#include <cstdio>        // for std::fputs
#include <cstring>       // for std::strerror
#include <exception>     // for std::exception
#include <optional>      // for std::optional
#include <string>        // for std::string
#include <string_view>   // for std::string_view

#include <fmt/format.h>

#include "evidence/bundle.h"    // for parse_bundle_file
#include "evidence/policy.h"    // for parse_policy
#include "evidence/verdict.h"   // for judge

namespace {

using namespace maek;
using namespace maek::evidence;

constexpr int kAllYes = 0;
constexpr int kNotAllYes = 1;
constexpr int kWrongUse = 2;
constexpr std::uint64_t kMaxArtefactBytes = std::uint64_t{1} << 34;   // held in memory
constexpr std::uint64_t kSpareBytes = std::uint64_t{1} << 20;  // a packed bundle is never much larger than its text

constexpr const char* kHelp = R"(maek-verify BUNDLE [--policy FILE] [--file ARTEFACT] [--json] [--korean]

Says what a bundle proves, offline, in three answers that are never mixed:
  Intact   the artefact, the entries, their bodies and the proofs fit together
  Signer   the log, the witnesses and the authors are known under your policy
  Claim    what is claimed rests on what it cites, and none of that is withdrawn

  --policy FILE    which logs and witnesses you trust (C2SP tlog-policy). Without it nobody is known.
  --file ARTEFACT  the file that the bundle is to prove. Without it, the copy that the bundle carries, if any.
  --json           the verdicts as JSON
  --korean         all of it in Korean
  --help           this
  --version        which version this is

Exit status: 0 when all three are yes; 1 when one is no or unknown; 2 for wrong use, or input that cannot be read.

Example: prove the poses of a docking run with the policy that you were given beside the bundle, not in it:
  maek-verify poses.maek-bundle --policy lab.policy --file poses.sdf
)";

struct Words {
  std::string bundle;
  std::optional<std::string> policy;
  std::optional<std::string> artefact;
  bool json = false;
  bool korean = false;
};

int wrong_use(const std::string& why) {
  std::fputs(fmt::format("maek-verify: {}\n`maek-verify --help` has an example.\n", why).c_str(), stderr);
  return kWrongUse;
}

/// At most `limit` bytes of a file or pipe.
Expected<std::string> read_file(const std::string& path, std::uint64_t limit) {
  const auto failed = [&](int code) {
    return Error{code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable, std::strerror(code), path};
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed(errno);
  std::string bytes;
  Expected<std::string> result = std::string();
  struct stat status{};
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
      static_cast<std::uint64_t>(status.st_size) <= limit) {
    bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
  }
  static char piece[1 << 16];
  for (;;) {
    const ssize_t got = ::read(descriptor, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      result = failed(errno);
      break;
    }
    if (got == 0) {
      result = std::move(bytes);
      break;
    }
    if (bytes.size() + static_cast<std::size_t>(got) > limit) {
      result = Error{ErrorCode::kTooLarge, fmt::format("has more than {} bytes", limit), path};
      break;
    }
    bytes.append(piece, static_cast<std::size_t>(got));
  }
  ::close(descriptor);
  return result;
}

int verify(const Words& words) {
  std::optional<Policy> policy;
  if (words.policy) {
    const auto text = read_file(*words.policy, kMaxPolicyBytes);
    if (!text) return wrong_use(text.error().text());
    auto parsed = parse_policy(*text);
    if (!parsed) return wrong_use(fmt::format("{}: {}", *words.policy, parsed.error().text()));
    policy = *std::move(parsed);
  }
  std::optional<std::string> artefact;
  if (words.artefact) {
    auto bytes = read_file(*words.artefact, kMaxArtefactBytes);
    if (!bytes) return wrong_use(bytes.error().text());
    artefact = *std::move(bytes);
  }
  const auto file = read_file(words.bundle, kMaxBundleBytes + kSpareBytes);
  if (!file) return wrong_use(file.error().text());
  const auto bundle = parse_bundle_file(*file);
  const auto report = bundle
                          ? judge(*bundle, policy, artefact ? std::optional<std::string_view>(*artefact) : std::nullopt)
                          : refused_bundle(bundle.error());
  const std::string text = words.json ? verdict_json(report) : verdict_text(report, words.korean);
  const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  if (!written) std::fputs("maek-verify: the verdict could not be written\n", stderr);
  return written && report.all() ? kAllYes : kNotAllYes;
}

int run(int argc, char** argv) {
  Words words;
  bool options = true;  // until "--"
  bool named = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    std::optional<std::string>* value = nullptr;
    if (options && word == "--help") {
      std::fputs(kHelp, stdout);
      return kAllYes;
    }
    if (options && word == "--version") {
      std::fputs("maek-verify " MAEK_VERSION "\n", stdout);
      return kAllYes;
    }
    if (options && word == "--") {
      options = false;
    } else if (options && word == "--json") {
      words.json = true;
    } else if (options && word == "--korean") {
      words.korean = true;
    } else if (options && (word == "--policy" || word == "--file")) {
      value = word == "--policy" ? &words.policy : &words.artefact;
      if (i + 1 >= argc) return wrong_use(fmt::format("{} wants a file", word));
      if (value->has_value()) return wrong_use(fmt::format("{} stands twice", word));
      *value = argv[++i];
    } else if (options && word.size() > 1 && word.front() == '-') {
      return wrong_use(fmt::format("'{}' is no option", word));
    } else if (named) {
      return wrong_use(fmt::format("one bundle at a time: '{}' and '{}'", words.bundle, word));
    } else {
      words.bundle = word;
      named = true;
    }
  }
  if (!named) return wrong_use("which bundle?");
  return verify(words);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (sodium_init() < 0) return wrong_use("libsodium does not start");
    return run(argc, argv);
  } catch (const std::exception& why) {  // memory, above all: no verdict is not a yes
    std::fputs(fmt::format("maek-verify: no verdict: {}\n", why.what()).c_str(), stderr);
    return kWrongUse;
  }
}
