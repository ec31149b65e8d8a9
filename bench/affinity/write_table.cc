// SPDX-License-Identifier: Apache-2.0
#include "bench/affinity/write_table.h"

#include <cctype>  // for std::toupper

#include <fmt/format.h>

namespace maek::bench {
namespace {

/// The enumerator of a feature from its name: "gauss_at_1" is kGaussAt1.
std::string enumerator(std::string_view name) {
  std::string out = "k";
  bool first = true;
  for (const char c : name) {
    if (c != '_') out += first ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    first = c == '_';
  }
  return out;
}

}  // namespace

std::string table_source(const dock::AffinityModel& model, const std::string& elements, const std::string& date) {
  std::string text = fmt::format(
      "// SPDX-License-Identifier: Apache-2.0\n"
      "// The affinity model that the project ships: written by `bench_affinity --fit FILE --date {0}`; do not edit by "
      "hand.\n"
      "// Fitted on {1} ligands of {2} systems ({3} proteins): measured affinities and modelled poses of "
      "OpenFreeEnergy/\n"
      "// openfe-benchmarks (commit 87c55d68, 2026-06-22, MIT) and schrodinger/public_binding_free_energy_benchmark "
      "(commit\n"
      "// a65d86b7, 2023-06-26, MIT). The numbers below are this project's own. How: docs/calibration.md.\n"
      "// clang-format off\n"
      "#include \"dock/affinity.h\"\n\n"
      "namespace maek::dock {{\n"
      "namespace {{\n\n"
      "using enum AffinityFeature;\n\n"
      "constexpr AffinityModel kModel = {{\n"
      "    // feature, weight [pK per unit], fitted range, mean\n"
      "    .rows = {{{{\n",
      date, model.ligands, model.systems, model.proteins);
  const auto facts = dock::affinity_feature_table();
  for (const dock::AffinityModel::Row& row : model.rows) {
    text += fmt::format("        {{{}, {:.6g}, {:.5g}, {:.5g}, {:.5g}}},\n",
                        enumerator(facts[static_cast<std::size_t>(row.feature)].name), row.weight, row.low, row.high,
                        row.mean);
  }
  text += fmt::format(
      "    }}}},\n"
      "    .intercept = {:.5g},\n    .slope = {:.5g},\n    .half_width = {:.4g},\n"
      "    .relative_slope = {:.5g},\n    .relative_half_width = {:.4g},\n    .level = {:.3g},\n"
      "    .ligands = {},\n    .systems = {},\n    .proteins = {},\n"
      "    .fewest_heavy_atoms = {},\n    .most_heavy_atoms = {},\n    .lowest_charge = {},\n    .highest_charge = "
      "{},\n"
      "    .elements = \"{}\",\n"
      "    .source = \"{} ligands of {} proteins (OpenFreeEnergy openfe-benchmarks 87c55d68, Schrodinger public "
      "binding "
      "free energy benchmark a65d86b7)\",\n"
      "    .date = \"{}\",\n"
      "}};\n\n"
      "}}  // namespace\n\n"
      "const AffinityModel& affinity_model() {{ return kModel; }}\n\n"
      "}}  // namespace maek::dock\n",
      model.intercept, model.slope, model.half_width, model.relative_slope, model.relative_half_width, model.level,
      model.ligands, model.systems, model.proteins, model.fewest_heavy_atoms, model.most_heavy_atoms,
      model.lowest_charge, model.highest_charge, elements, model.ligands, model.proteins, date);
  return text;
}

}  // namespace maek::bench
