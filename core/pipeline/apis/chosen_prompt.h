// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/apis/api_shelf.h"

namespace gatehouse::pipeline {

// The prompt that a call is asked with. A copy of its own: the shelf may change while the call waits.
struct ChosenPrompt {
    prompts::Prompt::Pointer prompt;
    std::shared_ptr<apis::ExperimentMeter> experiment; // null: there is none
    std::size_t arm = 0;

    // It is being asked.
    void count() const {
        if (experiment)
            experiment->called(arm);
    }
};
// The only one, or the arm of the experiment that the caller has; noted in the record.
ChosenPrompt choosePrompt(ApiCall& api, const ShelvedApi& shelved);

} // namespace gatehouse::pipeline
