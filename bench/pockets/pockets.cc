// SPDX-License-Identifier: Apache-2.0
// bench/pockets: is the crystal ligand in one of the first pockets, on receptors that bound it (redock, crossdock) and on their
// free states (apoholo); seconds for a receptor. --json writes every pocket's features: what the score was fitted on.
#include <time.h>  // for clock_gettime

#include <cstdio>  // for std::printf
#include <fstream>  // for std::ofstream
#include <map>  // for std::map

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/redock/statistics.h"  // for mean, bootstrap
#include "dock/pockets.h"  // for find_pockets
#include "mol/molecule.h"  // for read_molecule
#include "mol/read_structure.h"  // for read_structure
#include "tests/archive.h"  // for read_archive
#include "tests/test_data.h"  // for test_data

namespace maek::bench {
namespace {

using nlohmann::json;

constexpr double kNear = 4.0;  // Å between the ligand's centre and the pocket's: the usual criterion
constexpr double kInside = 2.0;  // Å from the ligand's centre to the nearest point of the pocket

double cpu_now() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

struct Case {
  std::string id, receptor, ligand, copies;
};

std::vector<Case> cases(const std::filesystem::path& data, const std::string& set) {
  const auto files = read_archive(data / set / (set + ".tar.zst"));
  const auto file = [&files](const std::string& name) {
    const auto found = files.find(name);
    return found == files.end() ? std::string() : found->second;
  };
  std::vector<Case> out;
  for (const auto& [name, bytes] : files) {
    const std::size_t cut = name.rfind('/');
    const std::string folder = name.substr(0, cut + 1), base = name.substr(cut + 1);
    const bool apo = set == "apoholo";
    if (!(apo ? base.starts_with("apo_") : base == "receptor.pdb")) continue;
    out.push_back({folder.substr(folder.find('/') + 1) + (apo ? base : ""), bytes, file(folder + "ligand.sdf"),
                   file(folder + "ligand_copies.sdf")});
  }
  return out;
}

/// Centres of the ligand and of its further copies that touch the same chains: each is a true site.
std::vector<std::vector<mol::Position>> sites(const Case& c) {
  std::vector<std::vector<mol::Position>> out;
  for (const std::string* sdf : {&c.ligand, &c.copies}) {
    if (sdf->empty()) continue;
    const auto molecules = mol::read_sdf(*sdf, c.id);
    if (!molecules) continue;
    for (const mol::Molecule& m : *molecules) out.push_back(m.positions());
  }
  return out;
}

json run_case(const Case& c) {
  json row = {{"id", c.id}, {"pockets", json::array()}};
  const auto structure = mol::read_structure(c.receptor, c.id);
  if (!structure) {
    row["error"] = structure.error().text();
    return row;
  }
  const double start = cpu_now();
  const auto pockets = dock::find_pockets(mol::single_conformation(*structure), {});
  row["cpu"] = cpu_now() - start;
  row["atoms"] = structure->atoms.size();
  if (!pockets) {
    row["error"] = pockets.error().text();
    return row;
  }
  const auto ligands = sites(c);
  for (const dock::Pocket& p : *pockets) {
    double centre = 1e9, nearest = 1e9, covered = 0;
    for (const auto& ligand : ligands) {
      mol::Position middle;
      for (const mol::Position x : ligand) middle += x / static_cast<double>(ligand.size());
      double near = 1e9, inside = 0;
      for (const mol::Position x : p.points) near = std::min(near, distance(x, middle));
      for (const mol::Position x : ligand) {
        const auto close = [x](mol::Position point) { return squared_distance(point, x) <= kInside * kInside; };
        inside += std::any_of(p.points.begin(), p.points.end(), close);
      }
      centre = std::min(centre, distance(p.centre, middle));
      nearest = std::min(nearest, near);
      covered = std::max(covered, inside / static_cast<double>(ligand.size()));
    }
    row["pockets"].push_back({{"centre", centre},
                              {"nearest", nearest},
                              {"covered", covered},
                              {"volume", p.volume},
                              {"enclosure", p.enclosure},
                              {"depth", p.depth.value_or(-1)},
                              {"polar", p.polar_share},
                              {"aromatic", p.aromatic_share},
                              {"room", p.room},
                              {"total_room", p.total_room},
                              {"residues", p.residues.size()},
                              {"score", p.score}});
  }
  return row;
}

bool hit(const json& row, std::size_t within, bool inside_too) {
  for (std::size_t i = 0; i < std::min(within, row["pockets"].size()); ++i) {
    const json& p = row["pockets"][i];
    if (p["centre"].get<double>() <= kNear && (!inside_too || p["nearest"].get<double>() <= kInside)) return true;
  }
  return false;
}

bool holds(const json& row, std::size_t within) {
  for (std::size_t i = 0; i < std::min(within, row["pockets"].size()); ++i) {
    if (row["pockets"][i]["covered"].get<double>() >= 0.5) return true;
  }
  return false;
}

int run(const std::string& json_file) {
  const auto data = test_data("data/redock");
  if (!data) {
    std::fprintf(stderr, "bench pockets: the set data/redock is not here: set MAEK_TEST_DATA\n");
    return 1;
  }
  json all;
  std::printf("%-10s %5s %18s %7s %14s %14s %12s %9s %9s\n", "set", "n", "centre top 1", "top 3", "and inside, 1",
              "top 3", "half in, 1", "top 3", "CPU s");
  for (const std::string set : {"redock", "crossdock", "apoholo"}) {
    std::vector<double> shares[6], cpu;
    for (const Case& c : cases(data->parent_path(), set)) {
      json row = run_case(c);
      int k = 0;
      for (const std::size_t within : {std::size_t{1}, std::size_t{3}}) {
        shares[k++].push_back(hit(row, within, false));
        shares[k++].push_back(hit(row, within, true));
        shares[k++].push_back(holds(row, within));
      }
      cpu.push_back(row.value("cpu", 0.0));
      row["set"] = set;
      all.push_back(std::move(row));
    }
    const Interval i = bootstrap(shares[0], 1);
    std::printf("%-10s %5zu %5.1f (%3.0f to %3.0f) %7.1f %14.1f %14.1f %12.1f %9.1f %9.3f\n", set.c_str(), cpu.size(),
                100 * mean(shares[0]), 100 * i.low, 100 * i.high, 100 * mean(shares[3]), 100 * mean(shares[1]),
                100 * mean(shares[4]), 100 * mean(shares[2]), 100 * mean(shares[5]), median(cpu));
  }
  if (!json_file.empty()) std::ofstream(json_file) << all.dump() << '\n';
  return 0;
}

}  // namespace
}  // namespace maek::bench

int main(int argc, char** argv) {
  if (argc != 1 && !(argc == 3 && std::string(argv[1]) == "--json")) {
    std::fprintf(stderr, "bench_pockets [--json FILE]\n");
    return 2;
  }
  return maek::bench::run(argc == 3 ? argv[2] : "");
}
