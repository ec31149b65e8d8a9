// SPDX-License-Identifier: Apache-2.0
// Parameters and options of services.
#include "serve/internal/service_parts.h"

namespace maek::serve::internal {
namespace {

constexpr double kMaxPort = 65535;

}  // namespace

void add_service_parameters(std::vector<Parameter>& parameters, int port) {
  parameters.push_back({.name = "address",
                        .help = "IP address to listen on; 0.0.0.0 or :: for all of this machine",
                        .fallback = "127.0.0.1"});
  parameters.push_back({.name = "port",
                        .kind = ParameterKind::kInteger,
                        .help = "port to listen on; 0: one that is free",
                        .fallback = std::to_string(port),
                        .minimum = 0,
                        .maximum = kMaxPort});
  parameters.push_back(
      {.name = "prefix", .help = "path below which it answers", .fallback = "/", .placeholder = "PATH"});
  parameters.push_back({.name = "host",
                        .help = "name that clients may call it by (default: any, and local names alone on 127.0.0.1)",
                        .placeholder = "NAME",
                        .repeated = true});
  parameters.push_back({.name = "tls-certificate", .help = "PEM file of the certificate chain", .placeholder = "FILE"});
  parameters.push_back({.name = "tls-key", .help = "PEM file of the certificate's key", .placeholder = "FILE"});
}

Expected<http::ServerOptions> server_options(const Arguments& arguments) {
  http::ServerOptions options;
  options.address = arguments.text("address");
  options.port = static_cast<std::uint16_t>(arguments.integer("port"));
  options.certificate = arguments.text("tls-certificate");
  options.key = arguments.text("tls-key");
  if (options.certificate.empty() != options.key.empty()) {
    return Error{ErrorCode::kInvalidArgument, "a certificate and its key belong together",
                 options.key.empty() ? "--tls-key" : "--tls-certificate", "Give both, or neither."};
  }
  options.hosts = arguments.texts("host");
  const bool local = options.address.starts_with("127.") || options.address == "::1";
  if (options.hosts.empty() && local) options.hosts = {options.address, "127.0.0.1", "localhost", "[::1]"};
  return options;
}

Expected<const Cancellation*> end_of(const OperationContext& context) {
  if (context.cancellation != nullptr) return context.cancellation;
  return Error{ErrorCode::kInvalidArgument, "runs until it is stopped, and here nobody can stop it", "service",
               "Start it at a terminal or by a service manager."};
}

}  // namespace maek::serve::internal
