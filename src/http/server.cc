// SPDX-License-Identifier: Apache-2.0
// Server: the loop's thread, the pool, accepting and the end.
#include "http/server.h"

#include <algorithm>             // for std::max
#include <condition_variable>    // for std::condition_variable
#include <future>                // for std::promise
#include <mutex>                 // for std::mutex
#include <thread>                // for std::thread
#include <unordered_map>         // for std::unordered_map
#include <utility>               // for std::move

#include "base/log.h"                    // for log
#include "base/parallel.h"               // for available_cores
#include "http/internal/connection.h"    // for Connection
#include "http/internal/loop.h"          // for Loop, Listener
#include "http/internal/service.h"       // for Service

namespace maek::http {
namespace {

using internal::Connection;
using internal::Listener;
using internal::Loop;

constexpr int kFewestWorkers = 4;                              // handlers may wait for disks and other services
constexpr auto kAcceptAgain = std::chrono::milliseconds(100);  // after an error such as too many open files
constexpr auto kLook = std::chrono::milliseconds(50);          // how soon run_until sees a signal

}  // namespace

struct Server::State {
  State(ServerOptions options, Router router)
      : loop(std::make_shared<Loop>()),
        service(std::make_shared<internal::Service>()),
        workers(static_cast<std::size_t>(options.workers > 0 ? options.workers
                                                             : std::max(available_cores(), kFewestWorkers)),
                options.limits.queue),
        streams(options.limits.event_streams, 0),
        disk(1, options.limits.connections),
        accept_timer(*loop) {
    service->options = std::move(options);
    service->router = std::move(router);
    service->loop = loop.get();
    service->loop_link = loop;
    service->workers = &workers;
    service->streams = &streams;
    service->disk = &disk;
    service->closed = [this](Connection* connection) { forget(connection); };
    Metrics& metrics = *service->options.metrics;
    service->connections = &metrics.gauge("http_connections", "Open connections.");
    service->in_flight = &metrics.gauge("http_requests_in_flight", "Requests that a handler works on or that wait.");
  }

  // On the loop's thread.
  void accept() {
    if (service->stopping || accepting || connections.size() >= service->options.limits.connections) return;
    accepting = true;
    listener->accept([this](std::unique_ptr<internal::Stream> stream) {
      accepting = false;
      if (service->stopping) return;
      if (stream == nullptr) return accept_timer.start(kAcceptAgain, [this] { accept(); });
      auto connection = std::make_shared<Connection>(service, std::move(stream));
      {
        const std::lock_guard guard(lock);
        connections.emplace(connection.get(), connection);
      }
      service->connections->add(1);
      connection->start();
      accept();
    });
  }

  void forget(Connection* connection) {
    {
      const std::lock_guard guard(lock);
      if (connections.erase(connection) == 0) return;
    }
    service->connections->add(-1);
    ended.notify_all();
    accept();
  }

  template <class Each>
  void for_each(Each&& each) {
    std::vector<std::shared_ptr<Connection>> all;   // a copy: they leave the map while we go
    for (const auto& [raw, connection] : connections) all.push_back(connection);
    for (const auto& connection : all) each(*connection);
  }

  void run() {
    while (true) {
      try {
        return loop->run();
      } catch (const std::exception& problem) {
        log(LogLevel::kError, std::string("http server: ") + problem.what());
      }
    }
  }

  template <class Work>
  void on_loop(Work&& work) {
    std::promise<void> done;
    loop->post([&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  bool wait_for_none(std::chrono::milliseconds patience) {
    std::unique_lock guard(lock);
    return ended.wait_for(guard, patience, [this] { return connections.empty(); });
  }

  void stop(std::chrono::milliseconds patience) {
    if (!thread.joinable()) return;
    on_loop([this] {
      service->stopping = true;
      listener->close();
      accept_timer.cancel();
      for_each([](Connection& connection) { connection.begin_stop(); });
    });
    wait_for_none(patience);
    on_loop([this] { for_each([](Connection& connection) { connection.cut(); }); });
    workers.stop();
    streams.stop();
    disk.stop();
    loop->stop();
    thread.join();
  }

  std::shared_ptr<Loop> loop;
  std::shared_ptr<internal::Service> service;
  internal::WorkQueue workers;
  internal::WorkQueue streams;
  internal::WorkQueue disk;
  internal::Timer accept_timer;
  std::unique_ptr<Listener> listener;
  bool accepting = false;
  std::mutex lock;   // of `connections`, which only the loop's thread changes
  std::condition_variable ended;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;
  std::thread thread;
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { state_->stop(std::chrono::milliseconds(0)); }

Expected<std::unique_ptr<Server>> Server::start(ServerOptions options, Router router) {
  std::shared_ptr<internal::TlsSettings> tls;
  if (options.certificate.empty() != options.key.empty()) {
    return Error{ErrorCode::kInvalidArgument, "TLS needs a certificate and its key", "server",
                 "Give both files, or neither for plain HTTP."};
  }
  if (!options.certificate.empty()) {
    auto settings = internal::server_tls(options.certificate, options.key);
    if (!settings) return settings.error();
    tls = *settings;
  }
  if (options.metrics == nullptr) options.metrics = std::make_shared<Metrics>();
  const std::string address = options.address;
  const std::uint16_t port = options.port;
  try {
    auto state = std::make_unique<State>(std::move(options), std::move(router));
    auto listener = Listener::open(*state->loop, address, port, std::move(tls));
    if (!listener) return listener.error();
    state->listener = *std::move(listener);
    State* raw = state.get();
    state->loop->post([raw] { raw->accept(); });
    state->thread = std::thread([raw] { raw->run(); });
    return std::unique_ptr<Server>(new Server(std::move(state)));
  } catch (const std::exception& problem) {   // no threads, no descriptors
    return Error{ErrorCode::kInternal, std::string("cannot start the server: ") + problem.what(), address, ""};
  }
}

std::uint16_t Server::port() const { return state_->listener->port(); }

std::string Server::url() const {
  const ServerOptions& options = state_->service->options;
  const bool v6 = options.address.find(':') != std::string::npos;
  return std::string(options.certificate.empty() ? "http" : "https") + "://" +
         (v6 ? "[" + options.address + "]" : options.address) + ":" + std::to_string(port());
}

Metrics& Server::metrics() { return *state_->service->options.metrics; }

void Server::stop(std::chrono::milliseconds patience) { state_->stop(patience); }

void Server::run_until(const Cancellation& cancellation, std::chrono::milliseconds patience) {
  while (!cancellation.requested()) std::this_thread::sleep_for(kLook);
  stop(patience);
}

Expected<void> add_metrics_route(Router& router, std::shared_ptr<Metrics> metrics, Access access) {
  return router.add("GET", "/metrics", access, [metrics = std::move(metrics)](const Request&) {
    return text_response(metrics->text(), Metrics::kContentType);
  });
}

}  // namespace maek::http
