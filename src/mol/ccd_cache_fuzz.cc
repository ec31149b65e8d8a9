// SPDX-License-Identifier: Apache-2.0
// The cache of the component dictionary, whole and record by record (a checksum would stop most of what is tried).
#include <cstdint>   // for std::uint8_t
#include <cstdlib>   // for std::abort

#include "mol/ccd.h"                   // for ComponentDictionary
#include "mol/internal/ccd_record.h"   // for decode_record

using namespace maek;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto component = mol::decode_record(bytes, "fuzz")) {
    const auto again = mol::encode_record(*component);
    if (!again || *again != bytes) std::abort();   // one component has one record
  }
  if (const auto dictionary = mol::ComponentDictionary::from_bytes(bytes, "fuzz")) {
    for (std::size_t i = 0; i < dictionary->size(); ++i) (void)dictionary->find(dictionary->code(i));
  }
  return 0;
}
