// SPDX-License-Identifier: Apache-2.0
#include "dock/report.h"

#include <algorithm>   // for std::any_of
#include <cctype>      // for std::isalnum
#include <set>         // for std::set

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/version.h"          // for version
#include "mol/write_structure.h"   // for to_mmcif

namespace maek::dock {
namespace {

double ligand_efficiency(const Report& report, const ReportedPose& pose) {
  return report.heavy_atoms > 0 ? -pose.terms.score / report.heavy_atoms : 0;
}

/// "B3 internal clash, B7 internal energy ratio": atoms and numbers stand in the JSON, and `maek check` prints them.
std::string failed_checks(const mol::ValidityReport& validity) {
  std::string text;
  for (const mol::CheckResult& c : validity.checks) {
    if (c.state != mol::CheckState::kFailed) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", mol::fact(c.check).id, mol::fact(c.check).name);
  }
  return text;
}

bool any_reference(const Report& report) {
  return std::any_of(report.poses.begin(), report.poses.end(),
                     [](const ReportedPose& p) { return p.rmsd_to_reference; });
}

/// Numbers leave with the digits that mean something: 1e-4 kcal/mol, 1e-3 Å.
double energy_digits(double e) { return std::strtod(fmt::format("{:.4f}", e).c_str(), nullptr); }
double affinity_digits(double e) { return std::strtod(fmt::format("{:.2f}", e).c_str(), nullptr); }
double length_digits(double d) { return std::strtod(fmt::format("{:.3f}", d).c_str(), nullptr); }

/// The calibrated numbers take the score's place; the score itself has no interval and stands with the files.
void add_affinity(const Affinity& a, const std::string& ligand, nlohmann::json& prediction) {
  const double energy = affinity_digits(a.free_energy().value()), pkd = affinity_digits(a.pkd.value());
  prediction["of"] = fmt::format("pose and free energy of binding of {} in the given receptor", ligand);
  prediction["values"] = {{"kcal_mol", energy}, {"pKd", pkd}};
  prediction["units"] = {{"kcal_mol", "kcal/mol"}, {"pKd", "1"}};
  prediction["interval"] = {
      {"kcal_mol", {affinity_digits(a.free_energy_low().value()), affinity_digits(a.free_energy_high().value())}},
      {"pKd", {affinity_digits(a.low.value()), affinity_digits(a.high.value())}}};
  prediction["level"] = a.level;
  prediction["calibrated"] = true;
  prediction["rests_on"][1] = "the receptor as given, rigid";
  for (const std::string& reason : affinity_rests_on(affinity_model(), a)) prediction["rests_on"].push_back(reason);
}

}  // namespace

std::string to_table(const Report& report) {
  const bool reference = any_reference(report);
  const bool docked = report.mode == "dock";
  std::string text =
      fmt::format("{:>4} {:>9} {:>9} {:>9} {:>9} {:>7}", "pose", "score", "total", "inter", "intra", "LE");
  if (docked) text += fmt::format(" {:>9}", "to best");
  if (reference) text += fmt::format(" {:>9}", "to ref.");
  if (report.mode == "local") text += fmt::format(" {:>7}", "moved");
  const bool blind = !report.pockets.empty();
  if (blind) text += fmt::format(" {:>6}", "pocket");
  text += fmt::format("  {}\n", "valid");
  text += fmt::format("{:>4} {:>9} {:>9} {:>9} {:>9} {:>7}", "", "kcal/mol", "kcal/mol", "kcal/mol", "kcal/mol", "");
  if (docked) text += fmt::format(" {:>9}", "RMSD Å");
  if (reference) text += fmt::format(" {:>9}", "RMSD Å");
  if (report.mode == "local") text += fmt::format(" {:>7}", "Å");
  text += '\n';
  for (std::size_t i = 0; i < report.poses.size(); ++i) {
    const ReportedPose& p = report.poses[i];
    text +=
        fmt::format("{:>4} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.3f} {:>7.3f}", i + 1, p.terms.score,
                    p.terms.inter() + p.terms.intra(), p.terms.inter(), p.terms.intra(), ligand_efficiency(report, p));
    if (docked) text += fmt::format(" {:>9.2f}", p.rmsd_to_best);
    if (reference)
      text += p.rmsd_to_reference ? fmt::format(" {:>9.2f}", *p.rmsd_to_reference) : fmt::format(" {:>9}", "-");
    if (report.mode == "local") text += fmt::format(" {:>7.2f}", p.moved);
    if (blind) text += fmt::format(" {:>6}", p.pocket.value_or(0) + 1);
    text += !p.validity ? "  -" : p.validity->valid() ? "  yes" : "  no: " + failed_checks(*p.validity);
    text += '\n';
  }
  if (report.affinity) {
    const Affinity& a = *report.affinity;
    text += fmt::format("\naffinity of pose 1: {:.1f} kcal/mol ({:.0f} % interval {:.1f} to {:.1f}), pKd {:.1f} ({:.1f} to {:.1f})\n",
                        a.free_energy().value(), 100 * a.level, a.free_energy_low().value(),
                        a.free_energy_high().value(), a.pkd.value(), a.low.value(), a.high.value());
    for (const std::string& w : a.warnings) text += "  warning: " + w + '\n';
  }
  return text;
}

std::string to_json(const Report& report) {
  using nlohmann::json;
  json out;
  out["mode"] = report.mode;
  out["scoring"] = report.scoring;
  out["energies"] = report.table_mode ? "tables of AutoDock Vina 1.2.3" : "continuous";
  out["units"] = {{"energy", "kcal/mol"}, {"length", "angstrom"}, {"time", "second"}};
  out["ligand"] = {{"name", report.ligand_name},
                   {"smiles", report.smiles},
                   {"heavy_atoms", report.heavy_atoms},
                   {"torsions", report.torsions}};
  const auto box_json = [](const Box& b) {
    return json{{"centre", {length_digits(b.centre.x), length_digits(b.centre.y), length_digits(b.centre.z)}},
                {"size", {length_digits(b.size.x), length_digits(b.size.y), length_digits(b.size.z)}}};
  };
  if (report.box) out["box"] = box_json(*report.box);
  for (const Box& b : report.pockets) out["pockets"].push_back({{"box", box_json(b)}});
  if (report.statistics) {
    const SearchStatistics& s = *report.statistics;
    out["search"] = {{"chains", s.chains},         {"evaluations", s.evaluations},
                     {"steps", s.steps},           {"grid_spacing", s.grid_spacing},
                     {"grid_bytes", s.grid_bytes}, {"cancelled", s.cancelled}};
  }
  if (report.affinity) out["affinity"] = json::parse(affinity_json(*report.affinity));
  out["seconds"] = length_digits(report.seconds);
  out["poses"] = json::array();
  for (std::size_t i = 0; i < report.poses.size(); ++i) {
    const ReportedPose& p = report.poses[i];
    json pose;
    pose["rank"] = i + 1;
    pose["score"] = energy_digits(p.terms.score);
    pose["total"] = energy_digits(p.terms.inter() + p.terms.intra());
    pose["terms"] = {{"inter", energy_digits(p.terms.inter())},
                     {"intra", energy_digits(p.terms.intra())},
                     {"ligand_receptor", energy_digits(p.terms.ligand_receptor)},
                     {"ligand_side_chains", energy_digits(p.terms.ligand_side_chains)},
                     {"ligand_internal", energy_digits(p.terms.ligand_internal)},
                     {"side_chains_receptor", energy_digits(p.terms.side_chains_receptor)},
                     {"side_chains_internal", energy_digits(p.terms.side_chains_internal)},
                     {"torsional", energy_digits(p.terms.torsional())},
                     {"unbound", energy_digits(p.terms.unbound)},
                     {"rotors", p.terms.rotors}};
    pose["ligand_efficiency"] = energy_digits(ligand_efficiency(report, p));
    if (report.mode == "dock") {
      pose["conformer"] = p.conformer + 1;
      pose["rmsd_to_best"] = length_digits(p.rmsd_to_best);
    }
    if (p.pocket) pose["pocket"] = *p.pocket + 1;
    if (report.mode == "local") pose["moved"] = length_digits(p.moved);
    if (p.rmsd_to_reference) pose["rmsd"] = length_digits(*p.rmsd_to_reference);
    if (p.validity) {
      pose["valid"] = p.validity->valid();
      for (const mol::CheckResult& c : p.validity->checks) {
        json check = {{"state", mol::to_string(c.state)}};
        if (c.value) check["value"] = energy_digits(*c.value);
        if (mol::fact(c.check).numeric) check["threshold"] = mol::fact(c.check).threshold;
        if (!c.note.empty()) check["note"] = c.note;
        pose["checks"][std::string(mol::fact(c.check).key)] = std::move(check);
      }
      if (const auto reasons = p.validity->reasons(); !reasons.empty()) pose["reasons"] = reasons;
    }
    out["poses"].push_back(std::move(pose));
  }
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string to_csv(const Report& report) {
  std::string text =
      "rank,score_kcal_mol,inter_kcal_mol,intra_kcal_mol,torsional_kcal_mol,rotors,ligand_efficiency,"
      "rmsd_to_best_angstrom,rmsd_to_reference_angstrom,valid";
  text += report.pockets.empty() ? "\n" : ",pocket\n";
  for (std::size_t i = 0; i < report.poses.size(); ++i) {
    const ReportedPose& p = report.poses[i];
    text += fmt::format(
        "{},{:.4f},{:.4f},{:.4f},{:.4f},{:g},{:.4f},{:.3f},{},{}{}\n", i + 1, p.terms.score, p.terms.inter(),
        p.terms.intra(), p.terms.torsional(), p.terms.rotors, ligand_efficiency(report, p), p.rmsd_to_best,
        p.rmsd_to_reference ? fmt::format("{:.3f}", *p.rmsd_to_reference) : "",
        p.validity ? (p.validity->valid() ? "yes" : "no") : "", p.pocket ? fmt::format(",{}", *p.pocket + 1) : "");
  }
  return text;
}

std::string poses_sdf(const Report& report) {
  std::vector<mol::SdfRecord> records;
  for (std::size_t i = 0; i < report.poses.size(); ++i) {
    const ReportedPose& p = report.poses[i];
    if (!p.molecule) continue;
    mol::SdfRecord record{*p.molecule, {}};
    record.fields = {{"rank", std::to_string(i + 1)},
                     {"score_kcal_mol", fmt::format("{:.4f}", p.terms.score)},
                     {"inter_kcal_mol", fmt::format("{:.4f}", p.terms.inter())},
                     {"intra_kcal_mol", fmt::format("{:.4f}", p.terms.intra())},
                     {"scoring", report.scoring}};
    if (p.rmsd_to_reference)
      record.fields.emplace_back("rmsd_to_reference_angstrom", fmt::format("{:.3f}", *p.rmsd_to_reference));
    if (p.pocket) record.fields.emplace_back("pocket", std::to_string(*p.pocket + 1));
    if (p.validity) {
      record.fields.emplace_back("valid", p.validity->valid() ? "yes" : "no");
      if (const std::string failed = failed_checks(*p.validity); !failed.empty())
        record.fields.emplace_back("failed_checks", failed);
      const mol::CheckResult* energy = p.validity->find(mol::CheckId::kEnergyRatio);
      if (energy != nullptr && energy->value)
        record.fields.emplace_back("internal_energy_ratio", fmt::format("{:.2f}", *energy->value));
    }
    if (i == 0 && report.affinity) {
      const Affinity& a = *report.affinity;
      record.fields.emplace_back("affinity_kcal_mol", fmt::format("{:.2f}", a.free_energy().value()));
      record.fields.emplace_back("affinity_pkd", fmt::format("{:.2f}", a.pkd.value()));
      record.fields.emplace_back("affinity_pkd_interval", fmt::format("{:.2f} {:.2f}", a.low.value(), a.high.value()));
    }
    records.push_back(std::move(record));
  }
  return mol::to_sdf(records);
}

std::string poses_pdbqt(const Report& report, const mol::PdbqtTree& tree) {
  std::string text;
  for (std::size_t i = 0; i < report.poses.size(); ++i) {
    const ReportedPose& p = report.poses[i];
    text += fmt::format("MODEL {}\nREMARK MAEK SCORE {:.3f} INTER {:.3f} INTRA {:.3f}\n", i + 1, p.terms.score,
                        p.terms.inter(), p.terms.intra());
    text += mol::to_pdbqt(tree, &p.tree_positions);
    text += "ENDMDL\n";
  }
  return text;
}

Expected<std::string> complex_mmcif(const DockReceptor& receptor, const ReportedPose& pose, const std::string& name) {
  mol::Structure complex = receptor.structure;
  const mol::Molecule& molecule = *pose.molecule;
  std::set<std::string> taken;
  for (const mol::Chain& c : complex.chains) {
    taken.insert(c.name);
    taken.insert(c.label);
  }
  std::string chain_name = "L";
  for (int n = 1; taken.contains(chain_name); ++n) chain_name = "L" + std::to_string(n);
  const bool code = !name.empty() && name.size() <= 5 &&
                    std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0; });

