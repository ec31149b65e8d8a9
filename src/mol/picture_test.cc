// SPDX-License-Identifier: Apache-2.0
// Pictures: well-formed SVG with its labels, PNG of the right size with something on it, limits, stereo of the formula.
#include "mol/picture.h"

#include <cairo.h>  // for cairo_image_surface_create_from_png_stream
#include <fmt/format.h>  // for fmt::format
#include <gtest/gtest.h>  // for TEST

#include <algorithm>  // for std::count
#include <cmath>  // for std::sin
#include <cstring>  // for std::memcpy
#include <limits>  // for std::numeric_limits
#include <memory>  // for std::unique_ptr
#include <string>  // for std::string
#include <vector>  // for std::vector

#include "mol/chemistry.h"  // for make_conformers
#include "mol/internal/flat_molecule.h"  // for lay_flat
#include "mol/molecule.h"  // for read_smiles

namespace maek::mol {
namespace {

/// Why `xml` is not well-formed, or "": tags nest and close, attributes are quoted once, entities are the five of XML.
std::string fault_of(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t i = 0; i < xml.size();) {
    if (xml[i] == '&') {
      const std::string entity = xml.substr(i, xml.find(';', i) - i + 1);
      if (entity != "&amp;" && entity != "&lt;" && entity != "&gt;" && entity != "&quot;" && entity != "&#39;")
        return "entity " + entity;
      i += entity.size();
      continue;
    }
    if (static_cast<unsigned char>(xml[i]) < 32 && xml[i] != '\n') return fmt::format("control character at {}", i);
    if (xml[i] != '<') {
      ++i;
      continue;
    }
    const std::size_t end = xml.find('>', i);
    if (end == std::string::npos) return "tag without end";
    const std::string tag = xml.substr(i + 1, end - i - 1);
    i = end + 1;
    if (tag.front() == '?') continue;
    const std::string name = tag.substr(0, tag.find_first_of(" /"));
    if (tag.front() == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return "closes " + tag;
      open.pop_back();
      continue;
    }
    if (std::count(tag.begin(), tag.end(), '"') % 2 != 0) return "quotes in " + tag.substr(0, 80);
    if (std::count(tag.begin(), tag.end(), '"') != 2 * std::count(tag.begin(), tag.end(), '=') && name != "image") {
      return "attributes of " + tag.substr(0, 80);
    }
    if (tag.find('<') != std::string::npos) return "< in " + tag.substr(0, 80);
    if (tag.back() != '/') open.push_back(name);
  }
  return open.empty() ? "" : "never closed: " + open.back();
}

/// No "nan" or "inf" where a number stands; base64 of images knows no blank, quote or minus sign before a word.
bool numbers_are_finite(const std::string& svg) {
  for (const char* before : {" ", "\"", "-"}) {
    for (const char* word : {"nan", "inf"}) {
      for (const char* after : {" ", "\""}) {
        if (svg.find(std::string(before) + word + after) != std::string::npos) return false;
      }
    }
  }
  return true;
}

struct Pixels {
  int width = 0, height = 0;
  double coloured = 0;  // share of pixels that are not white
};

Pixels decode(const std::string& png) {
  struct Reader {
    const std::string& bytes;
    std::size_t at = 0;
  } reader{png};
  const auto read = [](void* closure, unsigned char* data, unsigned int size) {
    auto& r = *static_cast<Reader*>(closure);
    if (r.at + size > r.bytes.size()) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(data, r.bytes.data() + r.at, size);
    r.at += size;
    return CAIRO_STATUS_SUCCESS;
  };
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_image_surface_create_from_png_stream(read, &reader), cairo_surface_destroy);
  Pixels pixels;
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return pixels;
  pixels.width = cairo_image_surface_get_width(surface.get());
  pixels.height = cairo_image_surface_get_height(surface.get());
  const unsigned char* data = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  int other = 0;
  for (int y = 0; y < pixels.height; ++y) {
    for (int x = 0; x < pixels.width; ++x) {
      const unsigned char* p = data + static_cast<std::ptrdiff_t>(y) * stride + 4 * x;
      other += p[0] < 250 || p[1] < 250 || p[2] < 250 ? 1 : 0;
    }
  }
  pixels.coloured = static_cast<double>(other) / pixels.width / pixels.height;
  return pixels;
}

Molecule pose_of(const char* smiles) {
  std::vector<std::string> notes;
  const auto molecule = read_smiles(smiles);
  EXPECT_TRUE(molecule) << smiles;
  const auto conformers = make_conformers(*molecule, 1, 7, 1, 0, &notes);
  EXPECT_TRUE(conformers && !conformers->empty()) << smiles;
  return conformers->front();
}

