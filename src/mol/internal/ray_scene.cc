// SPDX-License-Identifier: Apache-2.0
// Orthographic ray caster for capsules with two layers: the context with fog, and the subject that shines through it.
#include "mol/internal/ray_scene.h"

#include <algorithm>   // for std::clamp, std::max, std::min
#include <array>       // for std::array
#include <cmath>       // for std::sqrt, std::pow
#include <limits>      // for std::numeric_limits

namespace maek::mol::internal {
namespace {

constexpr float kNothing = -std::numeric_limits<float>::max();
constexpr float kOutlineStep = 0.45F;       // Å: a jump in depth that draws an outline
constexpr double kHaloWidth = 0.13;         // Å of white around the subject over what lies behind it
constexpr float kOcclusionRadius = 0.9F;    // Å
constexpr double kGhost = 0.22;             // share of the context that remains where it hides the subject
constexpr float kRimStep = 0.3F;  // Å that something must lie behind the subject to be cut by its white rim
constexpr double kRimLeaves = 0.25;  // share that the rim leaves
constexpr double kBehindBand = 0.45;  // how much a ribbon veils the sticks behind it
constexpr int kManyPixels = 4'000'000;  // beyond this, one sample a pixel

/// Packed: a large picture has tens of millions of them.
struct Sample {
  float depth = kNothing;  // z [Å]
  std::array<std::int16_t, 3> normal{};  // in 1/kNormalUnit
  std::array<std::uint8_t, 3> paint{};
  std::uint8_t presence = 255, least = 0;
  bool glows = false;
};
constexpr double kNormalUnit = 32000;

std::uint8_t byte(double share) { return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255)); }
std::int16_t packed(double v) { return static_cast<std::int16_t>(std::lround(std::clamp(v, -1.0, 1.0) * kNormalUnit)); }
Position normal_of(const Sample& s) {
  return Position{static_cast<double>(s.normal[0]), static_cast<double>(s.normal[1]),
                  static_cast<double>(s.normal[2])} /
         kNormalUnit;
}

