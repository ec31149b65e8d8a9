// SPDX-License-Identifier: Apache-2.0
#include "mol/compare.h"

#include <algorithm>   // for std::find, std::find_if
#include <cmath>       // for std::sqrt
#include <cstddef>     // for std::size_t
#include <limits>      // for std::numeric_limits
#include <map>         // for std::map
#include <tuple>       // for std::tuple

#include <fmt/format.h>

#include "mol/internal/compare_ligands.h"   // for compare_ligands
#include "mol/internal/protein_chain.h"     // for protein_chains, map_chains
#include "mol/internal/residue_pairs.h"     // for shared_ca, lddt_atoms, interface_residues

namespace maek::mol {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// By number where at least this share of the residues that share a number also share their letter, and the numbers
/// pair at least this share of what the alignment pairs.
constexpr double kNumbersAgree = 0.9;

std::string names_of(const std::vector<ProteinChain>& chains) {
  std::string out;
  for (const ProteinChain& c : chains) out += (out.empty() ? "" : ", ") + c.name;
  return out;
}

Error no_protein(const char* which) {
  return {ErrorCode::kNotFound, fmt::format("the {} has no amino-acid residue with a CA atom", which), which,
          "Ligands alone are compared as SDF or MOL files"};
}

std::vector<std::pair<std::int32_t, std::int32_t>> pair_by_number(const Structure& model, const ProteinChain& m,
                                                                  const Structure& reference, const ProteinChain& r) {
  std::map<std::pair<std::int32_t, char>, std::int32_t> at;
  for (std::size_t i = 0; i < m.residues.size(); ++i) {
    const Residue& residue = model.residues[static_cast<std::size_t>(m.residues[i])];
    at.emplace(std::pair{residue.number, residue.insertion}, static_cast<std::int32_t>(i));
  }
  std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
  for (std::size_t i = 0; i < r.residues.size(); ++i) {
    const Residue& residue = reference.residues[static_cast<std::size_t>(r.residues[i])];
    const auto found = at.find({residue.number, residue.insertion});
    if (found != at.end()) pairs.emplace_back(found->second, static_cast<std::int32_t>(i));
  }
  return pairs;
}

std::size_t same_letters(const ProteinChain& m, const ProteinChain& r,
                         const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs) {
  std::size_t same = 0;
  for (const auto& [i, j] : pairs)
    same += m.sequence[static_cast<std::size_t>(i)] == r.sequence[static_cast<std::size_t>(j)] ? 1 : 0;
  return same;
}

void choose_residues(const Structure& model, const ProteinChain& m, const Structure& reference, const ProteinChain& r,
                     ResidueMatching matching, MappedChains& mapped) {
  if (matching == ResidueMatching::kSequence) return;
  auto numbered = pair_by_number(model, m, reference, r);
  const auto share = [](std::size_t part, std::size_t whole) {
    return static_cast<double>(part) >= kNumbersAgree * static_cast<double>(whole);
  };
  if (matching == ResidueMatching::kNumber ||
      (!numbered.empty() && share(same_letters(m, r, numbered), numbered.size()) &&
       share(numbered.size(), mapped.residues.size()))) {
    mapped.residues = std::move(numbered);
  }
}

FittedRmsd fit(const PairedAtoms& atoms) {
  FittedRmsd out;
  const auto found = superpose(atoms.model, atoms.reference);
  if (!found) return out;
  out.rmsd = found->rmsd;
  out.atoms = atoms.model.size();
  out.superposition = *found;
  return out;
}

Expected<ProteinScores> score_protein(const Structure& model, const Structure& reference,
                                      const std::vector<PairedResidue>& residues, const CompareOptions& options) {
  ProteinScores out;
  for (const PairedResidue& p : residues) {
    if (find_atom(reference, p.reference, "CA") < 0) continue;
    ++out.reference_residues;
    if (p.model < 0 || find_atom(model, p.model, "CA") < 0) continue;
    ++out.paired_residues;
    if (model.residues[static_cast<std::size_t>(p.model)].name ==
        reference.residues[static_cast<std::size_t>(p.reference)].name) {
      ++out.identical_residues;
    }
  }
  if (out.paired_residues == 0) {
    return Error{ErrorCode::kNotFound, "no residue that the structures share has a CA atom in both", "model", ""};
  }
  const PairedAtoms ca = shared_ca(model, reference, residues);
  out.ca = fit(ca);
  out.backbone = fit(shared_backbone(model, reference, residues));
  out.heavy = fit(shared_heavy(model, reference, residues));
  if (options.with_tm) {
    auto scores = paired_scores(ca.model, ca.reference, out.reference_residues);
    if (!scores) return scores.error();
    out.scores = *scores;
  }
  if (!options.with_lddt) return out;
  auto all = lddt(lddt_atoms(model, reference, residues, false), options.lddt);
  if (!all) return all.error();
  out.lddt = std::move(*all);
  auto only_ca = lddt(lddt_atoms(model, reference, residues, true), options.lddt);
  if (!only_ca) return only_ca.error();
  out.ca_lddt = std::move(*only_ca);
  return out;
}

/// Chains that the user named, found in both structures.
Expected<std::vector<MappedChains>> named_chains(const std::vector<ProteinChain>& models,
                                                 const std::vector<ProteinChain>& references,
                                                 const CompareOptions& options) {
  const auto find = [](const std::vector<ProteinChain>& chains, const std::string& name,
                       const char* which) -> Expected<std::size_t> {
    const auto at = std::find_if(chains.begin(), chains.end(), [&](const ProteinChain& c) { return c.name == name; });
    if (at == chains.end()) {
      return Error{ErrorCode::kNotFound, fmt::format("the {} has no protein chain '{}'", which, name), "chains",
                   fmt::format("It has: {}", names_of(chains))};
    }
    return static_cast<std::size_t>(at - chains.begin());
  };
  std::vector<MappedChains> out;
  for (const auto& [model, reference] : options.chains) {
    const auto m = find(models, model, "model");
    if (!m) return m.error();
    const auto r = find(references, reference, "reference");
    if (!r) return r.error();
    for (const MappedChains& earlier : out) {
      if (earlier.model != *m && earlier.reference != *r) continue;
      return Error{ErrorCode::kInvalidArgument,
                   fmt::format("chain '{}' is named twice", earlier.model == *m ? model : reference), "chains",
                   "Give each chain one counterpart"};
    }
    auto paired = pair_by_sequence(models, *m, references, *r);
    if (!paired) return paired.error();
    out.push_back(std::move(*paired));
  }
  return out;
}

/// The reference's residues of some chains with their counterparts.
std::vector<PairedResidue> with_counterparts(const ProteinChain& reference, const ProteinChain* model,
                                             const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs) {
  std::vector<PairedResidue> out;
  for (std::size_t i = 0; i < reference.residues.size(); ++i)
    out.push_back({-1, reference.residues[i], reference.chain, static_cast<std::int32_t>(i)});
  if (model == nullptr) return out;
  for (const auto& [m, r] : pairs)
    out[static_cast<std::size_t>(r)].model = model->residues[static_cast<std::size_t>(m)];
  return out;
}

using Sides = std::vector<std::vector<PairedResidue>>;   // one for each reference chain

Expected<void> compare_interfaces(const Structure& model, const Structure& reference,
                                  const std::vector<ProteinChain>& references, const Sides& sides,
                                  const std::vector<std::uint8_t>& mapped, const CompareOptions& options,
                                  Comparison& out) {
  if (options.partners) {
    std::array<std::vector<PairedResidue>, 2> partner;
    std::array<std::string, 2> names;
    for (std::size_t side = 0; side < 2; ++side) {
      for (const std::string& name : side == 0 ? options.partners->first : options.partners->second) {
        const auto at =
            std::find_if(references.begin(), references.end(), [&](const ProteinChain& c) { return c.name == name; });
        if (at == references.end()) {
          return Error{ErrorCode::kNotFound, fmt::format("the reference has no protein chain '{}'", name), "partners",
                       fmt::format("It has: {}", names_of(references))};
        }
        const auto& more = sides[static_cast<std::size_t>(at - references.begin())];
        partner[side].insert(partner[side].end(), more.begin(), more.end());
        names[side] += name;
      }
    }
    auto scores = score_interface(interface_residues(model, reference, partner[0]),
                                  interface_residues(model, reference, partner[1]));
    if (!scores) return scores.error();
    out.interfaces.push_back({names[0], names[1], *scores});
    return {};
  }
  std::vector<std::vector<InterfaceResidue>> atoms(references.size());
  for (std::size_t i = 0; i < references.size(); ++i) {
    if (mapped[i]) atoms[i] = interface_residues(model, reference, sides[i]);
  }
  for (std::size_t i = 0; i < references.size(); ++i) {
    for (std::size_t j = i + 1; j < references.size(); ++j) {
      if (!mapped[i] || !mapped[j]) continue;
      auto scores = score_interface(atoms[i], atoms[j]);
      if (!scores) continue;   // they do not touch, or nothing of the interface is in the model
      out.interfaces.push_back({references[i].name, references[j].name, *scores});
    }
  }
  return {};
}

void fill_residues(const Structure& model, const Structure& reference, const std::vector<PairedResidue>& all,
                   Comparison& out) {
  const Superposition& move = out.whole.scores ? out.whole.scores->superposition : out.whole.ca.superposition;
  for (std::size_t i = 0; i < all.size(); ++i) {
    ResidueComparison one{all[i].model, all[i].reference, kNan, kNan, kNan};
    if (!out.whole.lddt.residue_score.empty()) {
      one.lddt = out.whole.lddt.residue_score[i];
      one.ca_lddt = out.whole.ca_lddt.residue_score[i];
    }
    const PairedAtoms ca = shared_ca(model, reference, {all[i]});
    if (!ca.model.empty()) one.ca_distance = distance(move.apply(ca.model.front()), ca.reference.front());
    out.residues.push_back(one);
  }
}

}  // namespace

