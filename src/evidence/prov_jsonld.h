// SPDX-License-Identifier: Apache-2.0
// PROV-JSONLD (W3C member submission of 2024-08-25, not a Recommendation): a provenance graph as JSON-LD, and a checker
#pragma once

#include <string>  // for std::string
#include <vector>  // for std::vector

#include <nlohmann/json_fwd.hpp>

#include "base/expected.h"  // for Expected
#include "evidence/provenance_graph.h"  // for ProvenanceGraph, Violation

namespace maek::evidence {

/// The graph as one document (UTF-8, indented). Ids of nodes become names below "maek:" (urn:maek:); bytes that are not
/// UTF-8 become U+FFFD. What check_graph refuses is refused.
Expected<std::string> write_prov_jsonld(const ProvenanceGraph& graph);

/// What a document breaks, in its order; empty for a good one. Codes:
///   J1 the document is an object            J2 @context is a list that ends in the submission's
///   J3 @graph is a list of objects          J4 @type is one that the submission knows
///   J5 @id where it is demanded             J6 a member's value is of its kind (times: xsd:dateTime)
///   J7 other members carry a prefix         J8 a bundle has context and graph of its own, and no bundle in it
std::vector<Violation> check_prov_jsonld(const nlohmann::json& document);

}  // namespace maek::evidence
