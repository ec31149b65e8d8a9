// SPDX-License-Identifier: Apache-2.0
// bench/redock: does docking find the crystal pose again, beside AutoDock Vina on the same receptors, boxes, start conformers
// and seeds, one complex after the other in turn; success within 2 Å, CPU seconds, best energies. Resumes from its log.
#include <time.h>  // for clock_gettime

#include <chrono>  // for std::chrono::steady_clock
#include <cmath>  // for std::log, std::exp
#include <cstdio>  // for std::printf
#include <fstream>  // for std::ifstream
#include <optional>  // for std::optional

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/cpu.h"  // for current_isa
#include "bench/redock/complexes.h"  // for Complex
#include "bench/redock/statistics.h"  // for median, bootstrap
#include "bench/redock/vina_peer.h"  // for run_vina
#include "dock/internal/pose_judge.h"  // for PoseJudge
#include "dock/prepare.h"  // for prepare_ligand_input
#include "dock/search.h"  // for search
#include "mol/chemistry.h"  // for make_conformers
#include "mol/symmetry.h"  // for rmsd_to_reference
#include "tests/test_data.h"  // for test_data

namespace maek::bench {
namespace {

using mol::Position;
using nlohmann::json;

constexpr double kSuccess = 2.0;  // Å
constexpr int kPoses = 9;
constexpr int kVinaExhaustiveness = 8;  // its default

struct Options {
  bool quick = false, peer = true, energy = true;
  std::string json_file, log_file = "out/redock.jsonl", only, scoring = "vina";
  int seed = 1;
  int exhaustiveness = 8;  // of ours; Vina always runs at its default
  std::size_t part = 0, parts = 1;  // --part K/N: every N-th complex from the K-th, for several processes on one log
  bool redo = false;  // ours anew, the peer's rows kept
  std::optional<int> conformers;  // of the second comparison
};

double cpu_now() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// RMSDs of poses to the nearest of the crystal copies.
class Truth {
 public:
  explicit Truth(const Complex& c) {
    for (const std::string* sdf : {&c.crystal_sdf, &c.copies_sdf}) {
      if (sdf->empty()) continue;
      auto molecules = mol::read_sdf(*sdf, c.id);
      if (molecules) references_.insert(references_.end(), molecules->begin(), molecules->end());
    }
  }
  double rmsd(const mol::Molecule& pose) const {
    double best = 1e9;
    for (const mol::Molecule& r : references_) {
      auto d = mol::rmsd_to_reference(pose, r);
      if (d) best = std::min(best, *d);
    }
    return best;
  }