  mol::Chain chain;
  chain.name = chain.label = chain_name;
  chain.model = complex.chains.empty() ? 1 : complex.chains.front().model;
  chain.first_residue = static_cast<mol::ResidueIndex>(complex.residues.size());
  chain.end_residue = chain.first_residue + 1;
  mol::Residue residue;
  residue.name = code ? name : "LIG";
  residue.number = 1;
  residue.kind = mol::ResidueKind::kLigand;
  residue.hetero = true;
  residue.chain = static_cast<mol::ChainIndex>(complex.chains.size());
  residue.first_atom = static_cast<mol::AtomIndex>(complex.atoms.size());
  std::vector<int> count(128, 0);
  std::vector<std::string> names;
  for (std::size_t a = 0; a < molecule.atoms().size(); ++a) {
    const mol::MoleculeAtom& from = molecule.atoms()[a];
    mol::Atom atom;
    atom.element = from.element;
    atom.formal_charge = from.formal_charge;
    atom.name =
        std::string(mol::symbol(from.element)) + std::to_string(++count[static_cast<std::size_t>(from.element) % 128]);
    atom.serial = static_cast<std::int32_t>(complex.atoms.size()) + 1;
    atom.position = molecule.positions()[a];
    atom.residue = static_cast<mol::ResidueIndex>(complex.residues.size());
    names.push_back(atom.name);
    complex.atoms.push_back(std::move(atom));
  }
  residue.end_atom = static_cast<mol::AtomIndex>(complex.atoms.size());
  for (const mol::MoleculeBond& b : molecule.bonds()) {
    complex.component_bonds.push_back(
        {residue.name, names[static_cast<std::size_t>(b.a)], names[static_cast<std::size_t>(b.b)], b.kekulised});
  }
  complex.residues.push_back(std::move(residue));
  complex.chains.push_back(std::move(chain));
  return mol::to_mmcif(complex);
}

std::string prediction_json(const Report& report) {
  using nlohmann::json;
  const ReportedPose& best = report.poses.front();
  const std::string ligand = report.ligand_name.empty() ? "the ligand" : report.ligand_name;
  json rests_on = {report.scoring == "vinardo"
                       ? "the Vinardo scoring function (Quiroga and Villarreal 2016)"
                       : "the AutoDock Vina scoring function (Trott and Olson 2010; Eberhardt et al. 2021)",
                   "the receptor as given, rigid; the score was not compared with measured affinities"};
  json out = {{"of", fmt::format("pose and score of {} in the given receptor", ligand)},
              {"method", fmt::format("maek dock {}, best of {} poses", version(), report.poses.size())},
              {"values", {{"score", best.terms.score}}},
              {"units", {{"score", "kcal/mol"}}},
              {"calibrated", false},
              {"rests_on", rests_on}};
  if (report.affinity) add_affinity(*report.affinity, ligand, out);
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace maek::dock
