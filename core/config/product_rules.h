// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/change_way.h"
#include "core/config/objects.h"
#include "core/contract/document_spec.h"
#include "core/contract/fault.h"

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

// What descriptions cannot say of plans, webhooks, prompts, chains, APIs, subscriptions, users and their settings. Pure
// functions.
namespace gatehouse::config {

// What they are checked against.
struct ProductSurroundings {
    std::function<bool(Kind, const std::string&)> exists; // afterwards; the built-in provider too
    // Bodies as they will be, and as they stand; null: there is none.
    std::function<const boost::json::object*(Kind, const std::string&)> body;
    std::function<const boost::json::object*(Kind, const std::string&)> standing;
    ChangeWay way = ChangeWay::Body;
};

contract::Faults checkProduct(const contract::PlanSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::WebhookSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::PromptSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::ChainSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::ApiSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::SubscriptionSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::UserSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::SignInSpec&, const ProductSurroundings&, const contract::Path&);
contract::Faults checkProduct(const contract::NoticesSpec&, const ProductSurroundings&, const contract::Path&);

// A definition that is to be published: what its kind needs is there.
contract::Faults checkComplete(const contract::ApiSpec& api, const contract::ApiDefinitionSpec& definition,
                               const contract::Path& path);

// The objects that a body of one of these kinds names: they cannot go before it.
std::vector<std::pair<Kind, std::string>> productsNamedBy(Kind kind, const boost::json::object& body);

// "sentiment@production" as its two parts.
std::pair<std::string, std::string> pinnedParts(const std::string& pinned);

} // namespace gatehouse::config
