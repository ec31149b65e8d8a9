// SPDX-License-Identifier: Apache-2.0
#include "mol/internal/compare_report.h"

#include <cmath>     // for std::isnan
#include <cstddef>   // for std::size_t

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace maek::mol {
namespace {

using nlohmann::json;

const std::string& chain_name(const Structure& s, ChainIndex c) { return s.chains[static_cast<std::size_t>(c)].name; }

const Residue& residue_at(const Structure& s, ResidueIndex r) { return s.residues[static_cast<std::size_t>(r)]; }

std::string number(const Residue& r) {
  return r.insertion != 0 ? fmt::format("{}{}", r.number, r.insertion) : fmt::format("{}", r.number);
}

json number_or_null(double v) { return std::isnan(v) ? json(nullptr) : json(v); }

json fitted(const FittedRmsd& f) {
  if (f.atoms == 0) return nullptr;
  return {{"rmsd", f.rmsd}, {"atoms", f.atoms}};
}

json scores_json(const ProteinScores& s) {
  json out{{"reference_residues", s.reference_residues},
           {"paired_residues", s.paired_residues},
           {"identical_residues", s.identical_residues},
           {"ca", fitted(s.ca)},
           {"backbone", fitted(s.backbone)},
           {"heavy", fitted(s.heavy)}};
  if (s.scores) {
    const PairedScores& p = *s.scores;
    const auto& w = p.within;
    out["tm_score"] = p.tm_score;
    out["tm_d0"] = p.d0;
    out["gdt_ts"] = p.gdt_ts;
    out["gdt_ha"] = p.gdt_ha;
    out["within"] = {{"0.5", w[0]}, {"1", w[1]}, {"2", w[2]}, {"4", w[3]}, {"8", w[4]}};
    out["maxsub"] = p.maxsub;
  }
  if (s.lddt.total > 0) {
    out["lddt"] = s.lddt.score;
    out["lddt_conserved"] = s.lddt.conserved;
    out["lddt_total"] = s.lddt.total;
  }
  if (s.ca_lddt.total > 0) out["lddt_ca"] = s.ca_lddt.score;
  return out;
}

json interface_json(const InterfaceComparison& i) {
  const InterfaceScores& s = i.scores;
  return {{"first", i.first},
          {"second", i.second},
          {"dockq", s.dockq},
          {"capri", to_string(s.capri)},
          {"fnat", s.fnat},
          {"fnonnat", s.fnonnat},
          {"irmsd", s.irmsd},
          {"lrmsd", s.lrmsd},
          {"reference_contacts", s.reference_contacts},
          {"model_contacts", s.model_contacts},
          {"shared_contacts", s.shared_contacts},
          {"interface_residues", {s.interface_first, s.interface_second}},
          {"receptor", s.receptor_is_first ? i.first : i.second}};
}

std::string rmsd_cell(const FittedRmsd& f) { return f.atoms > 0 ? fmt::format("{:.3f}", f.rmsd) : "-"; }

std::string cell(bool present, double value) { return present ? fmt::format("{:.4f}", value) : "-"; }

std::string score_row(const std::string& name, const ProteinScores& s) {
  const PairedScores p = s.scores.value_or(PairedScores{});
  return fmt::format("{:<12} {:>5} {:>7} {:>8} {:>8} {:>8} {:>8} {:>7} {:>7} {:>7} {:>8}\n", name, s.paired_residues,
                     s.reference_residues, rmsd_cell(s.ca), rmsd_cell(s.backbone), rmsd_cell(s.heavy),
                     cell(s.scores.has_value(), p.tm_score), cell(s.scores.has_value(), p.gdt_ts),
                     cell(s.scores.has_value(), p.gdt_ha), cell(s.lddt.total > 0, s.lddt.score),
                     cell(s.ca_lddt.total > 0, s.ca_lddt.score));
}

}  // namespace

std::string to_table(const CompareReport& report) {
  const Comparison& c = *report.comparison;
  std::string out = fmt::format("{:<12} {:>5} {:>7} {:>8} {:>8} {:>8} {:>8} {:>7} {:>7} {:>7} {:>8}\n", "chains",
                                "pairs", "of", "CA", "backbone", "heavy", "TM", "GDT-TS", "GDT-HA", "lDDT", "lDDT-CA");
  for (const ChainComparison& chain : c.chains) {
    out += score_row(
        fmt::format("{}:{}", chain_name(*report.model, chain.model), chain_name(*report.reference, chain.reference)),
        chain.scores);
  }
  if (c.chains.size() > 1 || c.whole.reference_residues != c.chains.front().scores.reference_residues)
    out += score_row("all", c.whole);
  if (!c.interfaces.empty()) {
    out += fmt::format("\n{:<12} {:>7} {:>7} {:>9} {:>9} {:>9} {:>6}  {}\n", "interface", "DockQ", "fnat", "iRMSD Å",
                       "LRMSD Å", "contacts", "found", "CAPRI");
    for (const InterfaceComparison& i : c.interfaces) {
      out += fmt::format("{:<12} {:>7.3f} {:>7.3f} {:>8.3f} {:>8.3f} {:>9} {:>6}  {}\n", i.first + ":" + i.second,
                         i.scores.dockq, i.scores.fnat, i.scores.irmsd, i.scores.lrmsd, i.scores.reference_contacts,
                         i.scores.shared_contacts, to_string(i.scores.capri));
    }
  }
  if (!c.ligands.empty()) {
    out += fmt::format("\n{:<16} {:<16} {:>13} {:>13} {:>9}\n", "ligand", "in the reference", "RMSD (pocket)",
                       "RMSD (all CA)", "pocket CA");
    for (const LigandComparison& l : c.ligands) {
      out +=
          fmt::format("{:<16} {:<16} {:>13.3f} {:>13.3f} {:>9}\n", residue_label(*report.model, l.model),
                      residue_label(*report.reference, l.reference), l.rmsd_pocket, l.rmsd_global, l.pocket_residues);
    }
  }
  return out;
}

std::string to_json(const CompareReport& report) {
  const Comparison& c = *report.comparison;
  json out;
  out["model"] = report.model_name;
  out["reference"] = report.reference_name;
  out["units"] = {{"rmsd", "Å"}, {"irmsd", "Å"}, {"lrmsd", "Å"}, {"tm_d0", "Å"}, {"ca_distance", "Å"}};
  out["whole"] = scores_json(c.whole);
  const FittedRmsd& ca = c.whole.ca;
  out["superposition"] = {
      {"of", "all paired CA, model onto reference"},
      {"rotation", ca.superposition.rotation},
      {"translation",
       {ca.superposition.translation.x, ca.superposition.translation.y, ca.superposition.translation.z}}};
  out["chains"] = json::array();
  for (const ChainComparison& chain : c.chains) {
    json one = scores_json(chain.scores);
    one["model_chain"] = chain_name(*report.model, chain.model);
    one["reference_chain"] = chain_name(*report.reference, chain.reference);
    out["chains"].push_back(std::move(one));
  }
  out["model_only"] = json::array();
  for (const ChainIndex i : c.model_only) out["model_only"].push_back(chain_name(*report.model, i));
  out["reference_only"] = json::array();
  for (const ChainIndex i : c.reference_only) out["reference_only"].push_back(chain_name(*report.reference, i));
  out["interfaces"] = json::array();
  for (const InterfaceComparison& i : c.interfaces) out["interfaces"].push_back(interface_json(i));
  if (!c.ligands.empty()) {
    out["ligands"] = json::array();
    for (const LigandComparison& l : c.ligands) {
      out["ligands"].push_back({{"model", residue_label(*report.model, l.model)},
                                {"reference", residue_label(*report.reference, l.reference)},
                                {"rmsd_pocket", l.rmsd_pocket},
                                {"rmsd_global", l.rmsd_global},
                                {"pocket_residues", l.pocket_residues},
                                {"symmetry", l.symmetry}});
    }
  }
  if (report.per_residue) {
    out["residues"] = json::array();
    for (const ResidueComparison& r : c.residues) {
      out["residues"].push_back({{"reference", residue_label(*report.reference, r.reference)},
                                 {"model", r.model < 0 ? json(nullptr) : json(residue_label(*report.model, r.model))},
                                 {"lddt", number_or_null(r.lddt)},
                                 {"lddt_ca", number_or_null(r.ca_lddt)},
                                 {"ca_distance", number_or_null(r.ca_distance)}});
    }
  }
  return out.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string to_csv(const CompareReport& report) {
  std::string out = "chain,number,insertion,name,model_chain,model_number,model_name,lddt,ca_lddt,ca_distance_A\n";
  const auto value = [](double v, int digits) { return std::isnan(v) ? "" : fmt::format("{:.{}f}", v, digits); };
  for (const ResidueComparison& r : report.comparison->residues) {
    const Residue& reference = residue_at(*report.reference, r.reference);
    out += fmt::format("{},{},{},{},", chain_name(*report.reference, reference.chain), reference.number,
                       reference.insertion != 0 ? std::string(1, reference.insertion) : "", reference.name);
    if (r.model < 0) {
      out += ",,,";
    } else {
      const Residue& model = residue_at(*report.model, r.model);
      out += fmt::format("{},{},{},", chain_name(*report.model, model.chain), number(model), model.name);
    }
    out += fmt::format("{},{},{}\n", value(r.lddt, 4), value(r.ca_lddt, 4), value(r.ca_distance, 3));
  }
  return out;
}

}  // namespace maek::mol
