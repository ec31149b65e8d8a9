// SPDX-License-Identifier: Apache-2.0
#include "mol/variants.h"

#include <algorithm>   // for std::sort
#include <exception>   // for std::exception
#include <set>         // for std::set

#include <fmt/format.h>
#include <GraphMol/Chirality.h>                 // for findPotentialStereo
#include <GraphMol/MolOps.h>                    // for assignStereochemistry
#include <GraphMol/MolStandardize/Tautomer.h>   // for TautomerEnumerator

#include "mol/chemistry.h"                  // for protonate, remove_hydrogens
#include "mol/internal/molecule_rdkit.h"    // for to_rdkit, from_rdkit

namespace maek::mol {
namespace {

using RDKit::Chirality::StereoInfo;
using RDKit::Chirality::StereoSpecified;
using RDKit::Chirality::StereoType;

std::string joined(const std::string& a, const std::string& b) { return a.empty() ? b : b.empty() ? a : a + ", " + b; }

/// The given form first.
std::vector<Variant> tautomers(const Variant& given, VariantSet& out) {
  std::vector<Variant> all{given};
  RDKit::MolStandardize::TautomerEnumerator rules;
  rules.setMaxTautomers(kMostTautomers);
  // Tautomerism through a centre leaves it open; what the user gave would be lost.
  rules.setRemoveSp3Stereo(false);
  rules.setRemoveBondStereo(false);
  const RDKit::RWMol mol = to_rdkit(given.molecule);
  const auto result = rules.enumerate(mol);
  std::vector<std::pair<std::string, Molecule>> others;
  const std::string own = given.molecule.canonical_smiles();
  for (const RDKit::ROMOL_SPTR& form : result) {
    Molecule molecule = from_rdkit(RDKit::ROMol(*form), given.molecule.name());
    std::string smiles = molecule.canonical_smiles();
    if (smiles != own) others.emplace_back(std::move(smiles), std::move(molecule));
  }
  std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [smiles, molecule] : others)
    all.push_back({std::move(molecule), fmt::format("tautomer {}", all.size() + 1)});
  if (result.size() >= kMostTautomers)
    out.notes.push_back(fmt::format("more than {} tautomers: the rules were stopped there", kMostTautomers));
  return all;
}

/// "C3 R, C5 S" or "C2=C3 E" of the elements that were varied.
std::string stereo_name(const RDKit::ROMol& mol, const std::vector<StereoInfo>& open) {
  std::string name;
  for (const StereoInfo& info : open) {
    if (info.type == StereoType::Bond_Double) {
      const RDKit::Bond* bond = mol.getBondWithIdx(info.centeredOn);
      const char* word = bond->getStereo() == RDKit::Bond::STEREOE       ? "E"
                         : bond->getStereo() == RDKit::Bond::STEREOZ     ? "Z"
                         : bond->getStereo() == RDKit::Bond::STEREOTRANS ? "trans"
                                                                         : "cis";
      name = joined(name, fmt::format("{}={} {}", atom_label(mol, bond->getBeginAtomIdx()),
                                      atom_label(mol, bond->getEndAtomIdx()), word));
    } else {
      std::string code = "?";
      mol.getAtomWithIdx(info.centeredOn)->getPropIfPresent(RDKit::common_properties::_CIPCode, code);
      name = joined(name, atom_label(mol, info.centeredOn) + " " + code);
    }
  }
  return name;
}

std::vector<Variant> stereoisomers(const Variant& given, VariantSet& out) {
  RDKit::RWMol start = to_rdkit(given.molecule);
  std::vector<StereoInfo> open;
  for (const StereoInfo& info : RDKit::Chirality::findPotentialStereo(start, false, true)) {
    if (info.specified != StereoSpecified::Unspecified && info.specified != StereoSpecified::Unknown) continue;
    if (info.type == StereoType::Atom_Tetrahedral) open.push_back(info);
  }
  // Marks the double bonds that are open, and names the neighbours that their stereo refers to.
  RDKit::MolOps::findPotentialStereoBonds(start, false);
  for (const RDKit::Bond* bond : start.bonds()) {
    if (bond->getStereo() != RDKit::Bond::STEREOANY) continue;
    StereoInfo info;
    info.type = StereoType::Bond_Double;
    info.centeredOn = bond->getIdx();
    open.push_back(info);
  }
  if (open.empty()) return {given};
  if (open.size() > static_cast<std::size_t>(kMostOpenStereo)) {
    out.notes.push_back(
        fmt::format("{} stereo elements are open: the first {} are varied", open.size(), kMostOpenStereo));
    open.resize(kMostOpenStereo);
  }
  std::vector<Variant> all;
  for (unsigned bits = 0; bits < 1u << open.size(); ++bits) {
    RDKit::RWMol mol(start);
    for (std::size_t k = 0; k < open.size(); ++k) {
      const bool second = (bits >> k & 1u) != 0;
      if (open[k].type == StereoType::Atom_Tetrahedral) {
        mol.getAtomWithIdx(open[k].centeredOn)
            ->setChiralTag(second ? RDKit::Atom::CHI_TETRAHEDRAL_CCW : RDKit::Atom::CHI_TETRAHEDRAL_CW);
        continue;
      }
      RDKit::Bond* bond = mol.getBondWithIdx(open[k].centeredOn);
      bond->setStereo(second ? RDKit::Bond::STEREOCIS : RDKit::Bond::STEREOTRANS);
    }
    RDKit::MolOps::setDoubleBondNeighborDirections(mol);
    RDKit::MolOps::assignStereochemistry(mol, true, true, true);
    std::string name = joined(given.name, stereo_name(mol, open));
    all.push_back({from_rdkit(RDKit::ROMol(mol), given.molecule.name()), std::move(name)});
  }
  return all;
}

std::vector<Variant> protomers(const Variant& given, const VariantOptions& options) {
  std::vector<Variant> all;
  std::set<std::string> known;
  // The form at the pH itself first, then outwards in steps that no two rules of the table share.
  for (int step = 0; step <= static_cast<int>(options.ph_window * 20 + 0.5); ++step) {
    for (const double sign : {1.0, -1.0}) {
      const double ph = options.ph + sign * 0.05 * step;
      Molecule form = protonate(given.molecule, ph, nullptr);
      if (!known.insert(form.canonical_smiles()).second) continue;
      all.push_back({std::move(form), joined(given.name, fmt::format("as at pH {:.2f}", ph))});
    }
  }
  return all;
}

}  // namespace

