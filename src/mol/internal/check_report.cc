// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/check_report.h"

#include <algorithm>   // for std::count_if
#include <cmath>       // for std::round

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace maek::mol::internal {
namespace {

using nlohmann::json;

double digits(double x) { return std::strtod(fmt::format("{:.4f}", x).c_str(), nullptr); }

json check_to_json(const CheckResult& c) {
  const CheckFact& rule = fact(c.check);
  json out = {{"id", rule.id}, {"name", rule.name}, {"state", to_string(c.state)}};
  if (c.value) out["value"] = digits(*c.value);
  if (rule.numeric) {
    out["threshold"] = rule.threshold;
    out["passes_when"] = rule.at_most ? "at most" : "at least";
    if (!rule.unit.empty()) out["unit"] = rule.unit == "Å" ? "angstrom" : std::string(rule.unit);
  }
  if (c.systems > 0) out["looked_at"] = c.systems;
  if (c.fault_count > 0) {
    out["faults"] = c.faults;
    out["fault_count"] = c.fault_count;
  }
  if (!c.note.empty()) out["note"] = c.note;
  return out;
}

json protein_to_json(const ProteinGeometry& protein) {
  json out = json::object();
  out["residues"] = protein.residues;
  out["ramachandran"] = {{"residues", protein.torsions},
                         {"favoured", protein.favoured},
                         {"allowed", protein.allowed},
                         {"outliers", protein.outliers}};
  for (const GeometryCheck& c : protein.checks) {
    json check = {{"name", c.name}, {"looked_at", c.looked_at}, {"found", c.found}};
    if (!c.lines.empty()) check["lines"] = c.lines;
    out[c.key] = std::move(check);
  }
  return out;
}

/// One letter per group: '+' all passed, 'x' one failed, '-' nothing computed.
std::string group_mark(const ValidityReport& report, char group) {
  bool any = false;
  for (const CheckResult& c : report.checks) {
    if (fact(c.check).id[0] != group) continue;
    if (c.state == CheckState::kFailed) return "no";
    any = any || c.state == CheckState::kPassed;
  }
  return any ? "yes" : "-";
}

}  // namespace

std::string check_table(const std::vector<CheckedFile>& files) {
  std::string text;
  for (const CheckedFile& file : files) {
    if (!text.empty()) text += '\n';
    text += file.name + '\n';
    if (!file.poses.empty()) {
      text += fmt::format("{:>5} {:<28} {:>9} {:>8} {:>7} {:>6} {:>8}  {}\n", "pose", "name", "chemistry", "geometry",
                          "contact", "volume", "RMSD Å", "valid");
    }
    for (const CheckedPose& pose : file.poses) {
      const CheckResult* rmsd = pose.report.find(CheckId::kRmsd);
      text += fmt::format("{:>5} {:<28} {:>9} {:>8} {:>7} {:>6} {:>8}  {}\n", pose.number, pose.name.substr(0, 28),
                          group_mark(pose.report, 'A'), group_mark(pose.report, 'B'), group_mark(pose.report, 'C'),
                          group_mark(pose.report, 'D'),
                          rmsd != nullptr && rmsd->value ? fmt::format("{:.2f}", *rmsd->value) : "-",
                          pose.report.valid() ? "yes" : "no");
      for (const std::string& reason : pose.report.reasons(true)) text += "        " + reason + '\n';
      for (const CheckResult& c : pose.report.checks) {
        if (c.note.empty()) continue;
        text += fmt::format("        {} {}: {}{}\n", fact(c.check).id, fact(c.check).name,
                            c.state == CheckState::kNotComputed ? "not computed: " : "", c.note);
      }
    }
    for (const std::string& line : file.unchecked) text += "      not checked: " + line + '\n';
    if (file.protein) text += geometry_table(*file.protein);
  }
  return text;
}

std::string check_json(const std::vector<CheckedFile>& files, const std::string& configuration) {
  json out = {{"configuration", configuration}, {"files", json::array()}};
  int poses = 0, valid = 0;
  std::map<std::string, int> failed;
  for (const CheckedFile& file : files) {
    json one = {{"file", file.name}, {"poses", json::array()}};
    for (const CheckedPose& pose : file.poses) {
      ++poses;
      valid += pose.report.valid();
      json checks = json::object();
      for (const CheckResult& c : pose.report.checks) {
        checks[std::string(fact(c.check).key)] = check_to_json(c);
        failed[std::string(fact(c.check).key)] += c.state == CheckState::kFailed;
      }
      json entry = {
          {"pose", pose.number}, {"name", pose.name}, {"valid", pose.report.valid()}, {"checks", std::move(checks)}};
      if (const auto reasons = pose.report.reasons(true); !reasons.empty()) entry["reasons"] = reasons;
      if (pose.report.superposed_rmsd) entry["superposed_rmsd"] = digits(*pose.report.superposed_rmsd);
      if (pose.report.centroid_distance) entry["centroid_distance"] = digits(*pose.report.centroid_distance);
      one["poses"].push_back(std::move(entry));
    }
    if (!file.unchecked.empty()) one["not_checked"] = file.unchecked;
    if (file.protein) one["protein"] = protein_to_json(*file.protein);
    out["files"].push_back(std::move(one));
  }
  std::erase_if(failed, [](const auto& entry) { return entry.second == 0; });
  out["poses"] = poses;
  out["valid"] = valid;
  out["failed_checks"] = failed;
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace maek::mol::internal
