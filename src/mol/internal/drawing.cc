// SPDX-License-Identifier: Apache-2.0
// Plane geometry and text widths for drawings.
#include "mol/internal/drawing.h"

#include <algorithm>   // for std::clamp, std::min
#include <array>       // for std::array
#include <cmath>       // for std::sqrt, std::abs

namespace maek::mol::internal {
namespace {

// Advance widths of the characters 32..126 of DejaVu Sans 2.37, regular and bold, in thousandths of the size (measured).
constexpr std::array<std::array<std::uint16_t, 95>, 2> kAdvance{{
    {318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
     636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
     575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
     611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
     278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838},
    {348, 456,  521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415,  380, 365, 696, 696,  696,
     696, 696,  696, 696, 696, 696,  696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830,  683,
     683, 821,  837, 372, 372, 775,  637, 995, 837, 850, 733, 850, 770, 720,  682, 812, 774, 1103, 771,
     724, 725,  457, 365, 457, 838,  500, 500, 675, 716, 593, 716, 678, 435,  716, 712, 343, 343,  665,
     343, 1042, 712, 687, 716, 716,  493, 595, 478, 712, 652, 924, 645, 652,  582, 712, 365, 712,  838},
}};
constexpr double kOtherAdvance = 700;  // Latin, Greek letters and signs such as Å and ±
constexpr double kWideAdvance = 1000;  // Hangul, kana, ideographs
constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kEllipsis = "…";

/// The next code point of `text` from `at`, which moves on; U+FFFD for a byte that starts none.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || lead >= 0xF5 || at + static_cast<std::size_t>(more) > text.size()) return kReplacement;
  char32_t code = lead & (0x3F >> more);
  for (int k = 0; k < more; ++k) {
    if ((byte(at + static_cast<std::size_t>(k)) & 0xC0) != 0x80) return kReplacement;
    code = (code << 6) | (byte(at + static_cast<std::size_t>(k)) & 0x3F);
  }
  constexpr std::array<char32_t, 4> kLeast{0, 0x80, 0x800, 0x10000};
  if (code < kLeast[static_cast<std::size_t>(more)] || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) {
    return kReplacement;
  }
  at += static_cast<std::size_t>(more);
  return code;
}

void append_utf8(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::array<unsigned, 4> kLead{0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[static_cast<std::size_t>(more)] | (code >> (6 * more)));
  for (int k = more - 1; k >= 0; --k) out += static_cast<char>(0x80 | ((code >> (6 * k)) & 0x3F));
}

double advance(char32_t code, bool bold) {
  if (code >= 32 && code < 127) return kAdvance[bold ? 1 : 0][static_cast<std::size_t>(code - 32)];
  return code >= 0x1100 && code != kReplacement ? (code < 0x2E80 && code > 0x11FF ? kOtherAdvance : kWideAdvance)
                                                : kOtherAdvance;
}

}  // namespace

double length(Point a) { return std::sqrt(a.x * a.x + a.y * a.y); }

double distance_to_segment(Point p, Point a, Point b) {
  const Point d = b - a, v = p - a;
  const double squared = d.x * d.x + d.y * d.y;
  const double t = squared > 0 ? std::clamp((v.x * d.x + v.y * d.y) / squared, 0.0, 1.0) : 0.0;
  return length(v - t * d);
}

bool segments_cross(Point a, Point b, Point c, Point d) {
  const auto side = [](Point p, Point q, Point r) { return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x); };
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

Point edge_towards(const Rectangle& box, Point target) {
  const Point centre = box.centre(), v = target - centre;
  const double share =
      std::min(v.x != 0 ? box.width / 2 / std::abs(v.x) : 1e9, v.y != 0 ? box.height / 2 / std::abs(v.y) : 1e9);
  return share >= 1 ? centre : centre + share * v;
}

double text_width(std::string_view text, double size, bool bold) {
  double thousandths = 0;
  for (std::size_t at = 0; at < text.size();) thousandths += advance(next_code_point(text, at), bold);
  return thousandths * size / 1000;
}

double text_width(const std::vector<TextRun>& runs, double size, bool bold) {
  double width = 0;
  for (const TextRun& run : runs) width += text_width(run.text, size * run.scale, bold);
  return width;
}

std::string fit_text(std::string_view text, double size, bool bold, double width) {
  std::string whole, cut;
  double used = 0;
  const double room = width - text_width(kEllipsis, size, bold);
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = next_code_point(text, at);
    // XML 1.0 knows no other control characters, and none has a shape.
    if (code < 32 || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF) continue;
    used += advance(code, bold) * size / 1000;
    append_utf8(whole, code);
    if (used <= room) cut = whole;
    if (used > width) return cut + std::string(kEllipsis);
  }
  return whole;
}

}  // namespace maek::mol::internal