 private:
  std::vector<mol::Molecule> references_;
};

/// One search of ours: energies, RMSDs, time. `ligand` holds one start or several.
json run_ours(const dock::DockReceptor& receptor, const dock::DockLigand& ligand, const Complex& c, const Options& o,
              const Truth& truth, dock::internal::PoseJudge& judge) {
  const double cpu = cpu_now();
  const auto wall = std::chrono::steady_clock::now();
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
  options.box = c.box;
  options.exhaustiveness = o.exhaustiveness;
  options.function = *dock::ScoringFunction::by_name(o.scoring);
  options.poses = kPoses;
  options.seed = static_cast<std::uint64_t>(o.seed);
  options.threads = 1;
  options.isa = current_isa();
  auto found = dock::search(*system, starts, options);
  const double spent = cpu_now() - cpu;
  if (!found) return {{"error", found.error().text()}, {"cpu", spent}};
  json row = {{"cpu", spent}, {"wall", std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count()}};
  for (const dock::Pose& pose : found->poses) {
    std::vector<Position> tree_order(pose.positions.size());
    for (std::size_t a = 0; a < tree_order.size(); ++a) {
      tree_order[static_cast<std::size_t>(system->ligand.atoms[a].tree_atom)] = pose.positions[a];
    }
    const mol::Molecule& conformer = ligand.conformers[pose.conformer];
    const mol::Molecule molecule =
        conformer.with_positions(mol::molecule_positions(conformer, ligand.trees[pose.conformer], tree_order));
    row["rmsd"].push_back(truth.rmsd(molecule));
    json failed = json::array();
    for (const mol::CheckResult& check : judge.judge(*ligand.input, molecule).checks) {
      if (check.state == mol::CheckState::kFailed) failed.push_back(mol::fact(check.check).key);
    }
    row["failed"].push_back(std::move(failed));
    row["energy"].push_back(pose.energy());
    row["score"].push_back(pose.terms.score);
    row["inter"].push_back(pose.terms.inter());
  }
  return row;
}

json run_complex(const Complex& c, const Options& o, bool peer_first, const json& known_peer) {
  json row = {{"id", c.id}, {"rotors", c.rotors}, {"seed", o.seed}};
  std::vector<std::string> notes;
  auto receptor = dock::prepare_receptor_input({c.id + "/receptor.pdb", c.receptor_pdb, true}, {}, notes);
  if (!receptor) return {{"id", c.id}, {"error", receptor.error().text()}};
  dock::LigandOptions start;
  start.conformers = 0;
  auto ligand = dock::prepare_ligand_input({c.id + "/ligand_start.sdf", c.start_sdf, true}, start, notes);
  if (!ligand) return {{"id", c.id}, {"error", ligand.error().text()}};
  const Truth truth(c);
  // After the search and outside its time. With the energy test a ligand takes some ten CPU seconds.
  const OperationContext context;
  dock::internal::PoseJudge judge(*receptor, o.energy, context);

  const auto peer = [&] {
    if (!known_peer.is_null()) row["vina"] = known_peer;
    if (!o.peer || !known_peer.is_null()) return;
    const auto scratch = std::filesystem::temp_directory_path() / fmt::format("maek-redock-{}-{}", c.id, o.seed);
    std::filesystem::create_directories(scratch);
    auto run = run_vina(receptor->typed, ligand->tree, c.box, kVinaExhaustiveness, kPoses, o.seed, scratch);
    std::filesystem::remove_all(scratch);
    if (!run) {
      row["vina"] = {{"error", run.error().text()}};
      return;
    }
    json v = {{"cpu", run->cpu_seconds}, {"wall", run->wall_seconds}, {"energy", run->inter_intra}};
    for (const auto& pose : run->poses) {
      const mol::Molecule& molecule = ligand->conformers.front();
      v["rmsd"].push_back(
          truth.rmsd(molecule.with_positions(mol::molecule_positions(molecule, ligand->trees.front(), pose))));
    }
    row["vina"] = std::move(v);
  };
  const auto one_start = [&] { row["one"] = run_ours(*receptor, *ligand, c, o, truth, judge); };
  const auto several = [&] {  // our default: from the SMILES; the conformers are part of its cost
    const double cpu = cpu_now();
    dock::LigandOptions options;
    options.conformers = o.conformers.value_or(8);
    options.seed = static_cast<std::uint64_t>(o.seed);
    auto made = dock::prepare_ligand_input({"smiles", c.smiles, false}, options, notes);
    const double conformers = cpu_now() - cpu;
    if (!made) {
      row["default"] = {{"error", made.error().text()}};
      return;
    }
    row["default"] = run_ours(*receptor, *made, c, o, truth, judge);
    row["default"]["cpu"] = row["default"].value("cpu", 0.0) + conformers;
    row["default"]["cpu_conformers"] = conformers;
  };
  if (peer_first) peer();
  one_start();
  several();
  if (!peer_first) peer();
  return row;
}

bool success(const json& run, std::size_t within) {
  if (!run.contains("rmsd")) return false;
  const auto& rmsd = run["rmsd"];
  for (std::size_t i = 0; i < std::min<std::size_t>(within, rmsd.size()); ++i) {
    if (rmsd[i].get<double>() <= kSuccess) return true;
  }
  return false;
}

/// The first pose passes every check, and with `near` it is also within kSuccess.
bool valid_first(const json& run, bool near) {
  return run.contains("failed") && !run["failed"].empty() && run["failed"][0].empty() && (!near || success(run, 1));
}

json summarise(const std::vector<json>& rows, const Options& o) {
  json out = {{"complexes", rows.size()}, {"seed", o.seed}, {"isa", to_string(current_isa())}, {"cpu", cpu_name()}};
  const auto share = [&rows](const char* run, std::size_t within) {
    std::vector<double> hits;
    for (const json& r : rows) hits.push_back(r.contains(run) && success(r[run], within) ? 1 : 0);
    return hits;
  };
  const auto column = [&rows](const char* run, const char* name) {
    std::vector<double> values;
    for (const json& r : rows) values.push_back(r.contains(run) ? r[run].value(name, 0.0) : 0.0);
    return values;
  };
  const std::vector<const char*> runs =
      o.peer ? std::vector<const char*>{"one", "default", "vina"} : std::vector<const char*>{"one", "default"};
  for (const char* run : runs) {
    out[run] = {{"top1", mean(share(run, 1))},
                {"best_of_9", mean(share(run, 9))},
                {"cpu_median", median(column(run, "cpu"))},
                {"wall_median", median(column(run, "wall"))}};
    const Interval i = bootstrap(share(run, 1), 1);
    out[run]["top1_interval"] = {i.low, i.high};
    if (std::string_view(run) == "vina") continue;
    std::vector<double> valid, both;
    std::map<std::string, int> failures;
    for (const json& r : rows) {
      const json& v = r.contains(run) ? r[run] : json::object();
      valid.push_back(valid_first(v, false) ? 1 : 0);
      both.push_back(valid_first(v, true) ? 1 : 0);
      if (!v.contains("failed") || v["failed"].empty()) continue;
      for (const json& key : v["failed"][0]) ++failures[key.get<std::string>()];
    }
    const Interval within = bootstrap(both, 3);
    out[run]["top1_valid"] = mean(valid);
    out[run]["top1_within_2A_and_valid"] = mean(both);
    out[run]["top1_within_2A_and_valid_interval"] = {within.low, within.high};
    out[run]["top1_failed_checks"] = failures;
  }
  out["success_top1"] = out["one"]["top1"];
  out["success_top1_default"] = out["default"]["top1"];
  if (!o.peer) return out;
  out["success_top1_vina"] = out["vina"]["top1"];
  std::vector<double> ratio, ratio_default, energy, lower;
  for (const json& r : rows) {
    if (!r.contains("vina") || !r["vina"].contains("cpu")) continue;
    const double peer = r["vina"]["cpu"];
    if (r.contains("one") && r["one"].contains("cpu")) ratio.push_back(r["one"]["cpu"].get<double>() / peer);
    if (r.contains("default") && r["default"].contains("cpu"))
      ratio_default.push_back(r["default"]["cpu"].get<double>() / peer);
    if (r.contains("one") && r["one"].contains("energy") && !r["vina"]["energy"].empty()) {
      energy.push_back(r["one"]["energy"][0].get<double>() - r["vina"]["energy"][0].get<double>());
      lower.push_back(energy.back() < 0.05 ? 1 : 0);
    }
  }
  out["cpu_ratio_median"] = median(ratio);
  out["cpu_ratio_default_median"] = median(ratio_default);
  out["energy_difference_median"] = median(energy);
  out["energy_not_above_vina"] = mean(lower);
  for (const auto& [name, run] :
       {std::pair{"top1_minus_vina", "one"}, std::pair{"top1_default_minus_vina", "default"}}) {
    const auto ours = share(run, 1), peer = share("vina", 1);
    std::vector<double> difference;
    for (std::size_t i = 0; i < ours.size(); ++i) difference.push_back(ours[i] - peer[i]);
    const Interval i = bootstrap(difference, 2);
    out[name] = {{"mean", mean(difference)}, {"interval", {i.low, i.high}}};
  }
  return out;
}

void print_row(const json& r) {
  const auto text = [&r](const char* run) {
    if (!r.contains(run)) return std::string(22, ' ');
    const json& v = r[run];
    if (!v.contains("rmsd")) return fmt::format("{:>22}", "failed");
    return fmt::format("{:6.2f} {:7.2f} {:7.2f}", v["rmsd"][0].get<double>(), v["energy"][0].get<double>(),
                       v["cpu"].get<double>());
  };
  if (r.contains("error")) {
    std::printf("%-10s %s\n", r["id"].get<std::string>().c_str(), r["error"].get<std::string>().c_str());
  } else {
    std::printf("%-10s %s | %s | %s\n", r["id"].get<std::string>().c_str(), text("one").c_str(),
                text("default").c_str(), text("vina").c_str());
  }
  std::fflush(stdout);
}

int run(const Options& o) {
  const auto data = test_data("data/redock");
  if (!data) {
    std::fprintf(stderr,
                 "bench redock: the set data/redock is not here: set MAEK_TEST_DATA to the folder that holds it\n");
    return 1;
  }
  std::vector<Complex> complexes = read_complexes(*data);
  if (o.quick) {  // every tenth: a dozen over all sizes
    std::vector<Complex> some;
    for (std::size_t i = 0; i < complexes.size(); i += 10) some.push_back(complexes[i]);
    complexes = std::move(some);
  }
  // Rows of an earlier run with the same seed are kept: the log is the state.
  std::map<std::string, json> done;
  {
    std::ifstream in(o.log_file);
    for (std::string line; std::getline(in, line);) {
      json row = json::parse(line, nullptr, false);
      if (row.is_discarded() || row.value("seed", 0) != o.seed) continue;
      const std::string id = row["id"];  // before the move: an assignment evaluates its right side first
      done[id] = std::move(row);
    }
  }
  if (const auto folder = std::filesystem::path(o.log_file).parent_path(); !folder.empty())
    std::filesystem::create_directories(folder);
  std::printf("%-10s %-22s | %-22s | %-22s\n", "", "ours, one start", "ours, default", "AutoDock Vina");
  std::printf("%-10s %6s %7s %7s | %6s %7s %7s | %6s %7s %7s\n", "complex", "RMSD", "E", "CPU s", "RMSD", "E", "CPU s",
              "RMSD", "E", "CPU s");
  std::vector<json> rows;
  for (std::size_t i = 0; i < complexes.size(); ++i) {
    const Complex& c = complexes[i];
    if (i % o.parts != o.part) continue;
    if (!o.only.empty() && ("," + o.only + ",").find("," + c.id + ",") == std::string::npos) continue;
    const auto found = done.find(c.id);
    const bool keep = found != done.end() && !o.redo;
    const json peer = found != done.end() ? found->second.value("vina", json()) : json();
    json row = keep ? found->second : run_complex(c, o, i % 2 == 1, peer);
    if (!keep) std::ofstream(o.log_file, std::ios::app) << row.dump() << '\n';
    print_row(row);
    rows.push_back(std::move(row));
  }
  const json summary = summarise(rows, o);
  std::printf("%s\n", summary.dump(2).c_str());
  if (!o.json_file.empty())
    std::ofstream(o.json_file) << json{{"summary", summary},
                                       {"success_top1", summary["success_top1"]},
                                       {"success_top1_vina", summary.value("success_top1_vina", json())},
                                       {"cpu_ratio_median", summary.value("cpu_ratio_median", json())},
                                       {"success_top1_default", summary["success_top1_default"]},
                                       {"rows", rows}}
                                      .dump(1)
                               << '\n';
  return 0;
}

}  // namespace
}  // namespace maek::bench

