// SPDX-License-Identifier: Apache-2.0
// Routes around evidence::Witness, and a store that counts.
#include "serve/witness_service.h"

#include <ctime>   // for std::time

#include <fmt/format.h>

#include "base/log.h"                       // for log
#include "evidence/witness.h"               // for Witness
#include "evidence/witness_store.h"         // for WitnessFiles
#include "serve/internal/route_prefix.h"    // for route_prefix

namespace maek::serve {
namespace {

using evidence::ForkEvidence;
using evidence::WitnessRecord;
using evidence::WitnessReply;

// The witness itself judges what is too long; only what no request can be is refused before it is read.
constexpr std::uint64_t kBodyLimit = 2 * evidence::kMaxWitnessRequestBytes;

http::Response response_of(WitnessReply reply) {
  return http::text_response(std::move(reply.body), std::move(reply.content_type), reply.status);
}

// Tells metrics and log what is stored.
class WatchedStore : public evidence::WitnessStore {
 public:
  WatchedStore(std::unique_ptr<evidence::WitnessStore> store, std::shared_ptr<http::Metrics> metrics)
      : store_(std::move(store)), metrics_(std::move(metrics)) {
    for (const bool proved : {false, true}) forks(proved);   // shown as 0 before the first
  }

  Expected<std::optional<WitnessRecord>> get(const std::string& origin) override { return store_->get(origin); }

  Expected<bool> replace(const std::string& origin, std::uint64_t old_size, const Digest& old_root,
                         const WitnessRecord& next) override {
    auto replaced = store_->replace(origin, old_size, old_root, next);
    if (!replaced) {
      log(LogLevel::kError, "the record of " + origin + " cannot be written: " + replaced.error().text());
    } else if (*replaced) {
      show_size(origin, next.size);
    }
    return replaced;
  }

  Expected<void> keep_fork(const std::string& origin, const ForkEvidence& evidence) override {
    forks(evidence.proved).add();
    const auto kept = store_->keep_fork(origin, evidence);
    log(LogLevel::kWarning,
        fmt::format("{} {}{}", origin,
                    evidence.proved ? "signed two trees of one size: proof of a fork"
                                    : "asked for a tree that is not proved to grow from the one cosigned",
                    kept ? ", kept in the store" : ", which could not be kept: " + kept.error().text()));
    return kept;
  }

  void show_size(const std::string& origin, std::uint64_t size) {
    metrics_->gauge("witness_tree_size", "Entries of the tree cosigned last.", {{"origin", origin}})
        .set(static_cast<double>(size));
  }

 private:
  http::Counter& forks(bool proved) {
    return metrics_->counter("witness_forks_total", "Signed trees that did not fit what was cosigned.",
                             {{"kind", proved ? "proved" : "unproved"}});
  }

  std::unique_ptr<evidence::WitnessStore> store_;
  std::shared_ptr<http::Metrics> metrics_;
};

}  // namespace

std::uint64_t posix_seconds() { return static_cast<std::uint64_t>(std::time(nullptr)); }

struct WitnessService::State {
  std::string prefix;
  std::vector<std::string> origins;
  std::uint64_t (*now)() = nullptr;
  std::shared_ptr<http::Metrics> metrics;
  std::unique_ptr<WatchedStore> store;
  std::optional<evidence::Witness> witness;
  std::unique_ptr<http::Server> server;   // last: it ends before what its handlers use

  Expected<http::Router> routes() {
    http::Router router;
    std::optional<Error> failed;
    const auto add = [&](const char* method, const std::string& pattern, http::Handler handler,
                         http::RouteOptions options = {}) {
      auto added = router.add(method, pattern, http::Access::kOpen, std::move(handler), options);
      if (!added && !failed) failed = added.error();
    };
    add("POST", prefix + "/add-checkpoint",
        [this](const http::Request& request) {
          WitnessReply reply = witness->add_checkpoint(request.body, now());
          metrics
              ->counter("witness_replies_total", "Answers to add-checkpoint.",
                        {{"status", std::to_string(reply.status)}})
              .add();
          return response_of(std::move(reply));
        },
        {kBodyLimit});
    add("GET", prefix + "/{origin_hash}/checkpoint", [this](const http::Request& request) {
      return response_of(witness->last_checkpoint(request.parameter("origin_hash")));
    });
    add("GET", "/healthz", [this](const http::Request&) {
      const bool readable = store->get(origins.front()).has_value();
      return readable ? http::text_response("ok\n")
                      : http::text_response("the store cannot be read\n", "text/plain; charset=utf-8", 503);
    });
    if (failed) return *failed;
    if (auto added = http::add_metrics_route(router, metrics); !added) return added.error();
    return router;
  }
};

WitnessService::WitnessService(std::unique_ptr<State> state) : state_(std::move(state)) {}
WitnessService::~WitnessService() = default;

Expected<std::unique_ptr<WitnessService>> WitnessService::start(WitnessSettings settings) {
  if (settings.key.type != evidence::KeyType::kCosignature) {
    return Error{ErrorCode::kInvalidArgument, "this is the key of a log or an author, not of a witness",
                 settings.key.name, "`maek evidence keygen NAME --cosigner --to FILE` makes one."};
  }
  if (settings.logs.empty()) return Error{ErrorCode::kInvalidArgument, "no log is named", "--logs"};
  auto prefix = internal::route_prefix(settings.prefix);
  if (!prefix) return std::move(prefix).error();
  auto files = evidence::WitnessFiles::open(settings.store);
  if (!files) return std::move(files).error();

  auto state = std::make_unique<State>();
  state->prefix = *std::move(prefix);
  state->now = settings.now;
  state->metrics = settings.server.metrics ? settings.server.metrics : std::make_shared<http::Metrics>();
  settings.server.metrics = state->metrics;
  state->store = std::make_unique<WatchedStore>(*std::move(files), state->metrics);
  for (const evidence::VerifierKey& log : settings.logs) {
    const auto record = state->store->get(log.name);
    if (!record) return record.error();   // a witness that cannot read its records must not begin anew
    state->store->show_size(log.name, *record ? (*record)->size : 0);
    state->origins.push_back(log.name);
  }
  auto witness =
      evidence::Witness::make(settings.key.name, std::move(settings.key.secret), settings.logs, *state->store);
  if (!witness) return std::move(witness).error();
  state->witness.emplace(*std::move(witness));
  auto router = state->routes();
  if (!router) return std::move(router).error();
  auto server = http::Server::start(std::move(settings.server), *std::move(router));
  if (!server) return std::move(server).error();
  state->server = *std::move(server);
  return std::unique_ptr<WitnessService>(new WitnessService(std::move(state)));
}

evidence::VerifierKey WitnessService::key() const { return state_->witness->key(); }
std::string WitnessService::url() const { return state_->server->url() + state_->prefix; }
http::Metrics& WitnessService::metrics() { return *state_->metrics; }
void WitnessService::run_until(const Cancellation& cancellation) { state_->server->run_until(cancellation); }
void WitnessService::stop(std::chrono::milliseconds patience) { state_->server->stop(patience); }

}  // namespace maek::serve
