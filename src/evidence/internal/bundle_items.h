// SPDX-License-Identifier: Apache-2.0
// Items of a bundle, opened: entry, inclusion, body and attestation of each, or the first thing that does not fit (verification)
#pragma once

#include <cstdint>  // for std::uint64_t
#include <map>  // for std::map
#include <optional>  // for std::optional
#include <string>  // for std::string
#include <string_view>  // for std::string_view
#include <vector>  // for std::vector

#include "base/ids.h"  // for Digest
#include "evidence/bundle.h"  // for Bundle
#include "evidence/checkpoint.h"  // for Checkpoint
#include "evidence/dsse.h"  // for Envelope
#include "evidence/entry.h"  // for Entry
#include "evidence/statement.h"  // for Statement
#include "evidence/verdict.h"  // for Verdict

namespace maek::evidence {

/// What one item holds. Only what is `sound` is believed, and only what is `readable` says something.
struct OpenedItem {
  std::uint64_t index = 0;
  bool sound = false;
  std::string flaw;  // why not
  Entry entry;
  bool readable = false;  // the body is here and is one of Maek's attestations
  std::string silence;  // why it is sound and yet not readable
  std::string silence_korean;
  Envelope envelope;
  Digest payload;  // SHA-256 of the envelope's payload: what a `run` member names
  Statement statement;
  std::string word;  // of its predicate
};
std::vector<OpenedItem> open_items(const Bundle& bundle, const Expected<Checkpoint>& checkpoint);

/// Fills in what erasure entries say of bodies that are not carried: 'erased by right on DATE'.
void explain_erasures(std::vector<OpenedItem>& items);

/// A name out of a bundle as it may be shown, in quotation marks; the digest's first digits where there is none.
std::string shown_name(std::string_view name, const Digest& digest);

/// Sets a verdict in both languages.
void answer(Verdict& verdict, Verdict::Answer answer, std::string english, std::string korean);
/// One line of what was checked, and of what is trusted.
void add_checked(Verdict& verdict, std::string english, std::string korean);
void add_trusted(VerdictReport& report, std::string english, std::string korean);

}  // namespace maek::evidence
