// SPDX-License-Identifier: Apache-2.0
// Large bodies as files.
#include "evidence/internal/object_files.h"

namespace maek::evidence {

std::string object_name(const Digest& digest) {
  const std::string hex = digest.hex();
  return "objects/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

Expected<void> write_object(const LedgerFolder& folder, const StoredBody& body) {
  const std::string name = object_name(body.digest);
  if (auto made = folder.make_folder(name.substr(0, name.rfind('/'))); !made) return made;
  return folder.write(name, body.stored);
}

Expected<std::string> read_object(const LedgerFolder& folder, const Digest& digest, std::uint64_t stored_bytes) {
  auto stored = folder.read(object_name(digest), stored_bytes);
  if (stored && stored->size() != stored_bytes) {
    return Error{ErrorCode::kMalformed, "has another length than its record states", object_name(digest)};
  }
  return stored;
}

}  // namespace maek::evidence
