// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/jobs/job_desk.h"
#include "core/pipeline/apis/api_kinds.h"

namespace gatehouse::pipeline {

// Jobs as their owners see them: 202 for a call that is answered later (RFC 7240 respond-async), its state, its answer,
// its end. One per I/O thread.
class ApiJobs final : public ApiJobDesk {
public:
    ApiJobs(jobs::JobDesk& desk, const jobs::Bounds& bounds, const Clock& clock)
        : m_desk(desk), m_bounds(bounds), m_clock(clock) {}

    Task<void> accept(ApiCall& api) override;
    Task<void> answer(ApiCall& api, std::string job) override;

private:
    Task<void> tell(ApiCall& api, const jobs::Job& job, int status);

    jobs::JobDesk& m_desk;
    const jobs::Bounds m_bounds;
    const Clock& m_clock;
};

} // namespace gatehouse::pipeline
