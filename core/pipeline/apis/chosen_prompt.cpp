// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/chosen_prompt.h"

#include "core/apis/experiment.h"

namespace gatehouse::pipeline {
namespace {

constexpr std::string_view userField = "x-gatehouse-user";

// Whoever cannot be told apart as asked is told apart by what is known of him: the session, the key.
std::string_view whoIs(const ApiCall& api, std::string_view sticky) {
    const auto& record = api.call.record;
    if (sticky == "call")
        return record.id;
    const auto user = sticky == "user" ? api.exchange.head().field(userField) : std::string_view();
    if (!user.empty())
        return user;
    if (sticky != "key" && !record.session.empty())
        return record.session;
    return record.key;
}

} // namespace

ChosenPrompt choosePrompt(ApiCall& api, const ShelvedApi& shelved) {
    ChosenPrompt chosen;
    if (shelved.experiment) {
        const auto name = api.api->id + "/" + api.version->name;
        const auto place = apis::placeOf(name, whoIs(api, api.definition().experiment->sticky));
        chosen.arm = shelved.experiment->armAt(place);
        chosen.experiment = shelved.experiment;
    }
    chosen.prompt = shelved.prompts[chosen.arm].prompt;
    api.call.record.prompt = shelved.prompts[chosen.arm].name;
    return chosen;
}

} // namespace gatehouse::pipeline
