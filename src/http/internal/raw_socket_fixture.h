// SPDX-License-Identifier: Apache-2.0
// For tests: a client and a server that send exactly the bytes they are told (raw TCP socket, hostile peer, fixture).
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>       // for std::uint16_t
#include <functional>    // for std::function
#include <string>        // for std::string
#include <string_view>   // for std::string_view
#include <thread>        // for std::thread
#include <utility>       // for std::exchange

namespace maek::http::internal {

constexpr int kPatience = 5000;   // ms: generous, a test that waits so long has failed

/// A connected socket.
class RawSocket {
 public:
  explicit RawSocket(int descriptor) : descriptor_(descriptor) {}
  RawSocket(RawSocket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), rest_(other.rest_) {}
  ~RawSocket() { close(); }

  /// To 127.0.0.1; `receive_buffer` bytes, where a slow reader needs a small one.
  static RawSocket connect(std::uint16_t port, int receive_buffer = 0) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in end{};
    end.sin_family = AF_INET;
    end.sin_port = htons(port);
    end.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&end), sizeof end) != 0) {
      ::close(descriptor);
      return RawSocket(-1);
    }
    return RawSocket(descriptor);
  }

  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish() { ::shutdown(descriptor_, SHUT_WR); }
  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }
  /// Closes with a reset, as a machine that crashed does.
  void reset() {
    const linger hard{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
  }

  /// Everything up to `end`, what follows is kept for later; short when the other side ended or took too long.
  std::string read_until(std::string_view end) {
    while (rest_.find(end) == std::string::npos) {
      if (!read_some()) return std::exchange(rest_, {});
    }
    std::string part = rest_.substr(0, rest_.find(end) + end.size());
    rest_.erase(0, part.size());
    return part;
  }
  std::string read_bytes(std::size_t count) {
    while (rest_.size() < count && read_some()) {
    }
    std::string part = rest_.substr(0, count);
    rest_.erase(0, part.size());
    return part;
  }
  /// All that comes until the other side ends.
  std::string read_all() {
    while (read_some()) {
    }
    return std::exchange(rest_, {});
  }
  /// The head and the body that its Content-Length announces.
  std::string read_answer() {
    std::string answer = read_until("\r\n\r\n");
    const std::size_t at = answer.find("Content-Length: ");
    if (at != std::string::npos) answer += read_bytes(std::stoul(answer.substr(at + 16)));
    return answer;
  }
  /// The last read ended because the other side closed, not for want of patience.
  bool saw_end() const { return saw_end_; }

 private:
  bool read_some() {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, kPatience) <= 0) return false;
    char buffer[16384];
    const ssize_t got = ::recv(descriptor_, buffer, sizeof buffer, 0);
    saw_end_ = got <= 0;
    if (got <= 0) return false;
    rest_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int descriptor_;
  std::string rest_;
  bool saw_end_ = false;
};

/// Listens on 127.0.0.1 and lets `serve` treat connections, one after the other.
class RawServer {
 public:
  explicit RawServer(std::function<void(RawSocket&)> serve) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in end{};
    end.sin_family = AF_INET;
    end.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&end), sizeof end);
    ::listen(listener_, 8);
    socklen_t size = sizeof end;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&end), &size);
    port_ = ntohs(end.sin_port);
    thread_ = std::thread([this, serve = std::move(serve)] {
      while (true) {
        const int accepted = ::accept(listener_, nullptr, nullptr);
        if (accepted < 0) return;
        RawSocket socket(accepted);
        serve(socket);
      }
    });
  }
  ~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
  std::uint16_t port() const { return port_; }

 private:
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace maek::http::internal
