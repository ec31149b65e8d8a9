// SPDX-License-Identifier: Apache-2.0
#include "bench/affinity/poses.h"

#include <cmath>       // for std::abs
#include <cstdio>      // for std::fprintf
#include <fstream>     // for std::ifstream
#include <map>         // for std::map
#include <optional>    // for std::optional

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/cpu.h"       // for current_isa
#include "dock/search.h"    // for search
#include "mol/symmetry.h"   // for rmsd_to_reference

namespace maek::bench {
namespace {

using mol::Position;
using nlohmann::json;

constexpr const char* kCacheVersion = "1";   // raise it when a feature changes its meaning

std::string key_of(const AffinitySystem& system, std::size_t ligand) {
  return fmt::format("{}/{}/{}", system.name, ligand, system.ligands[ligand].pose.name());
}

/// Rows of a log of JSON lines by their "key"; a torn last line is left out.
std::map<std::string, json> read_log(const std::string& file) {
  std::map<std::string, json> rows;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    json row = json::parse(line, nullptr, false);
    if (row.is_discarded() || !row.contains("key")) continue;
    std::string key = row["key"];
    rows[std::move(key)] = std::move(row);
  }
  return rows;
}

void append(const std::string& file, const json& row) {
  if (const auto folder = std::filesystem::path(file).parent_path(); !folder.empty())
    std::filesystem::create_directories(folder);
  std::ofstream(file, std::ios::app) << row.dump() << '\n';
}

std::optional<dock::DockReceptor> receptor_of(const AffinitySystem& system) {
  std::vector<std::string> notes;
  auto receptor = dock::prepare_receptor_input({system.name + ".pdb", system.protein_pdb, true}, {}, notes);
  if (!receptor) {
    std::fprintf(stderr, "%s\n", receptor.error().text().c_str());
    return std::nullopt;
  }
  return std::move(*receptor);
}

dock::Box box_around(const mol::Molecule& pose) {
  Position low = pose.positions().front(), high = low;
  for (std::size_t i = 0; i < pose.atoms().size(); ++i) {
    if (pose.atoms()[i].element == mol::Element::kH) continue;
    const Position p = pose.positions()[i];
    low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
  }
  const auto edge = [](double length) { return std::max(dock::kSmallestEdge, length + 2 * dock::kBoxMargin); };
  return {0.5 * (low + high), {edge(high.x - low.x), edge(high.y - low.y), edge(high.z - low.z)}};
}

/// The best pose of our default search as an SDF record, or why there is none.
json dock_one(const dock::DockReceptor& receptor, const MeasuredLigand& ligand) {
  std::vector<std::string> notes;
  dock::LigandOptions options;
  options.keep_protonation = true;   // the states are given: what is compared is the pose
  auto made = dock::prepare_ligand_input({"smiles", ligand.pose.canonical_smiles(), false}, options, notes);
  if (!made) return {{"error", made.error().text()}};
  auto system = dock::make_system(receptor.typed, made->tree, {}, dock::PairRule::kBreadthFirst);
  if (!system) return {{"error", system.error().text()}};
  std::vector<std::vector<Position>> starts;
  for (const mol::LigandTree& tree : made->trees) {
    std::vector<Position>& x = starts.emplace_back();
    for (const dock::LigandAtom& a : system->ligand.atoms)
      x.push_back(tree.tree.atoms[static_cast<std::size_t>(a.tree_atom)].position);
  }
  dock::SearchOptions search;
  search.box = box_around(ligand.pose);
  search.isa = current_isa();
  auto found = dock::search(*system, starts, search);
  if (!found) return {{"error", found.error().text()}};
  const dock::Pose& best = found->poses.front();
  std::vector<Position> placed(best.positions.size());
  for (std::size_t a = 0; a < placed.size(); ++a)
    placed[static_cast<std::size_t>(system->ligand.atoms[a].tree_atom)] = best.positions[a];
  const mol::Molecule& conformer = made->conformers[best.conformer];
  return {
      {"score", best.terms.score},
      {"sdf",
       mol::to_sdf(
           {{conformer.with_positions(mol::molecule_positions(conformer, made->trees[best.conformer], placed)), {}}})}};
}

json measure_one(const dock::DockReceptor& receptor, const mol::Molecule& pose, bool relax) {
  auto measured = dock::measure_pose(receptor, pose, relax);
  if (!measured) return {{"error", measured.error().text()}};
  return {{"features", measured->features.values}};
}

std::string elements_of(const mol::Molecule& molecule) {
  std::string out = " ";
  for (const mol::MoleculeAtom& a : molecule.atoms()) {
    const std::string symbol(mol::symbol(a.element));
    if (a.element != mol::Element::kH && out.find(" " + symbol + " ") == std::string::npos) out += symbol + " ";
  }
  return out;
}

const char* name_of(Poses poses) {
  return poses == Poses::kGiven ? "given" : poses == Poses::kRelaxed ? "relaxed" : "docked";
}

}  // namespace

