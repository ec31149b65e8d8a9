// SPDX-License-Identifier: Apache-2.0
// What the Asio files of this module share: the context behind Loop, translation of error codes.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include "http/internal/loop.h"   // for Loop, IoResult

namespace maek::http::internal {

struct Loop::State {
  boost::asio::io_context context{1};
};

struct TlsSettings {
  boost::asio::ssl::context context;
};

IoResult to_result(const boost::system::error_code& error);

}  // namespace maek::http::internal
