// SPDX-License-Identifier: Apache-2.0
// Pages: what README.md and docs/ promise must exist: verbs of the capability table, links (documentation check).
#pragma once

#include <string>    // for std::string
#include <vector>    // for std::vector

#include "tests/house/tree.h"   // for Tree, Breaches

namespace maek::house {

/// Verbs that the tables of a Markdown text name as `maek VERB`, each once.
std::vector<std::string> verbs_in_tables(const std::string& markdown);

/// Each verb of README.md's tables has its page docs/VERB.md.
Breaches check_capability_table(const Tree& tree);

/// Relative links of Markdown files lead to files of the tree.
Breaches check_page_links(const Tree& tree);

}  // namespace maek::house
