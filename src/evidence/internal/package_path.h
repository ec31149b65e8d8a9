// SPDX-License-Identifier: Apache-2.0
// Paths and URIs inside packages: relative paths that stay inside, percent-encoding (RFC 3986), traversal tricks
#pragma once

#include <string>        // for std::string
#include <string_view>   // for std::string_view

namespace maek::evidence {

/// A path of a file below some folder: '/' between names, none of them empty, '.' or '..', no control byte, no '\'.
bool is_package_path(std::string_view path);
/// The path as a relative IRI reference: '%', blanks and what has a meaning in URIs are escaped, other scripts stay.
std::string path_to_uri(std::string_view path);
/// True for a reference that begins with a scheme of two letters at least, such as https:.
bool is_absolute_uri(std::string_view uri);
/// A relative reference whose path, with its percent-escapes undone, is a package path (a '/' at the end is fine).
bool is_package_uri(std::string_view uri);

}  // namespace maek::evidence
