// SPDX-License-Identifier: Apache-2.0
// A served log: what is public, what is not, and a client that believes nothing it cannot verify.
#include "serve/tile_service.h"

#include <set>   // for std::set

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/internal/ledger_fixture.h"  // for fixture_log
#include "evidence/published_log.h"             // for is_implied
#include "http/client.h"                        // for Client
#include "http/server.h"                        // for Server

namespace maek::serve {
namespace {

using evidence::TileId;

// A ledger whose published sizes are these, and a server for it.
struct ServedLedger {
  explicit ServedLedger(const std::vector<std::uint64_t>& sizes, const std::string& prefix = "/") {
    grow(sizes);
    auto routes = tile_routes(ledger.path, prefix);
    if (!routes) {
      ADD_FAILURE() << routes.error().text();
      return;
    }
    http::ServerOptions options;
    options.access_log = {};
    auto started = http::Server::start(std::move(options), *std::move(routes));
    if (started) server = *std::move(started);
  }
  void grow(const std::vector<std::uint64_t>& sizes) {
    auto open = ledger.open();
    ASSERT_TRUE(open) << open.error().text();
    for (const std::uint64_t size : sizes) {
      std::vector<std::future<Expected<evidence::Receipt>>> receipts;
      for (; added < size; ++added) receipts.push_back(open->add(evidence::fixture_addition(added)));
      for (auto& receipt : receipts) ASSERT_TRUE(receipt.get());
      ASSERT_TRUE(open->publish());
    }
  }
  http::Response get(const std::string& path, const std::string& method = "GET") const {
    http::ClientRequest request{.method = method, .url = server->url() + path};
    auto response = client.send(request);
    if (!response) {
      ADD_FAILURE() << path << ": " << response.error().text();
      return {};
    }
    return *std::move(response);
  }

