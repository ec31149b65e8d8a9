// SPDX-License-Identifier: Apache-2.0
// Fuzz: bundles as files, and their JSON behind a right digest; what is read is written back the same, and judged without harm.
#include <cstddef>  // for std::size_t
#include <cstdint>  // for std::uint8_t
#include <cstdlib>  // for std::abort
#include <string>  // for std::string
#include <string_view>  // for std::string_view

#include "base/ids.h"  // for sha256
#include "evidence/bundle.h"  // for parse_bundle_file
#include "evidence/verdict.h"  // for judge

namespace {

void judge_all(const maek::evidence::Bundle& bundle) {
  using namespace maek::evidence;
  const auto hinted = parse_policy(bundle.policy);  // never so outside a test: a bundle's policy is its maker's
  const auto policy = hinted ? std::optional<Policy>(*hinted) : std::nullopt;
  for (const auto& report :
       {judge(bundle, policy, std::nullopt), judge(bundle, std::nullopt, std::string_view("a.txt"))}) {
    for (const Verdict* verdict : {&report.intact, &report.signer, &report.claim}) {
      if (verdict->reason.empty() || verdict->reason_korean.empty()) std::abort();
    }
    if (verdict_text(report, true).empty() || verdict_json(report).empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace maek::evidence;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string behind_digest = "maek-bundle/1\nsha256:" + maek::sha256(input).hex() + "\n" + std::string(input);
  for (const std::string_view file : {input, std::string_view(behind_digest)}) {
    const auto bundle = parse_bundle_file(file);
    if (!bundle) continue;
    const std::string text = bundle_text(*bundle);
    if (file.starts_with("maek-bundle/") && text != file) std::abort();
    const auto again = parse_bundle_file(bundle_bytes(*bundle));
    if (!again || bundle_text(*again) != text) std::abort();
    judge_all(*bundle);
  }
  return 0;
}
