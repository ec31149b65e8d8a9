// SPDX-License-Identifier: Apache-2.0
// Reads the archives of the test data: tar.zst, zip (npz), gz; and NumPy arrays (npy) out of them. Tests only.
#pragma once

#include <archive.h>         // for archive_read_*
#include <archive_entry.h>   // for archive_entry_pathname

#include <cstring>       // for std::memcpy
#include <filesystem>    // for std::filesystem::path
#include <map>           // for std::map
#include <stdexcept>     // for std::runtime_error
#include <string>        // for std::string
#include <vector>        // for std::vector

namespace maek {

/// Name -> bytes of every file of an archive; a plain compressed file has one entry named "data".
inline std::map<std::string, std::string> read_archive(const std::filesystem::path& path) {
  std::map<std::string, std::string> files;
  archive* in = archive_read_new();
  archive_read_support_filter_all(in);
  archive_read_support_format_all(in);
  archive_read_support_format_raw(in);
  if (archive_read_open_filename(in, path.c_str(), 1 << 20) != ARCHIVE_OK) {
    const std::string why = archive_error_string(in);
    archive_read_free(in);
    throw std::runtime_error(why);
  }
  archive_entry* entry = nullptr;
  while (archive_read_next_header(in, &entry) == ARCHIVE_OK) {
    std::string bytes;
    std::vector<char> buffer(1 << 20);
    for (la_ssize_t n; (n = archive_read_data(in, buffer.data(), buffer.size())) > 0;) {
      bytes.append(buffer.data(), static_cast<std::size_t>(n));
    }
    files[archive_entry_pathname(entry)] = std::move(bytes);
  }
  archive_read_free(in);
  return files;
}

/// The numbers of a little-endian .npy array as T, whatever row shape; `descr` is the type code in its header.
template <class T>
std::vector<T> read_npy(const std::string& bytes, const std::string& descr) {
  const auto header = static_cast<unsigned char>(bytes.at(8)) + 256u * static_cast<unsigned char>(bytes.at(9));
  if (bytes.find("'" + descr + "'") > 10 + header) throw std::runtime_error("npy: not of type " + descr);
  std::vector<T> out((bytes.size() - 10 - header) / sizeof(T));
  if (!out.empty()) std::memcpy(out.data(), bytes.data() + 10 + header, out.size() * sizeof(T));
  return out;
}

}  // namespace maek
