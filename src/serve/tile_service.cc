// SPDX-License-Identifier: Apache-2.0
// Three routes over evidence::PublishedLog.
#include "serve/tile_service.h"

#include <atomic>   // for std::atomic
#include <memory>   // for std::make_shared

#include "evidence/published_log.h"         // for PublishedLog, is_implied
#include "serve/internal/route_prefix.h"    // for route_prefix

namespace maek::serve {
namespace {

// C2SP tlog-tiles: a checkpoint may be cached for a few seconds, a tile never changes.
constexpr const char* kCheckpointCache = "public, max-age=2";
constexpr const char* kTileCache = "public, max-age=31536000, immutable";

struct Served {
  explicit Served(evidence::PublishedLog published) : log(std::move(published)) {}
  evidence::PublishedLog log;
  std::atomic<std::uint64_t> size{0};   // published when last looked: it only grows
};

// Errors as clients may see them: those of the log's files name paths of this machine.
http::Response refusal(const Error& error, const std::string& path) {
  if (error.code != ErrorCode::kNotFound) return http::error_response(500, error);
  return http::error_response({ErrorCode::kNotFound, "no published checkpoint implies such a file", path});
}

http::Response note(Expected<evidence::PublishedLog::Head> head, const char* name) {
  if (!head) return refusal(head.error(), name);
  http::Response response = http::text_response(std::move(head->file));
  response.headers.set("Cache-Control", kCheckpointCache);
  return response;
}

http::Response tile(Served& served, const std::string& path) {
  const Error absent{ErrorCode::kNotFound, "", ""};
  const auto id = evidence::parse_tile_path(path);
  if (!id) return refusal(absent, path);
  if (!evidence::is_implied(*id, served.size)) {
    const auto head = served.log.head();
    if (!head) return refusal(head.error(), path);
    served.size = head->checkpoint.size;
    if (!evidence::is_implied(*id, head->checkpoint.size)) return refusal(absent, path);
  }
  auto bytes = served.log.tile(*id);
  if (!bytes) return refusal(bytes.error(), path);
  http::Response response = http::text_response(*std::move(bytes), "application/octet-stream");
  response.headers.set("Cache-Control", kTileCache);
  return response;
}

}  // namespace

Expected<http::Router> tile_routes(const std::filesystem::path& ledger, const std::string& prefix) {
  const auto below = internal::route_prefix(prefix);
  if (!below) return below.error();
  auto log = evidence::PublishedLog::open(ledger);
  if (!log) return std::move(log).error();
  const auto served = std::make_shared<Served>(*std::move(log));
  http::Router router;
  auto added = router.add("GET", *below + "/checkpoint", http::Access::kOpen,
                          [served](const http::Request&) { return note(served->log.head(), "checkpoint"); });
  if (!added) return added.error();
  added = router.add("GET", *below + "/checkpoint.cosigned", http::Access::kOpen,
                     [served](const http::Request&) { return note(served->log.cosigned(), "checkpoint.cosigned"); });
  if (!added) return added.error();
  added = router.add("GET", *below + "/tile/{rest...}", http::Access::kOpen, [served](const http::Request& request) {
    return tile(*served, "tile/" + request.parameter("rest"));
  });
  if (!added) return added.error();
  return router;
}

}  // namespace maek::serve