/// Aspartates around the pose, each with an oxygen 2.8 Å from one of its heavy atoms.
Structure pocket_around(const Molecule& pose, int residues) {
  Structure s;
  s.chains.emplace_back();
  s.chains.back().name = "A";
  Position middle;
  for (const Position& p : pose.positions()) middle += p;
  middle = middle / static_cast<double>(pose.positions().size());
  for (int k = 0; k < residues; ++k) {
    const Position near = pose.positions()[static_cast<std::size_t>(k) % pose.positions().size()];
    const Position out = normalized(near - middle + Position{0.1 * k, 0.3 * std::sin(k), 0.05});
    const Position side = normalized(cross(out, Position{0.3, 0.5, 0.8}));
    Residue residue;
    residue.name = "ASP";
    residue.number = 20 + k;
    residue.kind = ResidueKind::kAminoAcid;
    residue.chain = 0;
    residue.first_atom = static_cast<AtomIndex>(s.atoms.size());
    const auto add = [&](const char* name, Element element, Position at) {
      Atom atom;
      atom.name = name;
      atom.element = element;
      atom.position = at;
      atom.residue = static_cast<ResidueIndex>(s.residues.size());
      s.atoms.push_back(atom);
    };
    add("CA", Element::kC, near + 6.0 * out);
    add("C", Element::kC, near + 6.6 * out + 1.3 * side);
    add("O", Element::kO, near + 6.2 * out + 2.4 * side);
    add("CB", Element::kC, near + 4.9 * out + 1.0 * side);
    add("CG", Element::kC, near + 3.6 * out + 0.4 * side);
    add("OD1", Element::kO, near + 2.8 * out);
    add("OD2", Element::kO, near + 3.5 * out + 1.6 * side);
    residue.end_atom = static_cast<AtomIndex>(s.atoms.size());
    s.residues.push_back(residue);
  }
  s.chains.back().end_residue = static_cast<ResidueIndex>(s.residues.size());
  return s;
}

constexpr const char* kAmprenavir = "CC(C)CN(C[C@@H](O)[C@H](Cc1ccccc1)NC(=O)O[C@H]1CCOC1)S(=O)(=O)c1ccc(N)cc1";
using Draw = Expected<std::string> (*)(const Structure&, const Molecule&, const std::vector<Interaction>&,
                                       PictureFormat, const PictureOptions&);
Expected<std::string> pocket(const Structure& s, const Molecule& pose, const std::vector<Interaction>& i,
                             PictureFormat f, const PictureOptions& o) {
  return draw_pocket(s, pose, &pose, i, f, o);
}
constexpr Draw kDraws[] = {pocket, draw_interactions};

TEST(Picture, IsWellFormedSvgWithItsWordsInIt) {
  const Molecule pose = pose_of(kAmprenavir);
  const Structure receptor = pocket_around(pose, 8);
  const auto interactions = find_interactions(receptor, pose);
  ASSERT_FALSE(interactions.empty());
  PictureOptions options;
  options.title = "a<b & \"c\" \x01 \xff 맥";
  options.caption = "score −9.1 kcal/mol";
  for (const Draw draw : kDraws) {
    const auto svg = draw(receptor, pose, interactions, PictureFormat::kSvg, options);
    ASSERT_TRUE(svg) << svg.error().text();
    EXPECT_EQ(fault_of(*svg), "");
    EXPECT_NE(svg->find("a&lt;b &amp; &quot;c&quot;  \xEF\xBF\xBD 맥"), std::string::npos);
    EXPECT_NE(svg->find("score −9.1 kcal/mol"), std::string::npos);
    EXPECT_NE(svg->find(">ASP A 2"), std::string::npos);
    EXPECT_TRUE(numbers_are_finite(*svg));
    EXPECT_NE(svg->find("width=\"1200\" height=\"900\""), std::string::npos);
  }
}

TEST(Picture, IsAPngOfTheAskedSizeWithSomethingOnIt) {
  const Molecule pose = pose_of("C[NH+](C)Cc1ccc(Br)cc1C(=O)[O-]");
  const Structure receptor = pocket_around(pose, 5);
  const auto interactions = find_interactions(receptor, pose);
  for (const auto& [width, height] : {std::pair(1200, 900), std::pair(200, 200), std::pair(320, 640)}) {
    PictureOptions options;
    options.width = width;
    options.height = height;
    options.title = "title";
    for (const Draw draw : kDraws) {
      const auto png = draw(receptor, pose, interactions, PictureFormat::kPng, options);
      ASSERT_TRUE(png) << png.error().text();
      const Pixels pixels = decode(*png);
      EXPECT_EQ(pixels.width, width);
      EXPECT_EQ(pixels.height, height);
      EXPECT_GT(pixels.coloured, 0.01);
      EXPECT_LT(pixels.coloured, 0.9);
    }
  }
}

