// SPDX-License-Identifier: Apache-2.0
// getaddrinfo on a thread of its own.
#include "http/internal/resolve.h"

#include <arpa/inet.h>
#include <netdb.h>

#include <condition_variable>   // for std::condition_variable
#include <memory>               // for std::shared_ptr
#include <mutex>                // for std::mutex
#include <thread>               // for std::thread

#include "http/internal/loop.h"   // for is_ip_address

namespace maek::http::internal {
namespace {

struct Lookup {
  std::mutex lock;
  std::condition_variable ended;
  bool done = false;
  std::string problem;
  std::vector<std::string> addresses;
};

void look_up(const std::string& host, Lookup& into) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  std::vector<std::string> addresses;
  for (const addrinfo* at = found; failed == 0 && at != nullptr; at = at->ai_next) {
    char text[INET6_ADDRSTRLEN] = {};
    const void* raw = at->ai_family == AF_INET
                          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(at->ai_addr)->sin_addr)
                          : static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(at->ai_addr)->sin6_addr);
    if (inet_ntop(at->ai_family, raw, text, sizeof text) != nullptr) addresses.emplace_back(text);
  }
  if (found != nullptr) freeaddrinfo(found);
  const std::lock_guard guard(into.lock);
  into.addresses = std::move(addresses);
  if (failed != 0) into.problem = gai_strerror(failed);
  into.done = true;
  into.ended.notify_all();
}

}  // namespace

Expected<std::vector<std::string>> resolve(const std::string& host, std::chrono::milliseconds patience) {
  if (is_ip_address(host)) return std::vector<std::string>{host};
  const auto lookup = std::make_shared<Lookup>();
  try {
    std::thread([host, lookup] { look_up(host, *lookup); }).detach();
  } catch (const std::exception& problem) {
    return Error{ErrorCode::kInternal, std::string("no thread for a name look-up: ") + problem.what(), host, ""};
  }
  std::unique_lock guard(lookup->lock);
  if (!lookup->ended.wait_for(guard, patience, [&] { return lookup->done; })) {
    return Error{ErrorCode::kUnreadable, "the name look-up timed out", host, "Is the network up?"};
  }
  if (lookup->addresses.empty()) {
    return Error{ErrorCode::kUnreadable, "the host is not known: " + lookup->problem, host, "Is the name spelt right?"};
  }
  return lookup->addresses;
}

}  // namespace maek::http::internal
