// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/compare_by_structure.h"

#include <algorithm>   // for std::find_if
#include <cstddef>     // for std::size_t

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "mol/internal/protein_chain.h"   // for protein_chains
#include "mol/tm_align.h"                 // for tm_align

namespace maek::mol {
namespace {

/// The CA trace of a chain.
struct Trace {
  std::string name;
  std::string letters;
  std::vector<ResidueIndex> residues;
  std::vector<Position> ca;
  std::vector<std::int32_t> numbers;
};

Expected<Trace> trace_of(const Structure& structure, const std::string* name, const char* which) {
  const auto chains = protein_chains(structure);
  auto at = chains.begin();
  if (name != nullptr)
    at = std::find_if(chains.begin(), chains.end(), [&](const ProteinChain& c) { return c.name == *name; });
  if (at == chains.end()) {
    return Error{ErrorCode::kNotFound,
                 name != nullptr ? fmt::format("the {} has no protein chain '{}'", which, *name)
                                 : fmt::format("the {} has no amino-acid residue with a CA atom", which),
                 which, ""};
  }
  Trace out;
  out.name = at->name;
  for (std::size_t i = 0; i < at->residues.size(); ++i) {
    if (!at->has_ca[i]) continue;
    out.letters += at->sequence[i];
    out.residues.push_back(at->residues[i]);
    out.ca.push_back(at->ca[i]);
    out.numbers.push_back(structure.residues[static_cast<std::size_t>(at->residues[i])].number);
  }
  return out;
}

/// The alignment as three lines: first chain, ':' where the CA are within 5 Å and '.' elsewhere, second chain.
std::string three_lines(const Trace& a, const Trace& b, const StructureAlignment& alignment) {
  constexpr double kNear = 5;   // Å
  std::string top, middle, bottom;
  std::size_t i = 0, j = 0;
  const auto catch_up = [&](std::size_t to_i, std::size_t to_j) {
    for (; i < to_i; ++i) top += a.letters[i], middle += ' ', bottom += '-';
    for (; j < to_j; ++j) top += '-', middle += ' ', bottom += b.letters[j];
  };
  for (const auto& [x, y] : alignment.pairs) {
    catch_up(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
    middle += distance(alignment.superposition.apply(a.ca[i]), b.ca[j]) <= kNear ? ':' : '.';
    top += a.letters[i++];
    bottom += b.letters[j++];
  }
  catch_up(a.letters.size(), b.letters.size());
  return top + "\n" + middle + "\n" + bottom + "\n";
}

}  // namespace

Expected<ByStructure> compare_by_structure(const Structure& model, const std::string& model_name,
                                           const Structure& reference, const std::string& reference_name,
                                           const std::vector<std::pair<std::string, std::string>>& chains,
                                           bool pairs_csv) {
  if (chains.size() > 1) {
    return Error{ErrorCode::kInvalidArgument, "--align takes one chain of each structure", "chains",
                 "Give one pair: --chains A:B"};
  }
  const auto a = trace_of(model, chains.empty() ? nullptr : &chains.front().first, "model");
  if (!a) return a.error();
  const auto b = trace_of(reference, chains.empty() ? nullptr : &chains.front().second, "reference");
  if (!b) return b.error();
  const auto found = tm_align(a->ca, b->ca, a->numbers, b->numbers);
  if (!found) return found.error();

  std::size_t identical = 0;
  nlohmann::json pairs = nlohmann::json::array();
  std::string csv = "model,reference,distance_A\n";
  for (const auto& [x, y] : found->pairs) {
    const auto i = static_cast<std::size_t>(x), j = static_cast<std::size_t>(y);
    identical += a->letters[i] == b->letters[j] && a->letters[i] != 'X' ? 1 : 0;
    const std::string left = residue_label(model, a->residues[i]), right = residue_label(reference, b->residues[j]);
    const double apart = distance(found->superposition.apply(a->ca[i]), b->ca[j]);
    pairs.push_back({left, right, apart});
    csv += fmt::format("{},{},{:.3f}\n", left, right, apart);
  }
  const double identity =
      found->pairs.empty() ? 0 : static_cast<double>(identical) / static_cast<double>(found->pairs.size());
  ByStructure out;
  out.superposition = found->superposition;
  out.result.table = fmt::format(
      "chains {}:{}, {} and {} residues\naligned length {}, RMSD {:.2f} Å, identical {:.3f}\n"
      "TM-score {:.5f} by the length of the model's chain\nTM-score {:.5f} by the length of the reference's "
      "chain\n\n{}",
      a->name, b->name, a->ca.size(), b->ca.size(), found->pairs.size(), found->rmsd, identity, found->tm_first,
      found->tm_second, three_lines(*a, *b, *found));
  const auto& move = found->superposition;
  const nlohmann::json summary{
      {"model", model_name},
      {"reference", reference_name},
      {"model_chain", a->name},
      {"reference_chain", b->name},
      {"model_residues", a->ca.size()},
      {"reference_residues", b->ca.size()},
      {"aligned_length", found->pairs.size()},
      {"rmsd", found->rmsd},
      {"identity", identity},
      {"tm_score_by_model", found->tm_first},
      {"tm_score_by_reference", found->tm_second},
      {"units", {{"rmsd", "Å"}, {"aligned", "residue, residue, Å"}}},
      {"superposition",
       {{"rotation", move.rotation}, {"translation", {move.translation.x, move.translation.y, move.translation.z}}}},
      {"aligned", pairs}};
  out.result.summary_json = summary.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (pairs_csv) out.result.files.push_back({"aligned.csv", std::move(csv)});
  return out;
}

}  // namespace maek::mol