struct Layer {
  int width, height;
  std::vector<Sample> samples;
  Layer(int w, int h) : width(w), height(h), samples(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
  Sample& at(int x, int y) {
    return samples[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
  const Sample& at(int x, int y) const { return const_cast<Layer*>(this)->at(x, y); }
  float depth(int x, int y) const { return x < 0 || y < 0 || x >= width || y >= height ? kNothing : at(x, y).depth; }
};

struct Hit {
  double z = kNothing;
  Position normal;
  double along = 0;  // 0 at `from`, 1 at `to`
};

void try_ball(Position centre, double radius, double along, double x, double y, Hit& hit) {
  const double dx = x - centre.x, dy = y - centre.y, left = radius * radius - dx * dx - dy * dy;
  if (left < 0) return;
  const double z = centre.z + std::sqrt(left);
  if (z <= hit.z) return;
  hit = {z, Position{dx, dy, z - centre.z} / radius, along};
}

/// The point of the stick nearest to the viewer at (x, y): the farther root of the quadratic of the infinite cylinder,
/// if it lies between the ends, or the balls at the ends.
Hit intersect(const Stick& stick, double x, double y) {
  Hit hit;
  const Position axis = stick.to - stick.from, out = Position{x, y, 0} - stick.from;
  const double length2 = dot(axis, axis);
  if (length2 > 1e-12) {
    const double across = dot(axis, out);
    const double a = length2 - axis.z * axis.z;
    const double b = length2 * out.z - across * axis.z;
    const double c = length2 * dot(out, out) - across * across - stick.radius * stick.radius * length2;
    const double h = b * b - a * c;
    if (a > 1e-9 && h >= 0) {
      const double z = (-b + std::sqrt(h)) / a;
      const double along = (across + z * axis.z) / length2;
      if (along > 0 && along < 1) {
        const Position foot = stick.from + along * axis;
        hit = {z, (Position{x, y, z} - foot) / stick.radius, along};
      }
    }
  }
  try_ball(stick.from, stick.radius, 0, x, y, hit);
  try_ball(stick.to, stick.radius, 1, x, y, hit);
  return hit;
}

struct Screen {
  double scale;  // samples per Å
  Point centre;  // in samples
  double model_x(int x) const { return (x + 0.5 - centre.x) / scale; }
  double model_y(int y) const { return (centre.y - y - 0.5) / scale; }
};

void draw(const Stick& stick, const Screen& screen, Layer& layer) {
  if (!is_finite(stick.from) || !is_finite(stick.to)) return;
  const auto column = [&](double x) { return screen.centre.x + x * screen.scale; };
  const auto row = [&](double y) { return screen.centre.y - y * screen.scale; };
  const double r = stick.radius;
  const auto bounded = [](double v, int limit) {
    return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(limit)));
  };
  const int x0 = bounded(column(std::min(stick.from.x, stick.to.x) - r), layer.width);
  const int x1 = bounded(column(std::max(stick.from.x, stick.to.x) + r) + 1, layer.width);
  const int y0 = bounded(row(std::max(stick.from.y, stick.to.y) + r), layer.height);
  const int y1 = bounded(row(std::min(stick.from.y, stick.to.y) - r) + 1, layer.height);
  const bool banded = squared_norm(stick.normal) > 0;
  const Position band = stick.normal.z < 0 ? -stick.normal : stick.normal;
  const double dx = stick.to.x - stick.from.x, dy = stick.to.y - stick.from.y;
  for (int y = y0; y < y1; ++y) {
    // Only the columns that the stick can reach in this row: a long oblique stick has a large and empty box.
    double t0 = 0, t1 = 1;
    if (std::abs(dy) > 1e-9) {
      const double one = (screen.model_y(y) - r - stick.from.y) / dy, two = (screen.model_y(y) + r - stick.from.y) / dy;
      t0 = std::clamp(std::min(one, two), 0.0, 1.0);
      t1 = std::clamp(std::max(one, two), 0.0, 1.0);
    }
    const double left = stick.from.x + std::min(t0 * dx, t1 * dx) - r,
                 right = stick.from.x + std::max(t0 * dx, t1 * dx) + r;
    const int first = std::max(x0, bounded(column(left), layer.width)),
              last = std::min(x1, bounded(column(right) + 1, layer.width));
    for (int x = first; x < last; ++x) {
      const Hit hit = intersect(stick, screen.model_x(x), screen.model_y(y));
      Sample& sample = layer.at(x, y);
      if (!(hit.z > sample.depth)) continue;
      const Colour& c = hit.along < 0.5 ? stick.from_colour : stick.to_colour;
      const Position n = banded ? band : hit.normal;
      sample = {static_cast<float>(hit.z),
                {packed(n.x), packed(n.y), packed(n.z)},
                {byte(c.red), byte(c.green), byte(c.blue)},
                byte(stick.presence),
                byte(stick.least),
                stick.glows};
    }
  }
}

/// Share of light [0, 1] that reaches a sample past its surroundings: depth samples on a spiral (screen-space ambient
/// occlusion), turned from pixel to pixel in a 4 x 4 pattern that the later averaging hides.
class Openness {
 public:
  Openness(const Layer& layer, double scale) : layer_(layer) {
    for (int pattern = 0; pattern < kPatterns; ++pattern) {
      for (int k = 0; k < kTaps; ++k) {
        const double reach = kOcclusionRadius * std::sqrt((k + 0.5) / kTaps);
        const double turn = 2.399963 * k + pattern * 0.3927;  // the golden angle, and a sixteenth of a turn
        const double dx = reach * std::cos(turn), dy = reach * std::sin(turn);
        taps_[static_cast<std::size_t>(pattern * kTaps + k)] = {static_cast<float>(dx), static_cast<float>(dy),
                                                                static_cast<int>(std::lround(dx * scale)),
                                                                static_cast<int>(std::lround(dy * scale))};
      }
    }
  }

  double at(int x, int y) const {
    const Sample& here = layer_.at(x, y);
    const Position n = normal_of(here);
    const auto nx = static_cast<float>(n.x), ny = static_cast<float>(n.y), nz = static_cast<float>(n.z);
    const int pattern = (x % 4) * 4 + y % 4;
    float blocked = 0;
    for (int k = 0; k < kTaps; ++k) {
      const Tap& tap = taps_[static_cast<std::size_t>(pattern * kTaps + k)];
      const float z = layer_.depth(x + tap.columns, y - tap.rows);
      if (z == kNothing) continue;
      const float rise = z - here.depth;
      const float far = std::sqrt(tap.dx * tap.dx + tap.dy * tap.dy + rise * rise) + 1e-6F;
      const float lift = (nx * tap.dx + ny * tap.dy + nz * rise) / far;
      if (lift > 0.15F) blocked += (lift - 0.15F) * std::clamp(1.6F - far / kOcclusionRadius * 0.6F, 0.0F, 1.0F);
    }
    return 1 - 0.75 * std::min(1.0, 2.0 * static_cast<double>(blocked) / kTaps);
  }

