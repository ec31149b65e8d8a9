// SPDX-License-Identifier: Apache-2.0
// bench/affinity: does the affinity rank the ligands of a protein that it never saw, beside Vina's score, the number of heavy
// atoms and logP on the same poses; does its interval hold what it says. Fits the table that the project ships.
#include <cstdio>  // for std::printf
#include <cstdlib>  // for std::atoi
#include <fstream>  // for std::ofstream

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/affinity/evaluation.h"  // for correlate
#include "bench/affinity/model.h"  // for leave_out
#include "bench/affinity/poses.h"  // for measure_all
#include "bench/affinity/write_table.h"  // for table_source
#include "tests/test_data.h"  // for test_data

namespace maek::bench {
namespace {

using nlohmann::json;

constexpr std::size_t kFewest = 8;  // ligands of a system that enters the means (the protocol of the set)

struct Options {
  bool quick = false, dock = false, families = true;
  std::string fit_file, json_file, date = "undated";
  PoseOptions poses;
};

/// The figures of one system.
struct SystemFigures {
  std::string name;
  double ligands = 0;
  std::array<Correlation, 4> of;  // ours, Vina, heavy atoms, logP
  double rmse = 0, rmse_vina = 0, rmse_mean = 0, mue = 0;  // pK, the mean removed
};
constexpr std::array kScores = {"maek", "vina", "heavy atoms", "logP"};

SystemFigures figures_of(const std::string& name, const std::vector<const Sample*>& samples,
                         const std::vector<const LeftOut*>& left) {
  using enum dock::AffinityFeature;
  std::array<std::vector<double>, 4> scores;
  std::vector<double> truth;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const dock::AffinityFeatures& f = samples[i]->features;
    scores[0].push_back(left[i]->score);
    scores[1].push_back(-f[kVina]);
    scores[2].push_back(f[kHeavyAtoms]);
    scores[3].push_back(f[kLogP]);
    truth.push_back(samples[i]->pk);
  }
  SystemFigures out;
  out.name = name;
  out.ligands = static_cast<double>(samples.size());
  for (std::size_t k = 0; k < scores.size(); ++k) out.of[k] = correlate(scores[k], truth);
  const double pk = mean(truth), vina = mean(scores[1]);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double y = truth[i] - pk, ours = y - left[i]->difference;
    const double theirs = y - to_pkd(KcalPerMol(-(scores[1][i] - vina))).value();
    out.rmse += ours * ours / out.ligands;
    out.rmse_vina += theirs * theirs / out.ligands;
    out.rmse_mean += y * y / out.ligands;
    out.mue += std::abs(ours) / out.ligands;
  }
  out.rmse = std::sqrt(out.rmse);
  out.rmse_vina = std::sqrt(out.rmse_vina);
  out.rmse_mean = std::sqrt(out.rmse_mean);
  return out;
}

/// Shares of ligands within their intervals, over ligands and over proteins.
json coverage_of(const std::vector<Sample>& samples, const std::vector<LeftOut>& left) {
  std::vector<double> absolute, relative, width, relative_width;
  std::map<int, std::vector<double>> by_protein;
  std::map<std::size_t, std::pair<double, double>> mean;  // of each system: sum of pK, number
  for (const Sample& s : samples) {
    mean[s.system].first += s.pk;
    mean[s.system].second += 1;
  }
  double sum = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& s = samples[i];
    if (s.absolute) {
      const double error = s.pk - left[i].pk;
      absolute.push_back(std::abs(error) <= left[i].half_width ? 1 : 0);
      by_protein[s.protein].push_back(absolute.back());
      width.push_back(left[i].half_width);
      sum += error * error;
    }
    const auto& [total, number] = mean[s.system];
    if (number < 4) continue;
    relative.push_back(std::abs(s.pk - total / number - left[i].difference) <= left[i].relative_half ? 1 : 0);
    relative_width.push_back(left[i].relative_half);
  }
  std::vector<double> proteins;
  for (const auto& [protein, hits] : by_protein) proteins.push_back(bench::mean(hits));
  return {{"nominal", kLevel},
          {"absolute", bench::mean(absolute)},
          {"absolute_by_protein", bench::mean(proteins)},
          {"absolute_half_width_pk", bench::mean(width)},
          {"absolute_rmse_pk", std::sqrt(sum / static_cast<double>(absolute.size()))},
          {"relative", bench::mean(relative)},
          {"relative_half_width_pk", bench::mean(relative_width)}};
}

