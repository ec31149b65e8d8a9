// SPDX-License-Identifier: Apache-2.0
// Stream, Listener, Attempt over Asio: the only file that names socket types, so only it pays for their templates.
#include "http/internal/loop.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <utility>   // for std::move

#include "http/internal/loop_asio.h"   // for Loop::State, TlsSettings, to_result

namespace maek::http::internal {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCodeOf = boost::system::error_code;
using TlsSocket = asio::ssl::stream<tcp::socket>;

struct Peer {
  std::string address;
  std::uint16_t port = 0;
};

Peer peer_of(const tcp::socket& socket) {
  ErrorCodeOf failed;
  const auto end = socket.remote_endpoint(failed);
  if (failed) return {};
  return {end.address().to_string(), end.port()};
}

/// The operations that both kinds have in the same words.
template <class Socket>
class SocketStream : public Stream {
 public:
  SocketStream(Socket socket, Peer peer)
      : socket_(std::make_shared<Socket>(std::move(socket))), peer_(std::move(peer)) {}
  ~SocketStream() override { close_now(); }

  // The socket is held by its operations: they may end after the Stream is gone.
  void read_some(char* into, std::size_t size, Transferred transferred) override {
    socket_->async_read_some(asio::buffer(into, size),
                             [keep = socket_, transferred = std::move(transferred)](
                                 ErrorCodeOf error, std::size_t bytes) { transferred(to_result(error), bytes); });
  }
  void write(std::string_view bytes, Transferred transferred) override {
    asio::async_write(*socket_, asio::buffer(bytes.data(), bytes.size()),
                      [keep = socket_, transferred = std::move(transferred)](ErrorCodeOf error, std::size_t sent) {
                        transferred(to_result(error), sent);
                      });
  }
  void close() override { close_now(); }
  std::string peer_address() const override { return peer_.address; }
  std::uint16_t peer_port() const override { return peer_.port; }

 protected:
  void close_now() {
    ErrorCodeOf ignored;
    socket_->lowest_layer().close(ignored);
  }
  std::shared_ptr<Socket> socket_;
  Peer peer_;
};

class PlainStream final : public SocketStream<tcp::socket> {
 public:
  using SocketStream::SocketStream;
  void handshake(Finished finished) override {
    asio::post(socket_->get_executor(), [keep = socket_, finished = std::move(finished)] { finished({}); });
  }
  void finish(Finished finished) override {
    ErrorCodeOf error;
    socket_->shutdown(tcp::socket::shutdown_send, error);
    asio::post(socket_->get_executor(),
               [keep = socket_, error, finished = std::move(finished)] { finished(to_result(error)); });
  }
  bool is_tls() const override { return false; }
};

class TlsStream final : public SocketStream<TlsSocket> {
 public:
  TlsStream(TlsSocket socket, Peer peer, std::shared_ptr<TlsSettings> settings,
            asio::ssl::stream_base::handshake_type side)
      : SocketStream(std::move(socket), std::move(peer)), settings_(std::move(settings)), side_(side) {}

  void handshake(Finished finished) override {
    socket_->async_handshake(side_, [keep = socket_, finished = std::move(finished)](ErrorCodeOf error) {
      IoResult result = to_result(error);
      // The reason why a certificate was refused says more than "certificate verify failed".
      const long verdict = SSL_get_verify_result(keep->native_handle());
      if (result.status == IoStatus::kTls && verdict != X509_V_OK) {
        result.message = X509_verify_cert_error_string(verdict);
      }
      finished(std::move(result));
    });
  }
  void finish(Finished finished) override {
    socket_->async_shutdown(
        [keep = socket_, finished = std::move(finished)](ErrorCodeOf error) { finished(to_result(error)); });
  }
  bool is_tls() const override { return true; }
  SSL* native() { return socket_->native_handle(); }

 private:
  std::shared_ptr<TlsSettings> settings_;
  asio::ssl::stream_base::handshake_type side_;
};

std::unique_ptr<Stream> make_stream(tcp::socket socket, const std::shared_ptr<TlsSettings>& tls,
                                    asio::ssl::stream_base::handshake_type side) {
  ErrorCodeOf ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);   // finds peers that lost their power
  Peer peer = peer_of(socket);
  if (tls == nullptr) return std::make_unique<PlainStream>(std::move(socket), std::move(peer));
  return std::make_unique<TlsStream>(TlsSocket(std::move(socket), tls->context), std::move(peer), tls, side);
}

class AsioListener final : public Listener {
 public:
  AsioListener(Loop& loop, std::shared_ptr<TlsSettings> tls)
      : acceptor_(std::make_shared<tcp::acceptor>(loop.state().context)), tls_(std::move(tls)) {}
  ~AsioListener() override { AsioListener::close(); }

