// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/telemetry/record_writer.h"

namespace gatehouse::store {

using RetentionSettings = telemetry::Retention;

} // namespace gatehouse::store