json means_of(const std::vector<SystemFigures>& rows) {
  std::vector<double> weights, equal(rows.size(), 1.0);
  for (const SystemFigures& r : rows) weights.push_back(r.ligands);
  const auto column = [&rows](auto&& of) {
    std::vector<double> values;
    for (const SystemFigures& r : rows) values.push_back(of(r));
    return values;
  };
  json out = {{"systems", rows.size()}};
  for (std::size_t k = 0; k < kScores.size(); ++k) {
    for (const auto& [name, member] : {std::pair{"pearson", &Correlation::pearson},
                                       {"spearman", &Correlation::spearman},
                                       {"kendall", &Correlation::kendall}}) {
      const auto values = column([&](const SystemFigures& r) { return r.of[k].*member; });
      json& cell = out[kScores[k]][name];
      const Interval i = weighted_bootstrap(values, weights, 1);
      cell = {{"weighted", weighted_mean(values, weights)},
              {"interval", {i.low, i.high}},
              {"plain", weighted_mean(values, equal)}};
      if (k == 0) continue;
      const auto better = column([&](const SystemFigures& r) { return r.of[0].*member - r.of[k].*member; });
      const Interval d = weighted_bootstrap(better, weights, 2);
      cell["ours_minus_this"] = {{"weighted", weighted_mean(better, weights)}, {"interval", {d.low, d.high}}};
    }
  }
  for (const auto& [name, member] : {std::pair{"rmse_pk", &SystemFigures::rmse},
                                     {"rmse_pk_vina", &SystemFigures::rmse_vina},
                                     {"rmse_pk_of_the_mean", &SystemFigures::rmse_mean},
                                     {"mue_pk", &SystemFigures::mue}}) {
    out[name] = weighted_mean(column([&](const SystemFigures& r) { return r.*member; }), weights);
  }
  return out;
}

void print(const char* title, const std::vector<SystemFigures>& rows, const json& means, bool each) {
  std::printf("\n%s\n%-52s %4s  %-23s %-23s %-23s %-23s\n", title, "", "n", "maek: r, rho, tau", "Vina", "heavy atoms",
              "logP");
  for (const SystemFigures& r : rows) {
    if (!each) break;
    std::printf("%-52s %4.0f ", r.name.c_str(), r.ligands);
    for (const Correlation& c : r.of) std::printf("%7.2f %7.2f %7.2f ", c.pearson, c.spearman, c.kendall);
    std::printf("\n");
  }
  std::printf("%-52s %4zu ", "mean, weighted by ligands", rows.size());
  for (const char* score : kScores) {
    for (const char* c : {"pearson", "spearman", "kendall"})
      std::printf("%7.3f ", means[score][c]["weighted"].get<double>());
  }
  std::printf("\n");
  for (std::size_t k = 1; k < kScores.size(); ++k) {
    for (const char* c : {"pearson", "spearman", "kendall"}) {
      const json& d = means[kScores[k]][c]["ours_minus_this"];
      std::printf("  maek - %-11s %-8s %+.3f (%+.3f to %+.3f)\n", kScores[k], c, d["weighted"].get<double>(),
                  d["interval"][0].get<double>(), d["interval"][1].get<double>());
    }
  }
}