 private:
  static constexpr int kTaps = 14, kPatterns = 16;
  struct Tap {
    float dx, dy;  // Å
    int columns, rows;  // samples
  };
  const Layer& layer_;
  std::array<Tap, static_cast<std::size_t>(kTaps* kPatterns)> taps_{};
};

bool on_outline(const Layer& layer, int x, int y, int step) {
  const float z = layer.at(x, y).depth;
  for (const auto& [dx, dy] : {std::pair(step, 0), std::pair(-step, 0), std::pair(0, step), std::pair(0, -step)}) {
    const float other = layer.depth(x + dx, y + dy);
    if (other == kNothing || z - other > kOutlineStep) return true;
  }
  return false;
}

/// Two lamps (upper left in front, and a weak one from the right) and a soft highlight.
Colour shaded(const Sample& sample, double open, bool outline, Depth layer) {
  const Colour paint{sample.paint[0] / 255.0, sample.paint[1] / 255.0, sample.paint[2] / 255.0, 1};
  if (sample.glows) return outline ? mix(paint, {0, 0, 0, 1}, 0.12) : paint;
  const Position n = normal_of(sample);
  const double key = std::max(0.0, dot(n, normalized(Position{-0.45, 0.65, 0.9})));
  const double fill = std::max(0.0, dot(n, normalized(Position{0.8, -0.1, 0.5})));
  const bool subject = layer == Depth::kSubject;
  // The backdrop stays even and pale; it shapes the space and must not compete.
  const double light =
      layer == Depth::kBackdrop ? (0.66 + 0.36 * key) * (0.4 + 0.6 * open) : (0.42 + 0.56 * key + 0.14 * fill) * open;
  Colour lit{paint.red * light, paint.green * light, paint.blue * light, 1};
  const double gloss = std::pow(std::max(0.0, dot(n, normalized(Position{-0.28, 0.42, 1.0}))), subject ? 40 : 24);
  lit = mix(lit, {1, 1, 1, 1}, (subject ? 0.42 : 0.18) * gloss * open);
  if (outline) lit = mix(lit, {0.08, 0.09, 0.12, 1}, subject ? 0.55 : 0.30);
  return lit;
}

/// For each sample the greatest subject depth within `reach` samples (a square is near enough to a disc).
std::vector<float> spread_depth(const Layer& layer, int reach) {
  const auto index = [&](int x, int y) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(layer.width) + static_cast<std::size_t>(x);
  };
  std::vector<float> across(layer.samples.size(), kNothing), both(layer.samples.size(), kNothing);
  for (int y = 0; y < layer.height; ++y) {
    for (int x = 0; x < layer.width; ++x) {
      const float z = layer.at(x, y).depth;
      if (z == kNothing) continue;
      for (int k = std::max(0, x - reach); k <= std::min(layer.width - 1, x + reach); ++k) {
        across[index(k, y)] = std::max(across[index(k, y)], z);
      }
    }
  }
  for (int y = 0; y < layer.height; ++y) {
    for (int x = 0; x < layer.width; ++x) {
      const float z = across[index(x, y)];
      if (z == kNothing) continue;
      for (int k = std::max(0, y - reach); k <= std::min(layer.height - 1, y + reach); ++k) {
        both[index(x, k)] = std::max(both[index(x, k)], z);
      }
    }
  }
  return both;
}

}  // namespace

