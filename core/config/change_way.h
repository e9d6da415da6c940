// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatehouse::config {

// Who changes objects: a body of somebody, a file, or one of the operations that lead them from state to state.
enum class ChangeWay { Body, File, Operation };

} // namespace gatehouse::config
