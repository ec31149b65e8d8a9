// SPDX-License-Identifier: Apache-2.0
// Writes PDBQT: receptors and torsion trees, with the REMARKs that allow the molecule to be restored.
#include <cmath>         // for std::abs
#include <iterator>      // for std::back_inserter

#include <fmt/format.h>  // for fmt::format_to

#include "mol/pdbqt.h"   // for PdbqtTree

namespace maek::mol {
namespace {

constexpr std::size_t kRemarkWidth = 78;   // lines of number pairs are broken here, as PDB readers expect

/// Eight columns whatever the size: far coordinates lose decimals before they push the other columns aside.
std::string coordinate(double value) {
  std::string text = fmt::format("{:8.3f}", value);
  for (int decimals = 2; text.size() > 8 && decimals >= 0; --decimals) text = fmt::format("{:8.{}f}", value, decimals);
  return text;
}

/// PDB's custom: names of one-letter elements begin in column 14.
std::string atom_name(const std::string& name) {
  return name.size() >= 4 ? name.substr(0, 4) : fmt::format(" {:<3}", name);
}

void write_atom(std::string& out, const PdbqtAtom& atom, Position position) {
  const std::int32_t serial = atom.serial > 99999 ? atom.serial % 100000 : atom.serial;
  const std::int32_t number = atom.number > 9999 ? atom.number % 10000 : atom.number < -999 ? 0 : atom.number;
  const double charge = std::abs(atom.charge) < 100 ? atom.charge : 0;
  fmt::format_to(std::back_inserter(out), "{}{:>5} {} {:>3} {:1}{:>4}{:1}   {}{}{}{:6.2f}{:6.2f}    {:6.3f} {}\n",
                 atom.hetero ? "HETATM" : "ATOM  ", serial, atom_name(atom.name), atom.residue.substr(0, 3),
                 atom.chain.substr(0, 1), number, atom.insertion == 0 ? ' ' : atom.insertion, coordinate(position.x),
                 coordinate(position.y), coordinate(position.z), 1.0, 0.0, charge, to_string(atom.type));
}

void write_pairs(std::string& out, std::string_view title,
                 const std::vector<std::pair<std::int32_t, std::int32_t>>& pairs) {
  std::string line;
  for (const auto& [first, second] : pairs) {
    const std::string pair = fmt::format(" {} {}", first, second);
    if (!line.empty() && line.size() + pair.size() > kRemarkWidth) {
      out += line + '\n';
      line.clear();
    }
    if (line.empty()) line = title;
    line += pair;
  }
  if (!line.empty()) out += line + '\n';
}

}  // namespace

std::string to_pdbqt(const PdbqtReceptor& receptor) {
  std::string out;
  out.reserve(receptor.atoms.size() * 80);
  for (const PdbqtAtom& atom : receptor.atoms) write_atom(out, atom, atom.position);
  out += "TER\n";
  return out;
}

std::string to_pdbqt(const PdbqtTree& ligand, const std::vector<Position>* positions) {
  std::string out;
  if (!ligand.smiles.empty()) out += "REMARK SMILES " + ligand.smiles + '\n';
  write_pairs(out, "REMARK SMILES IDX", ligand.smiles_index);
  write_pairs(out, "REMARK H PARENT", ligand.h_parent);
  if (!ligand.residue.empty()) out += "BEGIN_RES " + ligand.residue + '\n';

  const std::size_t groups = ligand.branches.size() + 1;
  std::vector<std::vector<std::size_t>> atoms_of(groups), branches_of(groups);
  for (std::size_t i = 0; i < ligand.atoms.size(); ++i) {
    atoms_of[static_cast<std::size_t>(ligand.group[i])].push_back(i);
  }
  for (std::size_t b = 0; b < ligand.branches.size(); ++b) {
    branches_of[static_cast<std::size_t>(ligand.branches[b].parent_group)].push_back(b);
  }
  const auto write_group = [&](std::size_t group) {
    for (const std::size_t i : atoms_of[group]) {
      write_atom(out, ligand.atoms[i], positions != nullptr ? (*positions)[i] : ligand.atoms[i].position);
    }
  };
  const auto serials = [&](std::size_t b) {
    const PdbqtBranch& branch = ligand.branches[b];
    return fmt::format(" {:>3} {:>3}\n", ligand.atoms[static_cast<std::size_t>(branch.from)].serial,
                       ligand.atoms[static_cast<std::size_t>(branch.to)].serial);
  };

  out += "ROOT\n";
  write_group(0);
  out += "ENDROOT\n";
  // An explicit stack: a chain of thousands of branches must not exhaust the program's own.
  struct Visit {
    std::size_t group;
    std::size_t next = 0;
  };
  std::vector<Visit> stack{{0}};
  while (!stack.empty()) {
    Visit& visit = stack.back();
    if (visit.next < branches_of[visit.group].size()) {
      const std::size_t b = branches_of[visit.group][visit.next++];
      out += "BRANCH" + serials(b);
      write_group(b + 1);
      stack.push_back({b + 1});
    } else {
      if (visit.group != 0) out += "ENDBRANCH" + serials(visit.group - 1);
      stack.pop_back();
    }
  }
  if (ligand.residue.empty()) {
    fmt::format_to(std::back_inserter(out), "TORSDOF {}\n", ligand.torsdof);
  } else {
    out += "END_RES " + ligand.residue + '\n';
  }
  return out;
}

}  // namespace maek::mol