TEST(Picture, IsTheSameBytesTwice) {
  const Molecule pose = pose_of("OC(=O)c1ccccc1");
  const Structure receptor = pocket_around(pose, 4);
  const auto interactions = find_interactions(receptor, pose);
  for (const Draw draw : kDraws) {
    const auto one = draw(receptor, pose, interactions, PictureFormat::kPng, {});
    const auto two = draw(receptor, pose, interactions, PictureFormat::kPng, {});
    ASSERT_TRUE(one && two);
    EXPECT_EQ(*one, *two);
  }
}

TEST(Picture, DrawsALonelyAtomAndAnEmptyReceptor) {
  const auto water = read_smiles("O");
  ASSERT_TRUE(water);
  for (const Draw draw : kDraws) {
    const auto svg = draw(Structure{}, water->with_positions({{1, 2, 3}}), {}, PictureFormat::kSvg, {});
    ASSERT_TRUE(svg) << svg.error().text();
    EXPECT_EQ(fault_of(*svg), "");
    EXPECT_TRUE(numbers_are_finite(*svg));
  }
}

TEST(Picture, RefusesSizesAndPosesThatCannotBeDrawn) {
  const auto ethanol = read_smiles("CCO");
  ASSERT_TRUE(ethanol);
  const Molecule placed = ethanol->with_positions({{0, 0, 0}, {1.5, 0, 0}, {2, 1.3, 0}});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Draw draw : kDraws) {
    for (const auto& [width, height] :
         {std::pair(0, 900), std::pair(-5, 900), std::pair(100000, 100000), std::pair(4096, 4096)}) {
      PictureOptions options;
      options.width = width;
      options.height = height;
      const auto refused = draw(Structure{}, placed, {}, PictureFormat::kPng, options);
      ASSERT_FALSE(refused) << width;
      EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    }
    EXPECT_FALSE(draw(Structure{}, *ethanol, {}, PictureFormat::kSvg, {}));
    EXPECT_FALSE(
        draw(Structure{}, ethanol->with_positions({{nan, 0, 0}, {1, 0, 0}, {2, 0, 0}}), {}, PictureFormat::kSvg, {}));
  }
}

TEST(Picture, IgnoresInteractionsOfAtomsThatAreNotThere) {
  const Molecule pose = pose_of("CCO");
  const Structure receptor = pocket_around(pose, 2);
  std::vector<Interaction> wild;
  for (int kind = 0; kind <= static_cast<int>(InteractionKind::kClash); ++kind) {
    wild.push_back({static_cast<InteractionKind>(kind), 99, 12345, 3.0});
    wild.push_back({static_cast<InteractionKind>(kind), -1, -1, 3.0});
  }
  for (const Draw draw : kDraws) EXPECT_TRUE(draw(receptor, pose, wild, PictureFormat::kSvg, {}));
}

/// The formula as a V2000 record: what a chemist reads from the page.
std::string mol_block(const internal::FlatMolecule& flat) {
  std::string block = fmt::format("\n  maek              2D\n\n{:3d}{:3d}  0  0  1  0            999 V2000\n",
                                  flat.atoms.size(), flat.bonds.size());
  for (const auto& atom : flat.atoms) {
    const int charge = atom.charge == 0 ? 0 : 4 - atom.charge;
    block += fmt::format("{:10.4f}{:10.4f}{:10.4f} {:<3} 0{:3d}  0  0  0  0  0  0  0  0  0  0\n", atom.at.x, -atom.at.y,
                         0.0, symbol(atom.element), charge);
  }
  for (const auto& bond : flat.bonds) {
    const int stereo = bond.stroke == internal::FlatStroke::kWedge  ? 1
                       : bond.stroke == internal::FlatStroke::kHash ? 6
                                                                    : 0;
    block += fmt::format("{:3d}{:3d}{:3d}{:3d}\n", bond.a + 1, bond.b + 1, bond.order, stereo);
  }
  return block + "M  END\n";
}

TEST(FlatMolecule, KeepsGraphChargesAndStereoOfThePose) {
  const char* cases[] = {
      kAmprenavir,
      "C[C@H](N)C(=O)O",
      "C[C@@H](N)C(=O)O",
      "C[NH+](C)C/C=C/c1ccncc1",
      "C/C=C\\C(=O)[O-]",
      "O[C@H]1[C@H](O)[C@@H](O)[C@H](O)[C@@H](CO)O1",
      "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
      "N#Cc1c[nH]c2ccccc12",
  };
  for (const char* smiles : cases) {
    const Molecule pose = pose_of(smiles);
    const auto flat = internal::lay_flat(pose.atoms(), pose.bonds(), pose.positions());
    ASSERT_TRUE(flat) << smiles << ": " << flat.error().text();
    const auto read = read_molecule(mol_block(*flat), smiles);
    ASSERT_TRUE(read) << smiles << ": " << read.error().text();
    const auto wanted = read_smiles(smiles);
    ASSERT_TRUE(wanted);
    EXPECT_EQ(read->canonical_smiles(), wanted->canonical_smiles()) << smiles;
  }
}

}  // namespace
}  // namespace maek::mol