int main(int argc, char** argv) {
  maek::bench::Options o;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
    if (word == "--quick")
      o.quick = true;
    else if (word == "--no-peer")
      o.peer = false;
    else if (word == "--no-energy")
      o.energy = false;
    else if (word == "--json")
      o.json_file = value();
    else if (word == "--log")
      o.log_file = value();
    else if (word == "--only")
      o.only = value();
    else if (word == "--scoring")
      o.scoring = value();
    else if (word == "--part") {
      unsigned k = 1, n = 1;
      if (std::sscanf(value().c_str(), "%u/%u", &k, &n) != 2 || k < 1 || k > n) {
        std::fprintf(stderr, "bench_redock: --part is K/N with 1 <= K <= N\n");
        return 2;
      }
      o.part = k - 1;
      o.parts = n;
    } else if (word == "--redo")
      o.redo = true;
    else if (word == "--exhaustiveness")
      o.exhaustiveness = std::atoi(value().c_str());
    else if (word == "--seed")
      o.seed = std::atoi(value().c_str());
    else if (word == "--conformers")
      o.conformers = std::atoi(value().c_str());
    else {
      std::fprintf(stderr,
                   "bench_redock [--quick] [--no-peer] [--no-energy] [--json FILE] [--log FILE] [--seed N] [--only "
                   "ID,ID] [--scoring "
                   "vina|vinardo] [--conformers N] [--exhaustiveness N] [--part K/N] [--redo]\n");
      return 2;
    }
  }
  return maek::bench::run(o);
}
