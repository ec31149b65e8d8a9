// SPDX-License-Identifier: Apache-2.0
#include "dock/affinity.h"
namespace maek::dock {
const AffinityModel& affinity_model() { static const AffinityModel m{}; return m; }
}  // namespace maek::dock
