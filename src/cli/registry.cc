// SPDX-License-Identifier: Apache-2.0
// One line for each verb: the operation that a module declares, and nothing else.
#include "cli/registry.h"

#include "cli/completion.h"   // for add_completion_operation
#include "cli/demo.h"         // for demo_operation
#include "cli/docs_pages.h"   // for add_docs_operation
#include "cli/doctor.h"       // for doctor_operation
#include "dock/affinity_operation.h"   // for affinity_operation
#include "dock/operation.h"   // for dock_operation
#include "dock/screen_operation.h"   // for screen_operation
#include "dock/pockets_operation.h" // for pockets_operation
#include "dock/search.h"      // for search_kernel_name
#include "evidence/operations.h"    // for evidence_operations
#include "mol/ccd_operation.h"      // for ccd_operations
#include "mol/check_operation.h"    // for check_operation
#include "mol/compare_operation.h"  // for compare_operation
#include "mol/library_versions.h"   // for rdkit_version, gemmi_version
#include "serve/operations.h"       // for evidence_service_operations

namespace maek::cli {

std::vector<Operation> operations() {
  std::vector<Operation> all;
  // Engines, in the order a newcomer meets them.
  all.push_back(dock::dock_operation());
  all.push_back(mol::check_operation());
  all.push_back(dock::affinity_operation());
  all.push_back(mol::compare_operation());
  all.push_back(dock::screen_operation());
  all.push_back(dock::pockets_operation());
  all.push_back(demo_operation());
  for (Operation& operation : mol::ccd_operations()) all.push_back(std::move(operation));

  // The ledger.
  for (Operation& operation : evidence::evidence_operations()) all.push_back(std::move(operation));
  for (Operation& operation : serve::evidence_service_operations()) all.push_back(std::move(operation));

  // The program itself. Libraries that only modules link tell doctor their versions through its hooks.
  all.push_back(doctor_operation({[] { return LibraryVersion{"RDKit", mol::rdkit_version()}; },
                                  [] { return LibraryVersion{"gemmi", mol::gemmi_version()}; }},
                                 dock::search_kernel_name));
  // Last: these two speak of all verbs before them and of themselves.
  add_completion_operation(all);
  add_docs_operation(all);
  return all;
}

}  // namespace maek::cli
