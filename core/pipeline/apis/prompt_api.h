// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_kinds.h"
#include "core/pipeline/apis/api_shelf.h"
#include "core/pipeline/apis/chosen_prompt.h"
#include "core/pipeline/call_leader.h"

#include <boost/json/object.hpp>
#include <string>

namespace gatehouse::pipeline {

// APIs of kind prompt: values in, a rendered chat through the stages, its answer out in the API's form. One per I/O
// thread.
class PromptApi final : public ApiKindHandler {
public:
    PromptApi(CallLeader& leader, ApiShelf& shelf, RequestBounds bounds)
        : m_leader(leader), m_shelf(shelf), m_bounds(bounds) {}

    Task<void> serve(ApiCall& api) override;

private:
    // What a client asked for.
    struct Wish {
        boost::json::object values;
        bool stream = false;
    };
    Task<Result<Wish>> readWish(ApiCall& api, const prompts::Prompt& prompt);
    Task<void> ask(ApiCall& api, const ChosenPrompt& chosen, const Wish& wish);
    Task<void> askForJson(ApiCall& api, const prompts::Prompt& prompt, prompts::Rendered rendered, Leading how);

    CallLeader& m_leader;
    ApiShelf& m_shelf;
    const RequestBounds m_bounds;
};

} // namespace gatehouse::pipeline
