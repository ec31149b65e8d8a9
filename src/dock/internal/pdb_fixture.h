// SPDX-License-Identifier: Apache-2.0
// For tests: PDB text of made-up receptors with a hollow, with and without a ligand in it (fixture, synthetic model).
#pragma once

#include <cmath>      // for std::cos
#include <cstdio>     // for std::snprintf
#include <numbers>    // for std::numbers::pi
#include <string>     // for std::string
#include <utility>    // for std::pair
#include <vector>     // for std::vector

#include "mol/position.h"   // for Position

namespace maek::dock::fixture {

inline std::string pdb_atom(const char* record, int serial, const char* name, const char* residue, char chain,
                            int number, mol::Position p, const char* element) {
  char text[100];
  std::snprintf(text, sizeof text, "%-6s%5d  %-3s %3s %c%4d    %8.3f%8.3f%8.3f  1.00 10.00          %2s\n", record,
                serial, name, residue, chain, number, p.x, p.y, p.z, element);
  return text;
}

/// A serine with ideal geometry about its C-alpha: the same orientation everywhere.
inline void add_serine(std::string& pdb, int& serial, char chain, int number, mol::Position at) {
  struct Row {
    const char* name;
    mol::Position p;
    const char* element;
  };
  static const Row rows[] = {{"N", {-0.525, 1.363, 0}, "N"},
                             {"CA", {0, 0, 0}, "C"},
                             {"C", {1.526, 0, 0}, "C"},
                             {"O", {2.153, -1.062, 0}, "O"},
                             {"CB", {-0.529, -0.774, -1.205}, "C"},
                             {"OG", {-1.780, -0.274, -1.643}, "O"}};
  for (const Row& row : rows)
    pdb += pdb_atom("ATOM", ++serial, row.name, "SER", chain, number, at + row.p, row.element);
}

/// Serines on a sphere about the origin, one after the other in chain A (each a chain piece of its own: none is bonded).
inline std::string hollow_pdb(int count = 40, double radius = 9.5) {
  std::string pdb = "HEADER    MADE UP FOR A TEST                      01-JAN-00   1TST\n";
  int serial = 0;
  const double golden = std::numbers::pi * (3 - std::sqrt(5.0));
  for (int i = 0; i < count; ++i) {
    const double z = 1 - 2 * (i + 0.5) / count, r = std::sqrt(1 - z * z);
    add_serine(
        pdb, serial, 'A', 10 + i,
        radius * (1 + 0.05 * std::sin(1.7 * i)) * mol::Position{r * std::cos(golden * i), r * std::sin(golden * i), z});
  }
  return pdb + "TER\n";
}

/// Phenol as residue IPH of chain B, its ring about `centre`, in the plane z = centre.z.
inline std::string phenol_hetatms(mol::Position centre = {}, int first_serial = 900) {
  std::string text;
  for (int i = 0; i < 6; ++i) {
    const double a = i * std::numbers::pi / 3;
    const std::string name = "C" + std::to_string(i + 1);
    text += pdb_atom("HETATM", first_serial + i, name.c_str(), "IPH", 'B', 1,
                     centre + 1.39 * mol::Position{std::cos(a), std::sin(a), 0}, "C");
  }
  return text + pdb_atom("HETATM", first_serial + 6, "O1", "IPH", 'B', 1, centre + mol::Position{2.75, 0, 0}, "O");
}

}  // namespace maek::dock::fixture
