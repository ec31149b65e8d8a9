// SPDX-License-Identifier: Apache-2.0
// maek-conformance: runs a folder of test vectors against the code of this house, and tells what became of every case.
#include <cstdio>    // for std::fputs
#include <string>    // for std::string

#include "tools/conformance/run_sets.h"   // for run_sets

namespace {

constexpr int kAllPassed = 0;
constexpr int kSomeFailed = 1;
constexpr int kWrongUse = 2;

constexpr const char* kHelp = R"(maek-conformance DIR [--json]

Runs test vectors against Maek's own code: each case passed, failed, or was skipped for a reason that is told.
DIR has a folder for each set; sets that are not there are left out:
  merkle      hashes, inclusion and consistency proofs, subtrees, tiles (RFC 6962, RFC 9162)
  tlog        signed notes, checkpoints, cosignatures, witness sessions, proof files, policies (C2SP)
  jcs         canonical JSON (RFC 8785)
  ed25519     signatures (RFC 8032), with libsodium's verdicts on edge cases
  dsse        envelopes and in-toto statements
  provenance  RO-Crate, PROV-JSONLD, inclusion proofs of Sigstore bundles

  --json      the result as JSON
  --help      this
  --version   which version this is

Exit status: 0 when nothing failed; 1 when a case failed; 2 for wrong use, or a folder without vectors.

Example: two cases of canonical JSON, written by hand:
  mkdir -p vectors/jcs
  echo '{"cases":[],"reject":[{"id":"nan","input":"NaN"}],"number_table":[{"ieee_hex":"3ff0000000000000","json":"1"}]}' \
    > vectors/jcs/jcs.json
  maek-conformance vectors
)";

int wrong_use(const std::string& what) {
  std::fprintf(stderr, "maek-conformance: %s\nmaek-conformance --help says how it is used.\n", what.c_str());
  return kWrongUse;
}

}  // namespace

int main(int argc, char** argv) {
  std::string folder;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--help") return std::fputs(kHelp, stdout) < 0 ? kSomeFailed : kAllPassed;
    if (word == "--version") return std::puts("maek-conformance " MAEK_VERSION) < 0 ? kSomeFailed : kAllPassed;
    if (word == "--json") {
      json = true;
    } else if (word.starts_with("--")) {
      return wrong_use("there is no option '" + word + "'");
    } else if (!folder.empty()) {
      return wrong_use("one folder at a time: '" + word + "' is a second one");
    } else {
      folder = word;
    }
  }
  if (folder.empty()) return wrong_use("give the folder of the vectors");
  const auto tallies = maek::tools::run_sets(folder);
  if (!tallies) return wrong_use(tallies.error().text());
  const std::string text = json ? maek::tools::tallies_json(*tallies) : maek::tools::tallies_text(*tallies);
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0) return kSomeFailed;
  for (const maek::tools::Tally& tally : *tallies) {
    if (tally.failed > 0) return kSomeFailed;
  }
  return kAllPassed;
}
