// SPDX-License-Identifier: Apache-2.0
// Pictures of a provenance graph: Graphviz text, and an SVG tree of its own (lineage, layers, arrows)
#pragma once

#include <cstddef>   // for std::size_t
#include <string>    // for std::string

#include "base/expected.h"               // for Expected
#include "evidence/provenance_graph.h"   // for ProvenanceGraph

namespace maek::evidence {

/// Larger graphs are not drawn as SVG: nobody could read them. Graphviz text has no limit.
constexpr std::size_t kMostDrawnNodes = 1000;
constexpr std::size_t kMostDrawnEdges = 4000;

/// The graph for `dot`: boxes with title, shortened digest and time. What check_graph refuses is refused.
Expected<std::string> write_dot(const ProvenanceGraph& graph);

/// The graph as one self-contained SVG (no script, no reference outwards): what came last stands left, what it came from
/// right of it, sources at the right end. Full titles and digests are tooltips. kTooLarge beyond the limits above.
Expected<std::string> write_svg(const ProvenanceGraph& graph);

}  // namespace maek::evidence