  ErrorCodeOf bind(const tcp::endpoint& end) {
    ErrorCodeOf error;
    acceptor_->open(end.protocol(), error);
    if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(end, error);
    if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_->local_endpoint(error).port();
    return error;
  }
  std::uint16_t port() const override { return port_; }
  void accept(std::function<void(std::unique_ptr<Stream>)> accepted) override {
    acceptor_->async_accept(
        [keep = acceptor_, tls = tls_, accepted = std::move(accepted)](ErrorCodeOf error, tcp::socket socket) {
          if (error) return accepted(nullptr);
          accepted(make_stream(std::move(socket), tls, asio::ssl::stream_base::server));
        });
  }
  void close() override {
    ErrorCodeOf ignored;
    acceptor_->close(ignored);
  }

 private:
  std::shared_ptr<tcp::acceptor> acceptor_;
  std::shared_ptr<TlsSettings> tls_;
  std::uint16_t port_ = 0;
};

/// Tries one address after the other.
class AsioAttempt final : public Attempt, public std::enable_shared_from_this<AsioAttempt> {
 public:
  using Connected = std::function<void(IoResult, std::unique_ptr<Stream>)>;

  AsioAttempt(Loop& loop, std::vector<tcp::endpoint> ends, std::shared_ptr<TlsSettings> tls, std::string host,
              Connected connected)
      : socket_(loop.state().context),
        ends_(std::move(ends)),
        tls_(std::move(tls)),
        host_(std::move(host)),
        connected_(std::move(connected)) {}
  void close() override {
    closed_ = true;
    ErrorCodeOf ignored;
    socket_.close(ignored);
  }
  void next(ErrorCodeOf last) {
    if (closed_) last = asio::error::operation_aborted;
    if (closed_ || at_ == ends_.size()) return connected_(to_result(last), nullptr);
    ErrorCodeOf ignored;
    socket_.close(ignored);
    socket_.async_connect(ends_[at_++], [self = shared_from_this()](ErrorCodeOf error) {
      if (error || self->closed_) return self->next(error);
      self->done();
    });
  }

 private:
  void done() {
    auto stream = make_stream(std::move(socket_), tls_, asio::ssl::stream_base::client);
    if (tls_ != nullptr) expect_host(static_cast<TlsStream&>(*stream));
    connected_({}, std::move(stream));
  }
  void expect_host(TlsStream& stream) {
    SSL* ssl = stream.native();
    if (is_ip_address(host_)) {
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host_.c_str());
    } else {
      SSL_set_tlsext_host_name(ssl, host_.c_str());
      SSL_set1_host(ssl, host_.c_str());
    }
  }

  tcp::socket socket_;
  std::vector<tcp::endpoint> ends_;
  std::size_t at_ = 0;
  bool closed_ = false;
  std::shared_ptr<TlsSettings> tls_;
  std::string host_;
  Connected connected_;
};

}  // namespace

Expected<std::unique_ptr<Listener>> Listener::open(Loop& loop, const std::string& address, std::uint16_t port,
                                                   std::shared_ptr<TlsSettings> tls) {
  ErrorCodeOf error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) {
    return Error{ErrorCode::kInvalidArgument, "the address to listen on is no IP address", address,
                 "127.0.0.1 serves this machine only, 0.0.0.0 or :: everyone who reaches it."};
  }
  auto listener = std::make_unique<AsioListener>(loop, std::move(tls));
  error = listener->bind({ip, port});
  if (error) {
    return Error{ErrorCode::kUnreadable, "cannot listen: " + error.message(), address + ":" + std::to_string(port),
                 "Is another service on this port? Port 0 takes a free one."};
  }
  return std::unique_ptr<Listener>(std::move(listener));
}

std::shared_ptr<Attempt> Attempt::connect(Loop& loop, std::vector<std::string> addresses, std::uint16_t port,
                                          std::shared_ptr<TlsSettings> tls, std::string host,
                                          std::function<void(IoResult, std::unique_ptr<Stream>)> connected) {
  std::vector<tcp::endpoint> ends;
  for (const std::string& address : addresses) {
    ErrorCodeOf error;
    const auto ip = asio::ip::make_address(address, error);
    if (!error) ends.emplace_back(ip, port);
  }
  auto attempt =
      std::make_shared<AsioAttempt>(loop, std::move(ends), std::move(tls), std::move(host), std::move(connected));
  loop.post([attempt] { attempt->next(asio::error::host_not_found); });
  return attempt;
}

}  // namespace maek::http::internal
