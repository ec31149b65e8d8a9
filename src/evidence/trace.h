// SPDX-License-Identifier: Apache-2.0
// Trace: from an artefact back to captured sources, and forward to what rests on it (provenance, lineage, impact, taint)
#pragma once

#include <cstdint>  // for std::uint64_t
#include <map>  // for std::map
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "base/expected.h"  // for Expected
#include "evidence/ledger_reader.h"  // for LedgerReader
#include "evidence/provenance_graph.h"  // for ProvenanceGraph
#include "evidence/statement.h"  // for Statement

namespace maek::evidence {

/// An attestation on the ledger.
struct Attested {
  std::uint64_t index = 0;
  Entry entry;
  std::string envelope;
  Statement statement;
};
/// kMalformed where the entry's body is no envelope with a statement of ours.
Expected<Attested> attested(LedgerReader& reader, std::uint64_t index);
/// The digests that a predicate says it rests on, with names: inputs of a run or dataset, the run of a prediction, ...
std::vector<Subject> cited(const Statement& statement);

/// A status event about a digest.
struct StatusEvent {
  std::uint64_t entry = 0;
  std::string event;  // retraction, correction, concern, supersession, erasure
  std::string date;
  std::string reason;
  std::string text() const;  // "retraction on 2026-11-24: reason"
};
Expected<std::vector<StatusEvent>> status_of(LedgerReader& reader, const Digest& digest);

/// Everything that `artefact` rests on, in the order it was found.
struct Ancestry {
  std::vector<Attested> attestations;  // of the artefact first; each once
  std::map<Digest, std::vector<StatusEvent>> status;  // of every digest met that has any
  std::vector<Subject> unknown;  // cited, but on no entry
};
Expected<Ancestry> ancestry(LedgerReader& reader, const Digest& artefact);

/// The same as a graph.
Expected<ProvenanceGraph> trace(LedgerReader& reader, const Digest& artefact);
ProvenanceGraph trace(const Ancestry& from, const Digest& artefact);
/// As an indented tree for people.
std::string trace_text(const Ancestry& from, const Digest& artefact);

/// What rests on a digest, nearest first: an output, the entry of the run that made it, and how many steps away.
struct Affected {
  Digest digest;
  std::string name;
  std::uint64_t entry = 0;
  int steps = 1;
};
Expected<std::vector<Affected>> impact(LedgerReader& reader, const Digest& digest);

}  // namespace maek::evidence