json evaluate(const char* title, const std::vector<AffinitySystem>& systems, const std::vector<Sample>& fitted,
              const std::vector<Sample>& scored, const Fold& fold, bool each) {
  const std::vector<LeftOut> left = leave_out(fitted, scored, fold);
  std::map<std::size_t, std::pair<std::vector<const Sample*>, std::vector<const LeftOut*>>> members;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    members[scored[i].system].first.push_back(&scored[i]);
    members[scored[i].system].second.push_back(&left[i]);
  }
  std::vector<SystemFigures> rows;
  for (const auto& [s, m] : members) {
    if (m.first.size() >= kFewest) rows.push_back(figures_of(systems[s].name, m.first, m.second));
  }
  json out = means_of(rows);
  print(title, rows, out, each);
  out["coverage"] = coverage_of(scored, left);
  out["ligands"] = scored.size();
  std::printf("%s\n", out["coverage"].dump().c_str());
  std::printf("RMSE after removing the mean: maek %.2f, Vina %.2f, the mean alone %.2f pK; MUE %.2f\n",
              out["rmse_pk"].get<double>(), out["rmse_pk_vina"].get<double>(), out["rmse_pk_of_the_mean"].get<double>(),
              out["mue_pk"].get<double>());
  std::fflush(stdout);
  return out;
}

int run(const Options& o) {
  const auto data = test_data("data/affinity");
  if (!data) {
    std::fprintf(stderr, "bench affinity: the set data/affinity is not here: set MAEK_TEST_DATA to the folder of it\n");
    return 1;
  }
  const std::vector<AffinitySystem> systems = read_affinity_systems(*data);
  if (o.dock) {
    dock_all(systems, o.poses);
    return 0;
  }
  json out;
  const auto relaxed = measure_all(systems, Poses::kRelaxed, o.poses);
  out["given"] =
      evaluate("Given poses, relaxed; whole proteins left out", systems, relaxed, relaxed, protein_fold, true);
  if (o.families) {
    out["given_families"] = evaluate("The same; kinases and serine proteases left out as one each", systems, relaxed,
                                     relaxed, family_fold, false);
    const auto given = measure_all(systems, Poses::kGiven, o.poses);
    out["given_as_they_are"] =
        evaluate("Given poses, not relaxed; whole proteins left out", systems, given, given, protein_fold, false);
  }
  const auto docked = measure_all(systems, Poses::kDocked, o.poses);
  if (!docked.empty()) {
    std::vector<double> near;
    for (const Sample& s : docked) near.push_back(s.rmsd <= 2 ? 1 : 0);
    out["docked"] = evaluate("Docked poses; the same models", systems, relaxed, docked, protein_fold, true);
    out["docked"]["within_2_angstrom_of_given"] = mean(near);
    std::printf("docked: %zu ligands, %.1f %% within 2 Å of the given pose\n", docked.size(), 100 * mean(near));
  }
  if (!o.fit_file.empty()) {
    std::string elements = " ";
    for (const Sample& s : relaxed) {
      for (std::size_t i = 1; i < s.elements.size(); i = s.elements.find(' ', i) + 1) {
        const std::string e = s.elements.substr(i, s.elements.find(' ', i) - i);
        if (elements.find(" " + e + " ") == std::string::npos) elements += e + " ";
      }
    }
    std::ofstream(o.fit_file) << table_source(fit_and_calibrate(relaxed, protein_fold), elements, o.date);
  }
  if (!o.json_file.empty()) std::ofstream(o.json_file) << out.dump(1) << '\n';
  return 0;
}

}  // namespace
}  // namespace maek::bench

int main(int argc, char** argv) {
  maek::bench::Options o;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
    unsigned k = 1, n = 1;
    if (word == "--quick") {
      o.poses.every = 4;
      o.families = false;
    } else if (word == "--dock") {
      o.dock = true;
    } else if (word == "--out") {
      o.poses.folder = value();
    } else if (word == "--fit") {
      o.fit_file = value();
    } else if (word == "--date") {
      o.date = value();
    } else if (word == "--json") {
      o.json_file = value();
    } else if (word == "--part" && std::sscanf(value().c_str(), "%u/%u", &k, &n) == 2 && k >= 1 && k <= n) {
      o.poses.part = k - 1;
      o.poses.parts = n;
    } else {
      std::fprintf(stderr,
                   "bench_affinity [--quick] [--dock] [--part K/N] [--out FOLDER] [--json FILE] [--fit FILE --date "
                   "YYYY-MM-DD]\n");
      return 2;
    }
  }
  return maek::bench::run(o);
}
