// SPDX-License-Identifier: Apache-2.0
// Ray caster against what geometry says: which pixels a ball and a stick cover, what hides what.
#include "mol/internal/ray_scene.h"

#include <gtest/gtest.h>   // for TEST

#include <array>           // for std::array
#include <limits>          // for std::numeric_limits

namespace maek::mol::internal {
namespace {

RaySettings small_page() {
  RaySettings settings;
  settings.width = 120;
  settings.height = 100;
  settings.pixels_per_angstrom = 20;
  settings.centre = {60, 50};
  return settings;
}

std::array<int, 3> pixel(const RayPicture& picture, int x, int y) {
  const std::size_t i = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.image.pixels_wide) +
                             static_cast<std::size_t>(x));
  return {picture.image.rgb[i], picture.image.rgb[i + 1], picture.image.rgb[i + 2]};
}

Stick subject(Position from, Position to, double radius, Colour c) {
  Stick stick{from, to, radius, c, c, Depth::kSubject};
  return stick;
}

TEST(CastRays, CoversExactlyThePixelsOfACapsule) {
  // In several directions, towards the viewer too: a pixel is covered where its centre is within the radius of the
  // projected axis; the rim of half a pixel is left open to either answer.
  const Position ends[] = {{2, 0, 0}, {0, 1.5, 0}, {1, 1, 3}, {-1.5, 0.7, -4}, {0, 0, 3}, {0, 0, 0}};
  for (const Position& end : ends) {
    const RaySettings settings = small_page();
    const RayPicture picture = cast_rays({subject({0, 0, 0}, end, 0.5, colour(0xff0000))}, settings);
    for (int y = 0; y < settings.height; ++y) {
      for (int x = 0; x < settings.width; ++x) {
        const Point centre{(x + 0.5 - 60) / 20, (50 - y - 0.5) / 20};
        const double off = distance_to_segment(centre, {0, 0}, {end.x, end.y});
        const int covered = picture.coverage[static_cast<std::size_t>(y * settings.width + x)];
        if (off < 0.5 - 0.05) {
          ASSERT_EQ(covered, 2) << x << ' ' << y << " end " << end.x << ' ' << end.y << ' ' << end.z;
        } else if (off > 0.5 + 0.05) {
          ASSERT_EQ(covered, 0) << x << ' ' << y << " end " << end.x << ' ' << end.y << ' ' << end.z;
        }
      }
    }
  }
}

TEST(CastRays, ShowsTheNearerOfTwoSubjects) {
  for (const bool red_in_front : {true, false}) {
    const RayPicture picture =
        cast_rays({subject({0, 0, red_in_front ? 2.0 : -2.0}, {0, 0, red_in_front ? 2.0 : -2.0}, 0.8, colour(0xff0000)),
                   subject({0, 0, 0}, {0, 0, 0}, 0.8, colour(0x0000ff))},
                  small_page());
    const auto [r, g, b] = pixel(picture, 60, 50);
    EXPECT_EQ(r > b, red_in_front);
  }
}

TEST(CastRays, LetsTheSubjectShineThroughWhatStandsBeforeIt) {
  Stick wall{{-2, 0, 4}, {2, 0, 4}, 0.6, colour(0x0000ff), colour(0x0000ff), Depth::kContext};
  RaySettings settings = small_page();
  settings.near_z = 10;
  const RayPicture picture = cast_rays({subject({0, 0, 0}, {0, 0, 0}, 0.5, colour(0xff0000)), wall}, settings);
  const auto [r, g, b] = pixel(picture, 60, 50);
  EXPECT_GT(r, b) << "the subject keeps its colour";
  const auto beside = pixel(picture, 85, 50);
  EXPECT_GT(beside[2], beside[0] + 30) << "beside it the wall is blue";
}

TEST(CastRays, FadesWhatIsFarAndTheEdges) {
  Stick near{{-2, 0, 0}, {-2, 0, 0}, 0.5, colour(0x202020), colour(0x202020), Depth::kContext};
  Stick far{{2, 0, -11.9}, {2, 0, -11.9}, 0.5, colour(0x202020), colour(0x202020), Depth::kContext};
  RaySettings settings = small_page();
  const RayPicture picture = cast_rays({near, far}, settings);
  EXPECT_LT(pixel(picture, 20, 50)[0] + 60, pixel(picture, 100, 50)[0]);
  settings.edge = 60;
  EXPECT_GT(pixel(cast_rays({near, far}, settings), 20, 50)[0], pixel(picture, 20, 50)[0] + 30);
}

TEST(CastRays, SurvivesSticksThatAreNowhere) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const RayPicture picture = cast_rays({subject({nan, 0, 0}, {0, 0, 0}, 0.5, colour(0xff0000)),
                                        subject({1e9, 1e9, 0}, {1e9, 2e9, 0}, 0.5, colour(0xff0000)),
                                        subject({0, 0, 1e7}, {1, 0, -1e7}, 0.5, colour(0xff0000))},
                                       small_page());
  EXPECT_EQ(picture.image.rgb.size(), 120U * 100U * 3U);
  EXPECT_EQ(pixel(picture, 5, 5)[0], 255);
}

}  // namespace
}  // namespace maek::mol::internal
