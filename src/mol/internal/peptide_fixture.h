// SPDX-License-Identifier: Apache-2.0
// For tests: peptides in extended form and single nucleotides, built from ideal coordinates (fixture, synthetic model).
#pragma once

#include <cmath>         // for std::cos
#include <numbers>       // for std::numbers::pi
#include <sstream>       // for std::istringstream
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <vector>        // for std::vector

#include "mol/component.h"   // for residue_kind
#include "mol/structure.h"   // for Structure
#include "mol/superpose.h"   // for superpose

namespace maek::mol::fixture {

struct IdealResidue {
  std::string_view code, atoms;   // "N x y z CA x y z ..." [Å]
};

/// Heavy atoms at the ideal coordinates of the wwPDB chemical component dictionary (CC0), rounded to 0.01 Å.
// clang-format off
inline constexpr IdealResidue kIdeal[] = {
    {"ALA",
     "N -0.97 0.49 1.50 CA 0.26 0.42 0.69 C -0.09 0.02 -0.72 O -1.06 -0.68 -0.92 CB 1.20 -0.62 1.30"
     " OXT 0.66 0.44 -1.74"},
    {"ARG",
     "N -0.47 1.11 -0.99 CA 0.00 2.29 -1.71 C -0.91 2.52 -2.90 O -1.83 1.79 -3.24 CB 1.48 2.15 -2.13"
     " CG 1.75 1.02 -3.13 CD 3.21 0.95 -3.56 NE 4.07 0.73 -2.42 CZ 5.47 0.62 -2.53 NH1 6.26 0.40 -1.41"
     " NH2 6.08 0.74 -3.77 OXT -0.59 3.66 -3.57"},
    {"ASN",
     "N -0.29 1.69 0.09 CA -0.45 0.29 -0.34 C -1.85 -0.18 -0.03 O -2.51 0.40 0.79 CB 0.56 -0.59 0.40"
     " CG 1.96 -0.20 -0.00 OD1 2.13 0.70 -0.80 ND2 3.02 -0.84 0.53 OXT -2.35 -1.24 -0.67"},
    {"ASP",
     "N -0.32 1.69 0.07 CA -0.47 0.29 -0.34 C -1.87 -0.18 -0.03 O -2.53 0.41 0.79 CB 0.54 -0.58 0.41"
     " CG 1.94 -0.20 0.00 OD1 2.11 0.68 -0.81 OD2 2.99 -0.83 0.54 OXT -2.37 -1.26 -0.65"},
    {"CYS",
     "N 1.58 0.48 -0.08 CA 0.14 0.45 0.19 C -0.10 0.01 1.61 O 0.69 -0.74 2.14 CB -0.53 -0.53 -0.77"
     " SG -0.25 0.00 -2.48 OXT -1.17 0.44 2.27"},
    {"GLN",
     "N 1.86 -0.15 1.12 CA 0.52 0.45 1.11 C -0.24 0.02 2.34 O -0.01 -1.05 2.85 CB -0.24 -0.01 -0.14"
     " CG 0.53 0.42 -1.39 CD -0.21 -0.04 -2.61 OE1 -1.25 -0.65 -2.50 NE2 0.28 0.24 -3.84 OXT -1.17 0.83 2.88"},
    {"GLU",
     "N 1.20 1.87 -0.12 CA 1.14 0.52 0.45 C 2.36 -0.26 0.04 O 3.01 0.10 -0.92 CB -0.11 -0.20 -0.06"
     " CG -1.36 0.52 0.46 CD -2.59 -0.19 -0.05 OE1 -2.48 -1.16 -0.75 OE2 -3.81 0.27 0.29 OXT 2.74 -1.34 0.74"},
    {"GLY",
     "N 1.93 0.09 -0.03 CA 0.76 -0.80 -0.01 C -0.50 0.03 -0.01 O -0.43 1.24 -0.02 OXT -1.70 -0.57 0.02"},
    {"HIS",
     "N -0.04 -1.21 0.05 CA 1.17 -1.71 0.65 C 1.08 -3.21 0.91 O 0.04 -3.77 1.22 CB 1.48 -0.97 1.96"
     " CG 2.94 -1.06 2.35 ND1 3.38 -2.08 3.13 CD2 3.96 -0.25 2.05 CE1 4.69 -1.91 3.32 NE2 5.06 -0.80 2.66"
     " OXT 2.25 -3.88 0.74"},
    {"ILE",
     "N -1.94 0.34 -0.34 CA -0.49 0.52 -0.37 C 0.07 -0.03 -1.66 O -0.48 -0.96 -2.20 CB 0.14 -0.22 0.81"
     " CG1 -0.42 0.34 2.12 CG2 1.66 -0.03 0.79 CD1 0.21 -0.40 3.31 OXT 1.17 0.50 -2.20"},
    {"LEU",
     "N -1.66 0.63 -0.41 CA -0.20 0.44 -0.47 C 0.18 -0.06 -1.84 O -0.59 -0.73 -2.47 CB 0.22 -0.58 0.58"
     " CG -0.17 -0.08 1.98 CD1 0.26 -1.10 3.03 CD2 0.53 1.25 2.25 OXT 1.38 0.25 -2.35"},
    {"LYS",
     "N 1.42 1.80 0.20 CA 1.39 0.35 0.48 C 2.66 -0.28 -0.03 O 3.32 0.28 -0.88 CB 0.18 -0.28 -0.21"
     " CG -1.10 0.28 0.41 CD -2.31 -0.35 -0.28 CE -3.60 0.21 0.33 NZ -4.76 -0.40 -0.33 OXT 3.05 -1.48 0.45"},
    {"MET",
     "N -1.82 0.14 -1.17 CA -0.39 0.50 -1.21 C 0.21 0.00 -2.50 O -0.24 -0.99 -3.03 CB 0.33 -0.14 -0.03"
     " CG -0.27 0.36 1.28 SD 0.59 -0.41 2.68 CE -0.31 0.35 4.06 OXT 1.23 0.66 -3.07"},
    {"PHE",
     "N 1.32 0.96 1.01 CA -0.02 0.43 1.30 C -0.11 0.05 2.76 O 0.88 -0.32 3.35 CB -0.27 -0.81 0.43"
     " CG -0.18 -0.43 -1.02 CD1 1.03 -0.50 -1.68 CD2 -1.31 -0.02 -1.70 CE1 1.11 -0.15 -3.02"
     " CE2 -1.23 0.33 -3.03 CZ -0.02 0.27 -3.69 OXT -1.29 0.11 3.40"},
    {"PRO",
     "N -0.82 1.11 0.25 CA 0.00 -0.11 0.51 C 1.41 0.09 0.01 O 1.65 0.98 -0.78 CB -0.70 -1.23 -0.29"
     " CG -2.16 -0.75 -0.44 CD -2.22 0.61 0.28 OXT 2.39 -0.72 0.42"},
    {"SER",
     "N 1.52 0.49 -0.61 CA 0.10 0.47 -0.25 C -0.05 0.00 1.17 O 0.75 -0.76 1.65 CB -0.64 -0.49 -1.18"
     " OG -0.50 -0.05 -2.54 OXT -1.08 0.44 1.91"},
    {"THR",
     "N 1.54 -0.70 0.43 CA 0.12 -0.71 0.06 C -0.04 -0.09 -1.31 O 0.73 0.76 -1.68 CB -0.68 0.10 1.08"
     " OG1 -0.19 1.45 1.10 CG2 -0.51 -0.52 2.47 OXT -1.04 -0.49 -2.11"},
    {"TRP",
     "N 1.28 1.12 2.06 CA -0.01 0.42 1.97 C -0.49 0.08 3.36 O 0.31 -0.13 4.24 CB 0.17 -0.87 1.16"
     " CG 0.65 -0.53 -0.23 CD1 1.93 -0.42 -0.62 CD2 -0.19 -0.26 -1.40 NE1 1.98 -0.10 -1.95"
     " CE2 0.70 0.01 -2.45 CE3 -1.56 -0.21 -1.61 CZ2 0.19 0.31 -3.71 CZ3 -2.04 0.09 -2.86"
     " CH2 -1.17 0.35 -3.91 OXT -1.81 0.00 3.61"},
    {"TYR",
     "N 1.32 0.95 1.43 CA -0.02 0.43 1.73 C -0.10 0.09 3.20 O 0.89 -0.25 3.80 CB -0.27 -0.83 0.91"
     " CG -0.19 -0.50 -0.56 CD1 1.02 -0.59 -1.22 CD2 -1.32 -0.10 -1.24 CE1 1.10 -0.28 -2.56"
     " CE2 -1.25 0.21 -2.59 CZ -0.03 0.12 -3.25 OH 0.04 0.42 -4.57 OXT -1.28 0.18 3.84"},
    {"VAL",
     "N 1.56 -0.64 0.45 CA 0.14 -0.70 0.08 C -0.04 -0.09 -1.29 O 0.70 0.78 -1.66 CB -0.68 0.09 1.10"
     " CG1 -0.50 -0.53 2.49 CG2 -0.22 1.54 1.12 OXT -1.02 -0.53 -2.09"},
    {"A",
     "OP3 2.13 -1.14 -5.31 P 1.02 -0.14 -4.72 OP1 1.63 1.19 -4.49 OP2 -0.18 0.01 -5.78 O5' 0.46 -0.72 -3.33"
     " C5' -0.52 0.21 -2.86 C4' -1.10 -0.29 -1.54 O4' -0.06 -0.38 -0.54 C3' -2.10 0.74 -0.97"
     " O3' -3.44 0.36 -1.29 C2' -1.87 0.68 0.56 O2' -3.06 0.27 1.23 C1' -0.76 -0.37 0.73 N9 0.16 0.03 1.80"
     " C8 1.26 0.81 1.67 N7 1.84 0.96 2.83 C5 1.14 0.29 3.77 C6 1.29 0.09 5.16 N6 2.34 0.66 5.85"
     " N1 0.39 -0.66 5.79 C2 -0.62 -1.21 5.14 N3 -0.79 -1.05 3.84 C4 0.06 -0.32 3.13"},
    {"C",
     "OP3 2.15 -1.02 -4.68 P 1.05 -0.04 -4.03 OP1 1.69 1.24 -3.65 OP2 -0.12 0.25 -5.10 O5' 0.41 -0.73 -2.72"
     " C5' -0.55 0.18 -2.19 C4' -1.19 -0.42 -0.94 O4' -0.19 -0.65 0.08 C3' -2.18 0.58 -0.31"
     " O3' -3.52 0.28 -0.70 C2' -2.00 0.37 1.22 O2' -3.23 -0.06 1.81 C1' -0.92 -0.73 1.32 N1 -0.04 -0.47 2.45"
     " C2 0.65 0.68 2.51 O2 0.53 1.50 1.62 N3 1.47 0.94 3.54 C4 1.62 0.07 4.52 N4 2.46 0.35 5.57"
     " C5 0.92 -1.15 4.48 C6 0.09 -1.40 3.44"},
    {"G",
     "OP3 -1.95 -1.36 5.60 P -0.91 -0.28 5.01 OP1 -1.60 1.02 4.84 OP2 0.33 -0.10 6.03 O5' -0.36 -0.78 3.58"
     " C5' 0.54 0.22 3.11 C4' 1.10 -0.20 1.75 O4' 0.03 -0.32 0.78 C3' 2.02 0.90 1.18 O3' 3.40 0.58 1.44"
     " C2' 1.74 0.88 -0.34 O2' 2.93 0.56 -1.07 C1' 0.68 -0.22 -0.51 N9 -0.30 0.16 -1.53 C8 -1.44 0.88 -1.33"
     " N7 -2.07 1.04 -2.46 C5 -1.36 0.43 -3.45 C6 -1.56 0.28 -4.85 O6 -2.53 0.76 -5.40 N1 -0.63 -0.40 -5.55"
     " C2 0.46 -0.93 -4.92 N2 1.38 -1.63 -5.66 N3 0.65 -0.80 -3.63 C4 -0.23 -0.13 -2.87"},
    {"U",
     "OP3 -2.12 1.03 -4.69 P -1.03 0.05 -4.04 OP1 -1.68 -1.23 -3.66 OP2 0.14 -0.24 -5.11 O5' -0.40 0.74 -2.73"
     " C5' 0.56 -0.18 -2.20 C4' 1.20 0.41 -0.94 O4' 0.19 0.65 0.07 C3' 2.18 -0.59 -0.30 O3' 3.52 -0.29 -0.69"
     " C2' 2.00 -0.38 1.22 O2' 3.22 0.05 1.82 C1' 0.92 0.72 1.32 N1 0.03 0.46 2.45 C2 -0.69 -0.67 2.49"
     " O2 -0.59 -1.47 1.58 N3 -1.51 -0.94 3.52 C4 -1.64 -0.06 4.53 O4 -2.39 -0.29 5.46 C5 -0.89 1.15 4.50"
     " C6 -0.07 1.38 3.46"},
};
// clang-format on

struct NamedAtom {
  std::string name;
  Position position;
};

inline std::vector<NamedAtom> ideal_atoms(std::string_view code) {
  std::vector<NamedAtom> atoms;
  for (const IdealResidue& residue : kIdeal) {
    if (residue.code != code) continue;
    std::istringstream in{std::string(residue.atoms)};
    for (NamedAtom atom; in >> atom.name >> atom.position.x >> atom.position.y >> atom.position.z;)
      atoms.push_back(atom);
  }
  return atoms;
}

inline Element element_of_name(const std::string& name) {
  return element_from_symbol(name.substr(0, 1));
}

/// Adds a chain, or a residue to the last chain, or an atom to the last residue.
inline void add_chain(Structure& s, const std::string& name) {
  Chain chain;
  chain.name = name;
  chain.first_residue = chain.end_residue = static_cast<ResidueIndex>(s.residues.size());
  s.chains.push_back(chain);
}
inline void add_residue(Structure& s, const std::string& code, int number, bool hetero = false) {
  Residue residue;
  residue.name = code;
  residue.number = number;
  residue.hetero = hetero;
  residue.kind = residue_kind(code);
  residue.chain = static_cast<ChainIndex>(s.chains.size() - 1);
  residue.first_atom = residue.end_atom = static_cast<AtomIndex>(s.atoms.size());
  s.residues.push_back(residue);
  s.chains.back().end_residue = static_cast<ResidueIndex>(s.residues.size());
}
inline void add_atom(Structure& s, const std::string& name, Element element, Position position) {
  Atom atom;
  atom.name = name;
  atom.element = element;
  atom.position = position;
  atom.serial = static_cast<std::int32_t>(s.atoms.size() + 1);
  atom.residue = static_cast<ResidueIndex>(s.residues.size() - 1);
  s.atoms.push_back(atom);
  s.residues.back().end_atom = static_cast<AtomIndex>(s.atoms.size());
}

/// The point at `length` from c, `angle` b-c-d and `dihedral` a-b-c-d (degrees).
inline Position fourth_point(Position a, Position b, Position c, double length, double angle, double dihedral) {
  const double theta = angle * std::numbers::pi / 180, phi = dihedral * std::numbers::pi / 180;
  const Position bc = normalized(c - b), n = normalized(cross(b - a, bc)), m = cross(n, bc);
  return c + length * (-std::cos(theta) * bc + std::sin(theta) * (std::cos(phi) * m + std::sin(phi) * n));
}

/// A chain of those residues as a strand (phi -120, psi 120, omega 180 degrees; Engh and Huber's bond lengths and
/// angles) with OXT at its end. Numbered from 1.
inline void add_peptide(Structure& s, const std::string& chain, const std::vector<std::string>& codes) {
  add_chain(s, chain);
  Position n{0, 0, 0}, ca{1.458, 0, 0}, c = fourth_point({0, 1, 0}, n, ca, 1.525, 111.0, 180);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    add_residue(s, codes[i], static_cast<int>(i + 1));
    const std::vector<NamedAtom> ideal = ideal_atoms(codes[i]);
    std::vector<Position> from(3);
    for (const NamedAtom& atom : ideal) {
      if (atom.name == "N") from[0] = atom.position;
      if (atom.name == "CA") from[1] = atom.position;
      if (atom.name == "C") from[2] = atom.position;
    }
    const std::vector<Position> to{n, ca, c};
    const Superposition fit = *superpose(from, to);
    add_atom(s, "N", Element::kN, n);
    add_atom(s, "CA", Element::kC, ca);
    add_atom(s, "C", Element::kC, c);
    add_atom(s, "O", Element::kO, fourth_point(n, ca, c, 1.231, 120.1, -60));
    for (const NamedAtom& atom : ideal) {
      const bool backbone =
          atom.name == "N" || atom.name == "CA" || atom.name == "C" || atom.name == "O" || atom.name == "OXT";
      if (!backbone) add_atom(s, atom.name, element_of_name(atom.name), fit.apply(atom.position));
    }
    const Position next = fourth_point(n, ca, c, 1.329, 117.2, 120);
    if (i + 1 == codes.size()) add_atom(s, "OXT", Element::kO, next);
    const Position next_ca = fourth_point(ca, c, next, 1.458, 121.7, 180);
    const Position next_c = fourth_point(c, next, next_ca, 1.525, 111.0, -120);
    n = next;
    ca = next_ca;
    c = next_c;
  }
}

/// One residue at its ideal coordinates, shifted, as a chain of its own.
inline void add_ideal(Structure& s, const std::string& chain, const std::string& code, Position shift = {},
                      const std::string& renamed = {}) {
  add_chain(s, chain);
  add_residue(s, renamed.empty() ? code : renamed, 1, !renamed.empty());
  for (const NamedAtom& atom : ideal_atoms(code))
    add_atom(s, atom.name, element_of_name(atom.name), atom.position + shift);
}

}  // namespace maek::mol::fixture
