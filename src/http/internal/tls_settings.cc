// SPDX-License-Identifier: Apache-2.0
// TLS settings: certificates and keys from PEM files, versions and options (OpenSSL contexts).
#include "http/internal/loop_asio.h"   // for TlsSettings

#include <openssl/ssl.h>

namespace maek::http::internal {
namespace {

namespace ssl = boost::asio::ssl;

Error tls_error(const char* what, const std::filesystem::path& file, const boost::system::error_code& why) {
  return {ErrorCode::kUnreadable, std::string(what) + ": " + why.message(), file.string(),
          "It must be a PEM file that this user may read."};
}

std::shared_ptr<TlsSettings> make_settings(ssl::context::method method) {
  auto settings = std::make_shared<TlsSettings>(TlsSettings{ssl::context(method)});
  boost::system::error_code ignored;
  settings->context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                                    ssl::context::no_compression | ssl::context::single_dh_use,
                                ignored);
  SSL_CTX* raw = settings->context.native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  // A client must not be able to buy new handshakes on an open connection.
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION);
  return settings;
}

}  // namespace

Expected<std::shared_ptr<TlsSettings>> server_tls(const std::filesystem::path& certificate,
                                                  const std::filesystem::path& key) {
  auto settings = make_settings(ssl::context::tls_server);
  boost::system::error_code error;
  settings->context.use_certificate_chain_file(certificate.string(), error);
  if (error) return tls_error("cannot use the TLS certificate", certificate, error);
  settings->context.use_private_key_file(key.string(), ssl::context::pem, error);
  if (error) return tls_error("cannot use the TLS key", key, error);
  if (SSL_CTX_check_private_key(settings->context.native_handle()) != 1) {
    return Error{ErrorCode::kInvalidArgument, "the TLS key does not belong to the certificate", key.string(),
                 "Give the key with which " + certificate.string() + " was requested."};
  }
  return settings;
}

Expected<std::shared_ptr<TlsSettings>> client_tls(const std::filesystem::path& authorities) {
  auto settings = make_settings(ssl::context::tls_client);
  boost::system::error_code error;
  if (authorities.empty()) {
    settings->context.set_default_verify_paths(error);
    if (error) return tls_error("cannot read the system's certificate authorities", {}, error);
  } else {
    settings->context.load_verify_file(authorities.string(), error);
    if (error) return tls_error("cannot use the certificate authorities", authorities, error);
  }
  settings->context.set_verify_mode(ssl::verify_peer, error);
  if (error) return tls_error("cannot verify certificates", authorities, error);
  return settings;
}

}  // namespace maek::http::internal