Expected<VariantSet> enumerate_variants(const Molecule& molecule, const VariantOptions& options) {
  silence_rdkit();
  VariantSet out;
  try {
    const Molecule bare = remove_hydrogens(molecule).with_positions({});
    std::vector<Variant> forms{{bare, ""}};
    if (options.tautomers) forms = tautomers(forms.front(), out);
    const auto expand = [&forms](auto&& each) {
      std::vector<Variant> next;
      for (const Variant& v : forms) {
        for (Variant& made : each(v)) next.push_back(std::move(made));
      }
      forms = std::move(next);
    };
    if (options.stereo) expand([&out](const Variant& v) { return stereoisomers(v, out); });
    if (options.protomers) expand([&options](const Variant& v) { return protomers(v, options); });
    std::set<std::string> known;   // a meso form is made twice
    for (Variant& v : forms) {
      if (!known.insert(v.molecule.canonical_smiles()).second) continue;
      if (out.variants.size() >= std::max<std::size_t>(options.most, 1)) {
        ++out.left_out;
        continue;
      }
      if (v.name.empty()) v.name = "as given";
      out.variants.push_back(std::move(v));
    }
  } catch (const std::exception& e) {
    return Error{ErrorCode::kInternal, fmt::format("the variants could not be made: {}", e.what()), molecule.name(),
                 ""};
  }
  if (out.left_out > 0)
    out.notes.push_back(
        fmt::format("{} of {} variants are left out", out.left_out, out.left_out + out.variants.size()));
  return out;
}

}  // namespace maek::mol
