// SPDX-License-Identifier: Apache-2.0
// bench/crossdock: docking into a receptor that another ligand, or none, has shaped, rigid, beside AutoDock Vina on the
// same receptor, box, start conformer and seed. Pairs whose true pose bumps into the receptor apart. Resumes from its log.
#include <time.h>  // for clock_gettime

#include <cstdio>  // for std::printf
#include <fstream>  // for std::ifstream
#include <map>  // for std::map
#include <numeric>  // for std::accumulate

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/cpu.h"  // for current_isa
#include "bench/crossdock/pairs.h"  // for read_pairs
#include "bench/redock/statistics.h"  // for median, bootstrap
#include "bench/redock/vina_peer.h"  // for run_vina
#include "dock/internal/pose_judge.h"  // for PoseJudge
#include "dock/prepare.h"  // for prepare_ligand_input
#include "dock/search.h"  // for search
#include "mol/symmetry.h"  // for rmsd_to_reference
#include "tests/test_data.h"  // for test_data

namespace maek::bench {
namespace {

using mol::Position;
using nlohmann::json;

constexpr double kStrict = 2.0, kLoose = 2.5;  // Å; the truth carries the error of a superposition
constexpr int kPoses = 9;
constexpr int kExhaustiveness = 8;  // both sides' default
constexpr const char* kRuns[] = {"one", "default", "vina"};

struct Options {
  bool peer = true, redo = false;
  std::string json_file, log_file = "out/crossdock.jsonl", only;
  int seed = 1;
  std::size_t limit = SIZE_MAX;  // of new runs of the peer in this call
};

double cpu_now() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// What both sides are judged by.
struct Judge {
  dock::internal::PoseJudge checks;
  mol::Molecule truth;