  evidence::LedgerFixture ledger;
  std::uint64_t added = 0;
  http::Client client;
  std::unique_ptr<http::Server> server;
};

TEST(TileService, LetsAStrangerVerifyEveryEntry) {
  const ServedLedger served({3, 300, 521}, "/log/");
  const auto checkpoint = served.get("/log/checkpoint");
  ASSERT_EQ(checkpoint.status, 200);
  EXPECT_EQ(checkpoint.headers.get("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(checkpoint.headers.get("Cache-Control"), "public, max-age=2");
  const auto head = evidence::open_checkpoint(checkpoint.text(), evidence::fixture_log());
  ASSERT_TRUE(head) << head.error().text();
  ASSERT_EQ(head->size, 521u);

  std::set<std::string> asked;
  const auto fetch = [&](const TileId& tile) -> Expected<std::string> {
    const std::string path = "/log/" + evidence::tile_path(tile);
    asked.insert(path);
    const auto response = served.get(path);
    if (response.status != 200) return Error{ErrorCode::kNotFound, std::to_string(response.status), path};
    EXPECT_EQ(response.headers.get("Content-Type"), "application/octet-stream");
    EXPECT_EQ(response.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
    return std::string(response.text());
  };
  const auto nodes = evidence::nodes_from_tiles(head->size, fetch);
  for (std::uint64_t first = 0; first < head->size; first += evidence::kTileWidth) {
    const int width = static_cast<int>(std::min(evidence::kTileWidth, head->size - first));
    const auto bundle = fetch({evidence::kEntriesLevel, first / evidence::kTileWidth, width});
    ASSERT_TRUE(bundle) << bundle.error().text();
    const auto entries = evidence::parse_bundle(*bundle, width);
    ASSERT_TRUE(entries) << entries.error().text();
    for (std::uint64_t i = 0; i < entries->size(); ++i) {
      const auto proof = evidence::inclusion_proof(first + i, head->size, nodes);
      ASSERT_TRUE(proof) << proof.error().text();
      EXPECT_TRUE(
          evidence::verify_inclusion(first + i, head->size, evidence::leaf_hash((*entries)[i]), *proof, head->root));
    }
  }
  EXPECT_EQ(asked.size(), 3u + 3u + 1u);   // entries, leaves, and the level above
}

TEST(TileService, ServesPartialTilesOfPublishedSizesOnly) {
  ServedLedger served({3, 200});
  for (int width = 1; width <= 256; ++width) {
    const bool is_published = width == 3 || width == 200;
    for (const std::string kind : {"0", "entries"}) {
      const std::string path = "/tile/" + kind + "/000" + (width < 256 ? ".p/" + std::to_string(width) : "");
      EXPECT_EQ(served.get(path).status, is_published ? 200 : 404) << path;
      EXPECT_EQ(served.get(path, "HEAD").status, is_published ? 200 : 404) << path;
    }
  }
  served.grow({256});   // the server sees what is published later; the full tile takes the place of partial ones
  EXPECT_EQ(served.get("/tile/0/000").text().size(), 8192u);
  EXPECT_EQ(served.get("/tile/1/000.p/1").status, 200);
  EXPECT_EQ(served.get("/tile/0/000.p/200").status, 404);
}

TEST(TileService, ShowsWhatWitnessesSigned) {
  ServedLedger served({3});
  EXPECT_EQ(served.get("/checkpoint.cosigned").status, 404);
  const std::string bare(served.get("/checkpoint").text());
  const auto cosignature =
      evidence::cosign(evidence::parse_note(bare)->text, "w.example", evidence::fixture_key(2), 1'790'000'000);
  ASSERT_TRUE(evidence::add_cosignatures(served.ledger.path, bare, std::vector{cosignature}));
  const std::string cosigned(served.get("/checkpoint.cosigned").text());
  EXPECT_EQ(evidence::parse_note(cosigned)->signatures.size(), 2u);
  EXPECT_EQ(served.get("/checkpoint").text(), cosigned) << "of the newest tree";
  EXPECT_EQ(served.get("/checkpoint.cosigned").headers.get("Cache-Control"), "public, max-age=2");
  served.grow({5});
  EXPECT_EQ(served.get("/checkpoint.cosigned").text(), cosigned);
  EXPECT_EQ(evidence::parse_note(served.get("/checkpoint").text())->signatures.size(), 1u);
  ASSERT_TRUE(write_file(served.ledger.path / "checkpoint.cosigned", "nonsense"));
  EXPECT_EQ(served.get("/checkpoint.cosigned").status, 500);
  EXPECT_EQ(served.get("/checkpoint").status, 200);
  EXPECT_EQ(served.get("/checkpoint.cosigned.lock").status, 404);
}

TEST(TileService, NeverServesATileThatNoCheckpointImplies) {
  const ServedLedger served({3});
  // A writer died between its tiles and its checkpoint.
  for (const char* name : {"tile/0/000.p/9", "tile/0/001.p/3", "tile/entries/000.p/9"}) {
    const auto path = served.ledger.path / name;
    std::filesystem::create_directories(path.parent_path());
    ASSERT_TRUE(write_file(path, "unpublished"));
    EXPECT_EQ(served.get(std::string("/") + name).status, 404) << name;
  }
}

TEST(TileService, ServesNothingElse) {
  const ServedLedger served({300});
  for (const char* path : {"/",
                           "/ledger.json",
                           "/position",
                           "/lock",
                           "/index.sqlite",
                           "/segments",
                           "/segments/00000001",
                           "/tile",
                           "/tile/",
                           "/tile/0",
                           "/tile/0/",
                           "/tile/0/000/",
                           "/tile/00/000",
                           "/tile/0/0",
                           "/tile/0/x000/000",
                           "/tile/0/000.p/256",
                           "/tile/0/000.p/0",
                           "/tile/0/000.p/044",
                           "/tile/0/001.p/44.part",
                           "/tile/64/000",
                           "/tile/-1/000",
                           "/tile/63/000",
                           "/tile/0/x999/x999/x999/x999/x999/x999/999",
                           "/tile/entries/002",
                           "/tile/0/..%2f..%2fledger.json",
                           "/tile/%2e%2e/ledger.json",
                           "/tile/0/000%00",
                           "/tile/0/%F0%9F%98%80",
                           "/objects/aa"}) {
    const auto response = served.get(path);
    EXPECT_TRUE(response.status == 404 || response.status == 400) << path << ' ' << response.status;
    EXPECT_THAT(std::string(response.text()), testing::Not(testing::HasSubstr(served.ledger.path.string()))) << path;
  }
  for (const char* method : {"POST", "PUT", "DELETE"}) EXPECT_EQ(served.get("/checkpoint", method).status, 405);
}

TEST(TileService, FollowsNoLink) {
  const ServedLedger served({300});
  const auto tile = served.ledger.path / "tile/0/001.p/44";
  const auto secret = served.ledger.folder.path() / "secret";
  std::filesystem::copy_file(tile, secret);
  std::filesystem::remove(tile);
  std::filesystem::create_symlink(secret, tile);
  const auto response = served.get("/tile/0/001.p/44");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(std::string(response.text()), testing::Not(testing::HasSubstr(served.ledger.path.string())));
  EXPECT_EQ(served.get("/tile/0/000").status, 200);
}

TEST(TileService, SaysNothingBeforeTheFirstPublication) {
  const ServedLedger served({});
  EXPECT_EQ(served.get("/checkpoint").status, 404);
  EXPECT_EQ(served.get("/tile/0/000.p/1").status, 404);
  const evidence::TemporaryFolder empty;
  const auto routes = tile_routes(empty.path(), "/");
  ASSERT_FALSE(routes);
  EXPECT_EQ(routes.error().code, ErrorCode::kNotFound);
}

// The definition, for sizes small enough to count.
TEST(PublishedLog, ImpliesExactlyTheTilesOfAllSmallerSizes) {
  for (std::uint64_t size = 0; size <= 1030; size += size < 4 || (size > 254 && size < 258) ? 1 : 57) {
    std::set<TileId> implied;
    for (std::uint64_t smaller = 1; smaller <= size; ++smaller) {
      for (const TileId& tile : evidence::new_tiles(smaller - 1, smaller)) implied.insert(tile);
    }
    for (int level = evidence::kEntriesLevel; level < 4; ++level) {
      for (std::uint64_t index = 0; index < 6; ++index) {
        for (int width = 1; width <= evidence::kFullTile; ++width) {
          const TileId tile{level, index, width};
          EXPECT_EQ(evidence::is_implied(tile, size), implied.contains(tile))
              << evidence::tile_path(tile) << " in " << size;
        }
      }
    }
  }
  const std::uint64_t most = (std::uint64_t{1} << 63) - 1;
  EXPECT_TRUE(evidence::is_implied({0, most / 256 - 1, 256}, most));
  EXPECT_FALSE(evidence::is_implied({0, most / 256, 256}, most));
  EXPECT_FALSE(evidence::is_implied({0, ~std::uint64_t{0}, 256}, most));
  EXPECT_FALSE(evidence::is_implied({63, 0, 1}, most));
}

}  // namespace
}  // namespace maek::serve