void dock_all(const std::vector<AffinitySystem>& systems, const PoseOptions& options) {
  const std::string log = options.folder + "/affinity_docked.jsonl";
  const auto done = read_log(log);
  std::size_t count = 0;
  for (std::size_t s = 0; s < systems.size(); s += static_cast<std::size_t>(options.every)) {
    std::optional<dock::DockReceptor> receptor;
    for (std::size_t k = 0; k < systems[s].ligands.size(); ++k, ++count) {
      const std::string key = key_of(systems[s], k);
      if (count % options.parts != options.part || done.contains(key)) continue;
      if (!receptor && !(receptor = receptor_of(systems[s]))) break;
      json row = dock_one(*receptor, systems[s].ligands[k]);
      row["key"] = key;
      append(log, row);
      std::fprintf(stderr, "\rdocked %zu %-70s", count + 1, key.c_str());
    }
  }
  std::fprintf(stderr, "\n");
}

std::vector<Sample> measure_all(const std::vector<AffinitySystem>& systems, Poses poses, const PoseOptions& options) {
  const std::string cache = fmt::format("{}/affinity_{}_{}.jsonl", options.folder, name_of(poses), kCacheVersion);
  auto known = read_log(cache);
  const auto docked =
      poses == Poses::kDocked ? read_log(options.folder + "/affinity_docked.jsonl") : std::map<std::string, json>{};
  std::vector<Sample> samples;
  for (std::size_t s = 0; s < systems.size(); s += static_cast<std::size_t>(options.every)) {
    const AffinitySystem& system = systems[s];
    std::optional<dock::DockReceptor> receptor;
    std::map<std::string, Sample> best;   // by SMILES
    for (std::size_t k = 0; k < system.ligands.size(); ++k) {
      const MeasuredLigand& ligand = system.ligands[k];
      const std::string key = key_of(system, k);
      mol::Molecule pose = ligand.pose;
      double rmsd = 0;
      if (poses == Poses::kDocked) {
        const auto row = docked.find(key);
        if (row == docked.end() || !row->second.contains("sdf")) continue;
        auto read = mol::read_molecule(row->second["sdf"].get<std::string>(), key);
        if (!read) continue;
        pose = std::move(*read);
        if (auto d = mol::rmsd_to_reference(pose, ligand.pose)) rmsd = *d;
      }
      json& row = known[key];
      if (row.is_null()) {
        if (!receptor && !(receptor = receptor_of(system))) break;
        row = measure_one(*receptor, pose, poses != Poses::kGiven);
        row["key"] = key;
        append(cache, row);
        std::fprintf(stderr, "\rmeasured %-70s", key.c_str());
      }
      if (!row.contains("features")) {
        std::fprintf(stderr, "%s: %s\n", key.c_str(), row.value("error", std::string("?")).c_str());
        continue;
      }
      Sample sample{
          s,    ligand.pose.name(),      ligand.smiles, ligand.pk, system.protein, system.family, system.absolute, {},
          rmsd, elements_of(ligand.pose)};
      sample.features.values = row["features"].get<decltype(sample.features.values)>();
      const auto old = best.find(ligand.smiles);
      constexpr auto kVina = dock::AffinityFeature::kVina;
      if (old == best.end() || sample.features[kVina] < old->second.features[kVina]) best[ligand.smiles] = sample;
    }
    for (auto& [smiles, sample] : best) samples.push_back(std::move(sample));
  }
  return samples;
}

}  // namespace maek::bench