RayPicture cast_rays(const std::vector<Stick>& sticks, const RaySettings& settings) {
  const int fine = settings.width * settings.height > kManyPixels ? 1 : 2;
  const int width = settings.width * fine, height = settings.height * fine;
  const Screen screen{settings.pixels_per_angstrom * fine, fine * settings.centre};
  Layer backdrop(width, height), context(width, height), subject(width, height);
  for (const Stick& stick : sticks) {
    draw(stick, screen, stick.layer == Depth::kSubject ? subject : stick.layer == Depth::kContext ? context : backdrop);
  }

  const std::vector<float> halo = spread_depth(subject, std::max(1, static_cast<int>(kHaloWidth * screen.scale)));
  const Openness backdrop_light(backdrop, screen.scale);
  const Openness context_light(context, screen.scale), subject_light(subject, screen.scale);
  const auto edge_share = [&](int x, int y) {
    if (!(settings.edge > 0)) return 1.0;
    const double near = std::min(std::min(x, width - 1 - x), std::min(y, height - 1 - y)) / (settings.edge * fine);
    return std::clamp(near, 0.0, 1.0);
  };
  const Colour white{1, 1, 1, 1};
  /// Opacity of a sample of backdrop or context after fog, the veil before the subject, and the page's edge.
  const auto share_of = [&](const Sample& sample, int x, int y) {
    const double begin = settings.near_z - 2.0;
    const double depth = static_cast<double>(sample.depth);
    const double behind = std::clamp((begin - depth) / (begin - settings.far_z), 0.0, 1.0);
    const double before = std::clamp((depth - settings.near_z) / 5.0, 0.0, 1.0);
    const double fogged = (1 - 0.88 * std::pow(behind, 1.1)) * (1 - 0.8 * before) * sample.presence / 255.0;
    return std::max(fogged, sample.least / 255.0) * edge_share(x, y);
  };
  const auto colour_at = [&](int x, int y, bool* covers_subject, bool* covers_context) {
    const Sample& band = backdrop.at(x, y);
    const Sample& stick = context.at(x, y);
    const Sample& front = subject.at(x, y);
    const bool has_band = band.depth != kNothing, has_stick = stick.depth != kNothing,
               has_subject = front.depth != kNothing;
    const float rim =
        has_subject ? kNothing
                    : halo[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    Colour result = white, band_colour = white;
    double band_share = 0, hiding = 0;  // hiding: what stands before the subject
    if (has_band) {
      band_colour = shaded(band, backdrop_light.at(x, y), on_outline(backdrop, x, y, fine), Depth::kBackdrop);
      band_share = share_of(band, x, y);
      if (rim > band.depth + kRimStep) band_share *= kRimLeaves;
      result = mix(white, band_colour, band_share);
    }
    if (has_stick) {
      Colour c = shaded(stick, context_light.at(x, y), on_outline(context, x, y, fine), Depth::kContext);
      double share = share_of(stick, x, y);
      *covers_context = *covers_context || share > 0.35;
      if (rim > stick.depth + kRimStep) share *= kRimLeaves;
      if (has_band && band.depth > stick.depth) c = mix(c, band_colour, kBehindBand * band_share);
      result = mix(result, c, share);
      if (has_subject && stick.depth > front.depth) hiding = share;
    }
    if (has_band && has_subject && band.depth > front.depth) hiding = std::max(hiding, band_share);
    if (has_subject) {
      *covers_subject = true;
      result = mix(shaded(front, subject_light.at(x, y), on_outline(subject, x, y, fine), Depth::kSubject), result,
                   kGhost * hiding);
    }
    return result;
  };

  RayPicture picture;
  picture.image.pixels_wide = settings.width;
  picture.image.pixels_high = settings.height;
  picture.image.area = {0, 0, static_cast<double>(settings.width), static_cast<double>(settings.height)};
  picture.image.rgb.reserve(static_cast<std::size_t>(settings.width) * static_cast<std::size_t>(settings.height) * 3);
  picture.coverage.reserve(static_cast<std::size_t>(settings.width) * static_cast<std::size_t>(settings.height));
  for (int y = 0; y < settings.height; ++y) {
    for (int x = 0; x < settings.width; ++x) {
      Colour sum{0, 0, 0, 1};
      bool covers_subject = false, covers_context = false;
      for (int sy = 0; sy < fine; ++sy) {
        for (int sx = 0; sx < fine; ++sx) {
          const Colour c = colour_at(x * fine + sx, y * fine + sy, &covers_subject, &covers_context);
          sum.red += c.red;
          sum.green += c.green;
          sum.blue += c.blue;
        }
      }
      for (const double v : {sum.red, sum.green, sum.blue}) {
        picture.image.rgb.push_back(
            static_cast<std::uint8_t>(std::clamp(std::lround(v / (fine * fine) * 255), 0L, 255L)));
      }
      picture.coverage.push_back(covers_subject ? 2 : covers_context ? 1 : 0);
    }
  }
  return picture;
}

}  // namespace maek::mol::internal