  void add(json& row, const mol::Molecule& start, const mol::Molecule& pose) {
    const auto d = mol::rmsd_to_reference(pose, truth);
    row["rmsd"].push_back(d ? *d : 1e9);
    if (row["rmsd"].size() == 1) row["valid"] = checks.judge(start, pose).valid();
  }
};

json run_ours(const dock::DockReceptor& receptor, const dock::DockLigand& ligand, const dock::Box& box, int seed,
              Judge& judge) {
  const double cpu = cpu_now();
  auto system = dock::make_system(receptor.typed, ligand.tree, {}, dock::PairRule::kBreadthFirst);
  if (!system) return {{"error", system.error().text()}};
  std::vector<std::vector<Position>> starts;
  for (const mol::LigandTree& tree : ligand.trees) {
    std::vector<Position> x;
    for (const dock::LigandAtom& a : system->ligand.atoms)
      x.push_back(tree.tree.atoms[static_cast<std::size_t>(a.tree_atom)].position);
    starts.push_back(std::move(x));
  }
  dock::SearchOptions options;
  options.box = box;
  options.exhaustiveness = kExhaustiveness;
  options.poses = kPoses;
  options.seed = static_cast<std::uint64_t>(seed);
  options.isa = current_isa();
  auto found = dock::search(*system, starts, options);
  json row = {{"cpu", cpu_now() - cpu}};
  if (!found) {
    row["error"] = found.error().text();
    return row;
  }
  for (const dock::Pose& pose : found->poses) {
    std::vector<Position> tree_order(pose.positions.size());
    for (std::size_t a = 0; a < tree_order.size(); ++a)
      tree_order[static_cast<std::size_t>(system->ligand.atoms[a].tree_atom)] = pose.positions[a];
    const mol::Molecule& start = ligand.conformers[pose.conformer];
    judge.add(row, start,
              start.with_positions(mol::molecule_positions(start, ligand.trees[pose.conformer], tree_order)));
    row["score"].push_back(pose.terms.score);
  }
  return row;
}

/// The set's box is made for the receptor's own ligand. No edge is left shorter than the docked ligand is long in its start
/// conformer: true coordinates are not looked at.
dock::Box roomy(dock::Box box, const mol::Molecule& start, bool& enlarged) {
  double longest = 0;
  for (std::size_t i = 0; i < start.positions().size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (start.atoms()[i].element == mol::Element::kH || start.atoms()[j].element == mol::Element::kH) continue;
      longest = std::max(longest, std::sqrt(squared_distance(start.positions()[i], start.positions()[j])));
    }
  }
  for (double* edge : {&box.size.x, &box.size.y, &box.size.z}) {
    enlarged = enlarged || *edge < longest;
    *edge = std::max(*edge, longest);
  }
  return box;
}

json run_pair(const Pair& p, const Options& o, bool peer_first, json row) {
  row["id"] = p.id;
  row["seed"] = o.seed;
  std::vector<std::string> notes;
  const auto failed = [&row](const Error& e) {
    row["error"] = e.text();
    return row;
  };
  auto receptor = dock::prepare_receptor_input({p.id + "/receptor.pdb", p.receptor_pdb, true}, {}, notes);
  if (!receptor) return failed(receptor.error());
  dock::LigandOptions as_given;
  as_given.conformers = 0;
  auto ligand = dock::prepare_ligand_input({p.id + "/ligand_start.sdf", p.start_sdf, true}, as_given, notes);
  if (!ligand) return failed(ligand.error());
  auto truth = mol::read_molecule(p.truth_sdf, p.id);
  if (!truth) return failed(truth.error());
  const OperationContext context;
  Judge judge{{*receptor, false, context}, *truth};
  bool enlarged = false;
  const dock::Box box = roomy(p.box, ligand->conformers.front(), enlarged);
  row["enlarged"] = enlarged;

  const auto peer = [&] {
    if (!o.peer || row.contains("vina")) return;
    const auto scratch = std::filesystem::temp_directory_path() / fmt::format("maek-crossdock-{}-{}", p.id, o.seed);
    std::filesystem::create_directories(scratch);
    auto run = run_vina(receptor->typed, ligand->tree, box, kExhaustiveness, kPoses, o.seed, scratch);
    std::filesystem::remove_all(scratch);
    json& v = row["vina"];
    if (!run) {
      v = {{"error", run.error().text()}};
      return;
    }
    v = {{"cpu", run->cpu_seconds}, {"score", run->affinity}};
    const mol::Molecule& start = ligand->conformers.front();
    for (const auto& pose : run->poses)
      judge.add(v, start, start.with_positions(mol::molecule_positions(start, ligand->trees.front(), pose)));
  };
  if (peer_first) peer();
  if (!row.contains("one") || o.redo) row["one"] = run_ours(*receptor, *ligand, box, o.seed, judge);
  if (!row.contains("default") || o.redo) {
    const double cpu = cpu_now();
    dock::LigandOptions options;
    options.seed = static_cast<std::uint64_t>(o.seed);
    auto made = dock::prepare_ligand_input({"smiles", p.smiles, false}, options, notes);
    const double conformers = cpu_now() - cpu;
    row["default"] = made ? run_ours(*receptor, *made, box, o.seed, judge) : json{{"error", made.error().text()}};
    row["default"]["cpu"] = row["default"].value("cpu", 0.0) + conformers;
  }
  if (!peer_first) peer();
  return row;
}

bool hit(const json& run, std::size_t within, double limit) {
  if (!run.contains("rmsd")) return false;
  for (std::size_t i = 0; i < std::min<std::size_t>(within, run["rmsd"].size()); ++i) {
    if (run["rmsd"][i].get<double>() <= limit) return true;
  }
  return false;
}

/// One run's figures over the rows that have it.
json figures(const std::vector<std::pair<const Pair*, json>>& rows, const char* run) {
  std::vector<double> strict, loose, best, best_loose, valid, sound, cpu;
  std::map<std::string, std::vector<double>> by_protein, best_by_protein;
  for (const auto& [pair, row] : rows) {
    const json r = row.value(run, json::object());  // a pair that failed counts as a failure
    strict.push_back(hit(r, 1, kStrict));
    loose.push_back(hit(r, 1, kLoose));
    best.push_back(hit(r, kPoses, kStrict));
    best_loose.push_back(hit(r, kPoses, kLoose));
    valid.push_back(r.value("valid", false));
    sound.push_back(valid.back() * strict.back());
    by_protein[pair->protein].push_back(strict.back());
    best_by_protein[pair->protein].push_back(best.back());
    if (r.contains("cpu")) cpu.push_back(r["cpu"]);
  }
  const auto over_proteins = [](const auto& groups) {
    std::vector<double> means;
    for (const auto& [name, values] : groups) means.push_back(mean(values));
    return mean(means);
  };
  const Interval i = bootstrap(strict, 1);
  return {{"pairs", rows.size()},
          {"proteins", by_protein.size()},
          {"top1_2A", mean(strict)},
          {"top1_2A_interval", {i.low, i.high}},
          {"top1_2.5A", mean(loose)},
          {"best9_2A", mean(best)},
          {"best9_2.5A", mean(best_loose)},
          {"top1_2A_per_protein", over_proteins(by_protein)},
          {"best9_2A_per_protein", over_proteins(best_by_protein)},
          {"top1_valid", mean(valid)},
          {"top1_2A_and_valid", mean(sound)},
          {"cpu_median", median(cpu)}};
}

json summarise(const std::vector<std::pair<const Pair*, json>>& rows) {
  json out = {{"isa", to_string(current_isa())}, {"cpu", cpu_name()}};
  std::printf("\n%-10s %-8s %-8s %5s %9s %9s %9s %9s %9s %9s %9s %8s\n", "set", "half", "run", "pairs", "top1 2A",
              "top1 2.5A", "best 2A", "best 2.5A", "protein", "valid", "2A+valid", "CPU s");
  for (const char* set : {"crossdock", "apoholo"}) {
    for (const char* half : {"all", "fits", "bumps"}) {
      std::vector<std::pair<const Pair*, json>> mine, with_peer;
      for (const auto& entry : rows) {
        if (entry.first->set != set) continue;
        if (std::string(half) != "all" && (entry.first->bumps > 0) != (std::string(half) == "bumps")) continue;
        mine.push_back(entry);
        if (entry.second.contains("vina")) with_peer.push_back(entry);
      }
      if (mine.empty()) continue;
      // Ours over all pairs, then both sides over those that the peer has done.
      const bool partly = !with_peer.empty() && with_peer.size() < mine.size();
      for (const auto* part : {&mine, &with_peer}) {
        if (part == &with_peer && with_peer.empty()) continue;
        if (part == &mine && with_peer.size() == mine.size()) continue;
        for (const char* run : kRuns) {
          if (part == &mine && std::string(run) == "vina") continue;
          const json f = figures(*part, run);
          out[set][half][part == &with_peer && partly ? "pairs_of_peer" : "all_pairs"][run] = f;
          const auto percent = [&f](const char* name) { return 100 * f[name].get<double>(); };
          std::printf("%-10s %-8s %-8s %5zu %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f %8.2f\n", set, half, run,
                      part->size(), percent("top1_2A"), percent("top1_2.5A"), percent("best9_2A"),
                      percent("best9_2.5A"), percent("top1_2A_per_protein"), percent("top1_valid"),
                      percent("top1_2A_and_valid"), f["cpu_median"].get<double>());
        }
      }
    }
  }
  return out;
}

void print_row(const json& r) {
  const auto text = [&r](const char* run) {
    if (!r.contains(run)) return std::string(15, ' ');
    if (!r[run].contains("rmsd")) return fmt::format("{:>15}", "failed");
    return fmt::format("{:6.2f} {:8.2f}", r[run]["rmsd"][0].get<double>(), r[run]["cpu"].get<double>());
  };
  std::printf("%-40s %s | %s | %s %s\n", r["id"].get<std::string>().c_str(), text("one").c_str(),
              text("default").c_str(), text("vina").c_str(), r.value("error", std::string()).c_str());
  std::fflush(stdout);
}

int run(const Options& o) {
  const auto data = test_data("data/crossdock");
  if (!data) {
    std::fprintf(stderr, "bench crossdock: the set data/crossdock is not here: set MAEK_TEST_DATA\n");
    return 1;
  }
  const std::vector<Pair> pairs = read_pairs(data->parent_path());
  std::map<std::string, json> done;  // the log is the state; a later row of a pair replaces the earlier one
  {
    std::ifstream in(o.log_file);
    for (std::string line; std::getline(in, line);) {
      json row = json::parse(line, nullptr, false);
      if (row.is_discarded() || row.value("seed", 0) != o.seed) continue;
      const std::string id = row["id"];
      done[id] = std::move(row);
    }
  }
  if (const auto folder = std::filesystem::path(o.log_file).parent_path(); !folder.empty())
    std::filesystem::create_directories(folder);
  std::printf("%-40s %-15s | %-15s | %-15s\n%-40s %6s %8s | %6s %8s | %6s %8s\n", "top pose", "ours, one start",
              "ours, default", "AutoDock Vina", "pair", "RMSD", "CPU s", "RMSD", "CPU s", "RMSD", "CPU s");
  std::vector<std::pair<const Pair*, json>> rows;
  std::size_t peers = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Pair& p = pairs[i];
    if (!o.only.empty() && p.id.find(o.only) == std::string::npos) continue;
    json row = done.contains(p.id) ? done[p.id] : json::object();
    Options now = o;
    now.peer = o.peer && !row.contains("vina") && peers < o.limit;
    if (!row.contains("default") || o.redo || now.peer) {
      peers += now.peer;
      row = run_pair(p, now, i % 2 == 1, std::move(row));
      std::ofstream(o.log_file, std::ios::app) << row.dump() << '\n';
    }
    print_row(row);
    rows.emplace_back(&p, std::move(row));
  }
  const json summary = summarise(rows);
  if (!o.json_file.empty()) {
    json out = {{"summary", summary}, {"rows", json::array()}};
    for (const auto& [pair, row] : rows) out["rows"].push_back(row);
    std::ofstream(o.json_file) << out.dump(1) << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace maek::bench

int main(int argc, char** argv) {
  maek::bench::Options o;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
    if (word == "--no-peer")
      o.peer = false;
    else if (word == "--redo")
      o.redo = true;
    else if (word == "--json")
      o.json_file = value();
    else if (word == "--log")
      o.log_file = value();
    else if (word == "--only")
      o.only = value();
    else if (word == "--peers")
      o.limit = static_cast<std::size_t>(std::atol(value().c_str()));
    else if (word == "--seed")
      o.seed = std::atoi(value().c_str());
    else {
      std::fprintf(stderr,
                   "bench_crossdock [--no-peer] [--peers N] [--redo] [--json FILE] [--log FILE] [--seed N] [--only "
                   "PART_OF_ID]\n");
      return 2;
    }
  }
  return maek::bench::run(o);
}
