// SPDX-License-Identifier: Apache-2.0
// Loop, Timer, Stream, Listener: sockets without their library (event loop, asynchronous input and output, TCP, TLS).
#pragma once

#include <chrono>         // for std::chrono::milliseconds
#include <cstddef>        // for std::size_t
#include <cstdint>        // for std::uint16_t
#include <filesystem>     // for std::filesystem::path
#include <functional>     // for std::function
#include <memory>         // for std::unique_ptr
#include <string>         // for std::string
#include <string_view>    // for std::string_view
#include <vector>         // for std::vector

#include "base/expected.h"   // for Expected

namespace maek::http::internal {

/// Callbacks run one after the other on the thread that is in run(). What a callback touches needs no lock.
class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Until stop(), whether there is something to do or not.
  void run();
  /// From any thread: `work` runs on the loop's thread.
  void post(std::function<void()> work);
  /// From any thread: run() returns after the callback that is running.
  void stop();

  struct State;
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// One alarm. Starting it again, cancelling or destroying it drops the callback before, even one that is due already.
class Timer {
 public:
  explicit Timer(Loop& loop);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  void start(std::chrono::milliseconds after, std::function<void()> callback);
  void cancel();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// How an operation on a socket ended.
enum class IoStatus {
  kDone,
  kEnd,       // the other side sends nothing more
  kClosed,    // closed here, or its operation given up
  kRefused,   // nobody listens there
  kTls,       // the TLS layer failed: certificate, protocol, record
  kFailed,    // anything else: reset, unreachable
};
struct IoResult {
  IoStatus status = IoStatus::kDone;
  std::string message = {};   // for kRefused, kTls, kFailed; for kEnd when TLS was cut off
  explicit operator bool() const { return status == IoStatus::kDone; }
};
using Finished = std::function<void(IoResult)>;
using Transferred = std::function<void(IoResult, std::size_t bytes)>;

/// A connection, plain or TLS: whoever uses it cannot tell. At most one read and one write at a time; buffers live
/// until the callback. Every callback comes later, never from within the call.
class Stream {
 public:
  virtual ~Stream() = default;
  /// The TLS handshake; for a plain connection done at once.
  virtual void handshake(Finished finished) = 0;
  virtual void read_some(char* into, std::size_t size, Transferred transferred) = 0;
  /// All of `bytes`.
  virtual void write(std::string_view bytes, Transferred transferred) = 0;
  /// Tells the other side that nothing more will be sent. Reading may go on over a plain connection only.
  virtual void finish(Finished finished) = 0;
  /// Ends what is under way with kClosed.
  virtual void close() = 0;
  virtual std::string peer_address() const = 0;
  virtual std::uint16_t peer_port() const = 0;
  virtual bool is_tls() const = 0;
};

/// Certificates, keys and protocol settings (TLS 1.2 and 1.3).
struct TlsSettings;
Expected<std::shared_ptr<TlsSettings>> server_tls(const std::filesystem::path& certificate,
                                                  const std::filesystem::path& key);
/// Trusts the certificates of `authorities` (PEM), or those of the system when it is empty.
Expected<std::shared_ptr<TlsSettings>> client_tls(const std::filesystem::path& authorities);

/// Waits for connections.
class Listener {
 public:
  /// `address` is an IP address; port 0: one that the system picks. `tls` may be null.
  static Expected<std::unique_ptr<Listener>> open(Loop& loop, const std::string& address, std::uint16_t port,
                                                  std::shared_ptr<TlsSettings> tls);
  virtual ~Listener() = default;
  virtual std::uint16_t port() const = 0;
  /// One connection; null when there was an error (out of descriptors, say) and after close().
  virtual void accept(std::function<void(std::unique_ptr<Stream>)> accepted) = 0;
  virtual void close() = 0;
};

/// A connection to the first of the IP addresses that answers. With `tls`, `host` is what its certificate must name;
/// the handshake is left to the caller. Closing `*attempt` ends it.
class Attempt {
 public:
  static std::shared_ptr<Attempt> connect(Loop& loop, std::vector<std::string> addresses, std::uint16_t port,
                                          std::shared_ptr<TlsSettings> tls, std::string host,
                                          std::function<void(IoResult, std::unique_ptr<Stream>)> connected);
  virtual ~Attempt() = default;
  virtual void close() = 0;
};

/// True when `text` is an IPv4 or IPv6 address.
bool is_ip_address(const std::string& text);

}  // namespace maek::http::internal
