// SPDX-License-Identifier: Apache-2.0
// Texts of small structures for tests: PDB lines by fields, and comparison of what was read. C++17-clean.
#pragma once

#include <string>       // for std::string
#include <vector>       // for std::vector

#include <fmt/format.h>      // for fmt::format
#include <gtest/gtest.h>     // for EXPECT_EQ

#include "mol/structure.h"   // for Structure

namespace maek::mol::texts {

struct Line {
  const char* record = "ATOM";
  int serial = 1;
  const char* name = " CA ";     // with its position
  char altloc = ' ';
  const char* residue = "GLY";
  char chain = 'A';
  int number = 1;
  char insertion = ' ';
  double x = 1, y = 2, z = 3;
  double occupancy = 1, b_factor = 10;
  const char* element = " C";
  const char* charge = "  ";
};

inline std::string pdb_line(const Line& l) {
  return fmt::format("{:<6}{:5d} {:4}{}{:>3} {}{:4d}{}   {:8.3f}{:8.3f}{:8.3f}{:6.2f}{:6.2f}          {:>2}{:2}\n",
                     l.record, l.serial, l.name, l.altloc, l.residue, l.chain, l.number, l.insertion, l.x, l.y, l.z,
                     l.occupancy, l.b_factor, l.element, l.charge);
}

/// Glycine to the letter: N, CA, C, O of one residue from `serial` on, at height `z`.
inline std::string glycine(int serial, char chain, int number, double z) {
  std::string text;
  const char* names[4] = {" N  ", " CA ", " C  ", " O  "};
  const char* elements[4] = {" N", " C", " C", " O"};
  for (int i = 0; i < 4; ++i) {
    Line line;
    line.serial = serial + i;
    line.name = names[i];
    line.chain = chain;
    line.number = number;
    line.x = 1.5 * i;
    line.y = -2.25;
    line.z = z;
    line.element = elements[i];
    text += pdb_line(line);
  }
  return text;
}

/// What must survive a round trip, one line an atom: chains by their author names, no serials.
enum class With { kSequence, kSequenceAndLabels, kNothingElse };
inline std::vector<std::string> summary(const Structure& s, With with = With::kSequence) {
  std::vector<std::string> lines;
  for (const Chain& chain : s.chains) {
    for (ResidueIndex r = chain.first_residue; r < chain.end_residue; ++r) {
      const Residue& residue = s.residues[static_cast<std::size_t>(r)];
      for (AtomIndex a = residue.first_atom; a < residue.end_atom; ++a) {
        const Atom& atom = s.atoms[static_cast<std::size_t>(a)];
        EXPECT_EQ(atom.residue, r);
        std::string line =
            fmt::format("{} {} {}{}/{} {} {} {} {:+d} {} {:.4f} {:.4f} {:.6f} {:.6f} {:.6f}", chain.model, chain.name,
                        residue.number, residue.insertion != 0 ? residue.insertion : '.',
                        with == With::kNothingElse ? residue.label_number > 0 : residue.label_number, residue.name,
                        residue.hetero, atom.name, atom.formal_charge, symbol(atom.element), atom.occupancy,
                        atom.b_factor, atom.position.x, atom.position.y, atom.position.z);
        if (atom.altloc != 0) line += fmt::format(" alt {}", atom.altloc);
        if (with == With::kSequenceAndLabels) line += fmt::format(" {} {} {}", chain.label, chain.entity, atom.serial);
        lines.push_back(std::move(line));
      }
    }
  }
  return lines;
}

/// The index ranges of a structure agree with each other.
inline void expect_consistent(const Structure& s) {
  ResidueIndex next_residue = 0;
  AtomIndex next_atom = 0;
  for (std::size_t c = 0; c < s.chains.size(); ++c) {
    EXPECT_EQ(s.chains[c].first_residue, next_residue);
    EXPECT_GT(s.chains[c].end_residue, s.chains[c].first_residue);
    next_residue = s.chains[c].end_residue;
    for (ResidueIndex r = s.chains[c].first_residue; r < s.chains[c].end_residue; ++r) {
      const Residue& residue = s.residues.at(static_cast<std::size_t>(r));
      EXPECT_EQ(residue.chain, static_cast<ChainIndex>(c));
      EXPECT_EQ(residue.first_atom, next_atom);
      EXPECT_GT(residue.end_atom, residue.first_atom);
      next_atom = residue.end_atom;
    }
  }
  EXPECT_EQ(static_cast<std::size_t>(next_residue), s.residues.size());
  EXPECT_EQ(static_cast<std::size_t>(next_atom), s.atoms.size());
  for (const StructureBond& bond : s.bonds) {
    EXPECT_LT(bond.a, bond.b);
    EXPECT_GE(bond.a, 0);
    EXPECT_LT(static_cast<std::size_t>(bond.b), s.atoms.size());
  }
}

}  // namespace maek::mol::texts
