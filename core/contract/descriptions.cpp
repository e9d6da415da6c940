// SPDX-License-Identifier: Apache-2.0
#include "core/contract/product_descriptions.h"

#include "core/base/text.h"

namespace gatehouse::contract {

const ObjectDescription& descriptionOf(Kind kind) {
    switch (kind) {
    case Kind::Provider:
        return descriptionOf<ProviderSpec>();
    case Kind::Route:
        return descriptionOf<RouteSpec>();
    case Kind::Team:
        return descriptionOf<TeamSpec>();
    case Kind::App:
        return descriptionOf<AppSpec>();
    case Kind::Key:
        return descriptionOf<KeySpec>();
    case Kind::Budget:
        return descriptionOf<BudgetRuleSpec>();
    case Kind::Records:
        return descriptionOf<RecordsSpec>();
    case Kind::Organisation:
        return descriptionOf<OrganisationSpec>();
    case Kind::Cache:
        return descriptionOf<CacheSpec>();
    case Kind::Plan:
        return descriptionOf<PlanSpec>();
    case Kind::Webhook:
        return descriptionOf<WebhookSpec>();
    case Kind::Prompt:
        return descriptionOf<PromptSpec>();
    case Kind::Chain:
        return descriptionOf<ChainSpec>();
    case Kind::Api:
        return descriptionOf<ApiSpec>();
    case Kind::Subscription:
        return descriptionOf<SubscriptionSpec>();
    case Kind::User:
        return descriptionOf<UserSpec>();
    case Kind::SignIn:
        return descriptionOf<SignInSpec>();
    case Kind::Notices:
        break;
    }
    return descriptionOf<NoticesSpec>();
}

boost::json::object writeObject(const void* object, const ObjectDescription& description, Form form, Writing writing) {
    boost::json::object out;
    for (const auto& field : description.fields) {
        if (!field.in(form) || (form == Form::Api && field.writeOnly))
            continue;
        auto value = field.write(object, form, Writing::Full);
        if (!value)
            continue;
        if (writing == Writing::Short) {
            if (field.defaultValue && *field.defaultValue == *value)
                continue;
            value = field.write(object, form, Writing::Short);
        }
        out[field.name] = std::move(*value);
    }
    return out;
}

boost::json::value timeToJson(WallMicros time) {
    auto text = formatTime(time);
    constexpr std::string_view noFraction = ".000000Z";
    if (text.ends_with(noFraction))
        text.replace(text.size() - noFraction.size(), noFraction.size(), "Z");
    return boost::json::value(text);
}

} // namespace gatehouse::contract
