// SPDX-License-Identifier: Apache-2.0
// What the operations that serve share: where to listen, TLS, how long to run
#pragma once

#include <functional>   // for std::function
#include <string>       // for std::string
#include <vector>       // for std::vector

#include "base/operation.h"         // for Arguments, Operation, Parameter
#include "http/server.h"            // for ServerOptions

namespace maek::serve::internal {

/// --address, --port, --prefix, --host, --tls-certificate, --tls-key.
void add_service_parameters(std::vector<Parameter>& parameters, int port);
/// On a loopback address only local names are answered unless --host names others: so that no web page reaches the
/// service through a name of its own that points here (DNS rebinding).
Expected<http::ServerOptions> server_options(const Arguments& arguments);

/// kInvalidArgument where nobody could end it.
Expected<const Cancellation*> end_of(const OperationContext& context);

}  // namespace maek::serve::internal
