// SPDX-License-Identifier: Apache-2.0
// RO-Crate 1.2 metadata (ro-crate-metadata.json) of a provenance graph, and a checker for RO-Crate 1.1 and 1.2 documents
#pragma once

#include <string>  // for std::string
#include <vector>  // for std::vector

#include <nlohmann/json_fwd.hpp>

#include "base/expected.h"  // for Expected
#include "evidence/provenance_graph.h"  // for ProvenanceGraph, Violation

namespace maek::evidence {

/// What is said of the crate as a whole; the specification demands all of it.
struct CrateDescription {
  std::string name;
  std::string description;
  std::string date;  // YYYY-MM-DD
  std::string licence;  // a URI (https://spdx.org/licenses/...), or words
};

/// The name of the file, in the root of the crate.
constexpr const char* kCrateFile = "ro-crate-metadata.json";

/// The metadata document (UTF-8, indented). Entities with a path are the crate's files; the others are named in it but are
/// not part of it ("#..."). Activities become CreateActions with instrument, agent, object and result. Edges that
/// schema.org has no word for (informed, delegated, alternate, specialised, influenced) are left to PROV-JSONLD.
/// What check_graph refuses is refused, and a description with a member missing.
Expected<std::string> write_ro_crate(const ProvenanceGraph& graph, const CrateDescription& description);

/// What a document breaks; empty for a good one. Codes:
///   M1 an object with @context and a flat @graph    M2 every entity has @id and @type    M3 no @id twice
///   M4 references are {"@id"} alone, nothing nested  D1 the descriptor is there          D2 it is a CreativeWork
///   D3 its `about` names the root                   C1 (1.2) the context is the specification's, by reference
///   R1 the root is a Dataset   R2 its @id   R3 name   R4 description   R5 datePublished   R6 license
///   P1 every data entity is reached from the root through hasPart     P2 paths are relative and stay inside
std::vector<Violation> check_ro_crate(const nlohmann::json& document);

}  // namespace maek::evidence
