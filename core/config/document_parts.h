// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/objects.h"
#include "core/contract/document_spec.h"
#include "core/contract/product_descriptions.h"

#include <string>
#include <string_view>

// The parts of a document that are treated alike, one by one.
namespace gatehouse::config {

// The lists of what is published and of who uses it: visit(Kind, list of specs with an id).
template <typename Document, typename Visit>
void forEachProductList(Document& document, Visit visit) {
    visit(Kind::Plan, document.plans);
    visit(Kind::Webhook, document.webhooks);
    visit(Kind::Prompt, document.prompts);
    visit(Kind::Chain, document.chains);
    visit(Kind::Api, document.apis);
    visit(Kind::Subscription, document.subscriptions);
    visit(Kind::User, document.users);
}

// What there is one object of: visit(Kind, optional spec).
template <typename Document, typename Visit>
void forEachSingle(Document& document, Visit visit) {
    visit(Kind::Records, document.records);
    visit(Kind::Organisation, document.organisation);
    visit(Kind::Cache, document.cache);
    visit(Kind::SignIn, document.signIn);
    visit(Kind::Notices, document.notices);
}

constexpr bool isProduct(Kind kind) {
    return kind == Kind::Plan || kind == Kind::Webhook || kind == Kind::Prompt || kind == Kind::Chain ||
           kind == Kind::Api || kind == Kind::Subscription || kind == Kind::User;
}

} // namespace gatehouse::config
