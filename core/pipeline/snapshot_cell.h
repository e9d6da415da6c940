// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"

#include <utility>

namespace gatehouse::pipeline {

// The configuration as one I/O thread has it. Read and set on that thread only: the control thread posts a new one.
class SnapshotCell {
public:
    const config::SnapshotPtr& current() const { return m_current; }
    void set(config::SnapshotPtr snapshot) { m_current = std::move(snapshot); }

private:
    config::SnapshotPtr m_current;
};

} // namespace gatehouse::pipeline
