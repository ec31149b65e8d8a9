// SPDX-License-Identifier: Apache-2.0
// The periodic table as facts: symbols, radii, weights.
#include "mol/element.h"

#include <array>     // for std::array
#include <cstddef>   // for std::size_t

namespace maek::mol {
namespace {

constexpr double kUnpublished = 0;
constexpr double kCovalentFallback = 1.5;   // Å, of the size of the heaviest published ones that bind in proteins
constexpr double kVdwFallback = 2.0;        // Å

struct Facts {
  std::string_view symbol;
  double covalent;   // Å; Cordero et al. 2008, table 2: sp3 for C, high spin for Mn, Fe, Co (usual in proteins)
  double vdw;        // Å; Bondi 1964, table 1 (metals: its table 14); Mantina et al. 2009 where Bondi has none
  double weight;     // g/mol; IUPAC 2021 abridged to five digits; mass number of the longest-lived isotope otherwise
};

// Index = atomic number.
constexpr std::array<Facts, 119> kFacts{{
    {"X", 0, 0, 0},
    {"H", 0.31, 1.20, 1.008},    {"He", 0.28, 1.40, 4.0026},  {"Li", 1.28, 1.82, 6.94},    {"Be", 0.96, 1.53, 9.0122},
    {"B", 0.84, 1.92, 10.81},    {"C", 0.76, 1.70, 12.011},   {"N", 0.71, 1.55, 14.007},   {"O", 0.66, 1.52, 15.999},
    {"F", 0.57, 1.47, 18.998},   {"Ne", 0.58, 1.54, 20.180},  {"Na", 1.66, 2.27, 22.990},  {"Mg", 1.41, 1.73, 24.305},
    {"Al", 1.21, 1.84, 26.982},  {"Si", 1.11, 2.10, 28.085},  {"P", 1.07, 1.80, 30.974},   {"S", 1.05, 1.80, 32.06},
    {"Cl", 1.02, 1.75, 35.45},   {"Ar", 1.06, 1.88, 39.95},   {"K", 2.03, 2.75, 39.098},   {"Ca", 1.76, 2.31, 40.078},
    {"Sc", 1.70, 0, 44.956},     {"Ti", 1.60, 0, 47.867},     {"V", 1.53, 0, 50.942},      {"Cr", 1.39, 0, 51.996},
    {"Mn", 1.61, 0, 54.938},     {"Fe", 1.52, 0, 55.845},     {"Co", 1.50, 0, 58.933},     {"Ni", 1.24, 1.63, 58.693},
    {"Cu", 1.32, 1.40, 63.546},  {"Zn", 1.22, 1.39, 65.38},   {"Ga", 1.22, 1.87, 69.723},  {"Ge", 1.20, 2.11, 72.630},
    {"As", 1.19, 1.85, 74.922},  {"Se", 1.20, 1.90, 78.971},  {"Br", 1.20, 1.85, 79.904},  {"Kr", 1.16, 2.02, 83.798},
    {"Rb", 2.20, 3.03, 85.468},  {"Sr", 1.95, 2.49, 87.62},   {"Y", 1.90, 0, 88.906},      {"Zr", 1.75, 0, 91.224},
    {"Nb", 1.64, 0, 92.906},     {"Mo", 1.54, 0, 95.95},      {"Tc", 1.47, 0, 97},         {"Ru", 1.46, 0, 101.07},
    {"Rh", 1.42, 0, 102.91},     {"Pd", 1.39, 1.63, 106.42},  {"Ag", 1.45, 1.72, 107.87},  {"Cd", 1.44, 1.58, 112.41},
    {"In", 1.42, 1.93, 114.82},  {"Sn", 1.39, 2.17, 118.71},  {"Sb", 1.39, 2.06, 121.76},  {"Te", 1.38, 2.06, 127.60},
    {"I", 1.39, 1.98, 126.90},   {"Xe", 1.40, 2.16, 131.29},  {"Cs", 2.44, 3.43, 132.91},  {"Ba", 2.15, 2.68, 137.33},
    {"La", 2.07, 0, 138.91},     {"Ce", 2.04, 0, 140.12},     {"Pr", 2.03, 0, 140.91},     {"Nd", 2.01, 0, 144.24},
    {"Pm", 1.99, 0, 145},        {"Sm", 1.98, 0, 150.36},     {"Eu", 1.98, 0, 151.96},     {"Gd", 1.96, 0, 157.25},
    {"Tb", 1.94, 0, 158.93},     {"Dy", 1.92, 0, 162.50},     {"Ho", 1.92, 0, 164.93},     {"Er", 1.89, 0, 167.26},
    {"Tm", 1.90, 0, 168.93},     {"Yb", 1.87, 0, 173.05},     {"Lu", 1.87, 0, 174.97},     {"Hf", 1.75, 0, 178.49},
    {"Ta", 1.70, 0, 180.95},     {"W", 1.62, 0, 183.84},      {"Re", 1.51, 0, 186.21},     {"Os", 1.44, 0, 190.23},
    {"Ir", 1.41, 0, 192.22},     {"Pt", 1.36, 1.75, 195.08},  {"Au", 1.36, 1.66, 196.97},  {"Hg", 1.32, 1.55, 200.59},
    {"Tl", 1.45, 1.96, 204.38},  {"Pb", 1.46, 2.02, 207.2},   {"Bi", 1.48, 2.07, 208.98},  {"Po", 1.40, 1.97, 209},
    {"At", 1.50, 2.02, 210},     {"Rn", 1.50, 2.20, 222},     {"Fr", 2.60, 3.48, 223},     {"Ra", 2.21, 2.83, 226},
    {"Ac", 2.15, 0, 227},        {"Th", 2.06, 0, 232.04},     {"Pa", 2.00, 0, 231.04},     {"U", 1.96, 1.86, 238.03},
    {"Np", 1.90, 0, 237},        {"Pu", 1.87, 0, 244},        {"Am", 1.80, 0, 243},        {"Cm", 1.69, 0, 247},
    {"Bk", 0, 0, 247},           {"Cf", 0, 0, 251},           {"Es", 0, 0, 252},           {"Fm", 0, 0, 257},
    {"Md", 0, 0, 258},           {"No", 0, 0, 259},           {"Lr", 0, 0, 262},           {"Rf", 0, 0, 267},
    {"Db", 0, 0, 268},           {"Sg", 0, 0, 269},           {"Bh", 0, 0, 270},           {"Hs", 0, 0, 269},
    {"Mt", 0, 0, 278},           {"Ds", 0, 0, 281},           {"Rg", 0, 0, 282},           {"Cn", 0, 0, 285},
    {"Nh", 0, 0, 286},           {"Fl", 0, 0, 289},           {"Mc", 0, 0, 290},           {"Lv", 0, 0, 293},
    {"Ts", 0, 0, 294},           {"Og", 0, 0, 294},
}};

const Facts& facts(Element element) {
  const auto number = static_cast<std::size_t>(element);
  return kFacts[number < kFacts.size() ? number : 0];
}

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_halogen_number(int z) { return z == 9 || z == 17 || z == 35 || z == 53 || z == 85 || z == 117; }
bool is_noble_gas(int z) { return z == 2 || z == 10 || z == 18 || z == 36 || z == 54 || z == 86 || z == 118; }

}  // namespace

Element element_from_symbol(std::string_view symbol) {
  if (symbol.empty() || symbol.size() > 2) return Element::kUnknown;
  const char first = upper(symbol[0]);
  const char second = symbol.size() == 2 ? upper(symbol[1]) : '\0';
  if (second == '\0' && (first == 'D' || first == 'T')) return Element::kH;
  for (std::size_t z = 1; z < kFacts.size(); ++z) {
    const std::string_view known = kFacts[z].symbol;
    if (known[0] == first && (known.size() == 2 ? upper(known[1]) : '\0') == second) return static_cast<Element>(z);
  }
  return Element::kUnknown;
}

std::string_view symbol(Element element) { return facts(element).symbol; }

double covalent_radius(Element element) {
  const double radius = facts(element).covalent;
  return radius > kUnpublished ? radius : kCovalentFallback;
}

double vdw_radius(Element element) {
  const double radius = facts(element).vdw;
  return radius > kUnpublished ? radius : kVdwFallback;
}

double atomic_weight(Element element) { return facts(element).weight; }

bool is_metal(Element element) {
  const int z = static_cast<int>(element);
  if (z < 3 || z > 116 || is_halogen_number(z) || is_noble_gas(z)) return false;
  // Non-metals, and the metalloids B, Si, Ge, As, Sb, Te, which bind covalently.
  for (const int other : {5, 6, 7, 8, 14, 15, 16, 32, 33, 34, 51, 52}) {
    if (z == other) return false;
  }
  return true;
}

bool is_halogen(Element element) { return is_halogen_number(static_cast<int>(element)); }

}  // namespace maek::mol