Expected<Comparison> compare_structures(const Structure& model, const Structure& reference,
                                        const CompareOptions& options) {
  const std::vector<ProteinChain> models = protein_chains(model), references = protein_chains(reference);
  if (models.empty()) return no_protein("model");
  if (references.empty()) return no_protein("reference");
  auto mapped = options.chains.empty() ? map_chains(models, references) : named_chains(models, references, options);
  if (!mapped) return mapped.error();
  if (mapped->empty()) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("the structures have nothing in common: no chain of the model ({}) has {:.0f} % of its "
                             "residues in common with one of the reference ({})",
                             names_of(models), 100 * kLeastIdentity, names_of(references)),
                 "model", "Name chains that belong together (--chains), or align by structure (--align)"};
  }

  Comparison out;
  std::vector<std::uint8_t> reference_mapped(references.size(), 0), model_mapped(models.size(), 0);
  Sides sides(references.size());
  for (std::size_t r = 0; r < references.size(); ++r) sides[r] = with_counterparts(references[r], nullptr, {});
  for (MappedChains& pair : *mapped) {
    const ProteinChain &m = models[pair.model], &r = references[pair.reference];
    choose_residues(model, m, reference, r, options.matching, pair);
    if (pair.residues.empty()) {
      return Error{
          ErrorCode::kNotFound,
          fmt::format("chain {} of the model and chain {} of the reference have no residue in common", m.name, r.name),
          "chains", "Match residues by sequence (--match sequence), or name other chains"};
    }
    reference_mapped[pair.reference] = model_mapped[pair.model] = 1;
    sides[pair.reference] = with_counterparts(r, &m, pair.residues);
    auto scores = score_protein(model, reference, sides[pair.reference], options);
    if (!scores) return scores.error();
    ChainComparison one{m.chain, r.chain, {}, std::move(*scores)};
    for (const PairedResidue& p : sides[pair.reference]) {
      if (p.model >= 0) one.residues.emplace_back(p.model, p.reference);
    }
    out.chains.push_back(std::move(one));
  }
  std::vector<PairedResidue> all;
  for (std::size_t r = 0; r < references.size(); ++r) {
    if (!reference_mapped[r]) out.reference_only.push_back(references[r].chain);
    if (!reference_mapped[r] && !options.chains.empty()) continue;   // the user chose to leave it out
    all.insert(all.end(), sides[r].begin(), sides[r].end());
  }
  for (std::size_t m = 0; m < models.size(); ++m) {
    if (!model_mapped[m]) out.model_only.push_back(models[m].chain);
  }
  if (out.chains.size() == 1 && all.size() == sides[mapped->front().reference].size()) {
    out.whole = out.chains.front().scores;
  } else {
    auto whole = score_protein(model, reference, all, options);
    if (!whole) return whole.error();
    out.whole = std::move(*whole);
  }
  fill_residues(model, reference, all, out);
  if (options.with_interfaces) {
    auto done = compare_interfaces(model, reference, references, sides, reference_mapped, options, out);
    if (!done) return done.error();
  }
  if (options.ligands) {
    auto ligands = compare_ligands(model, reference, out, out.notes);
    if (!ligands) return ligands.error();
    out.ligands = std::move(*ligands);
  }
  return out;
}

}  // namespace maek::mol
