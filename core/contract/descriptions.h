// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/contract/fault.h"
#include "core/contract/kind.h"
#include "core/contract/reader.h"
#include "core/contract/resources.h"
#include "core/contract/type.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

// The one description of each resource, and what is derived from it at once: reading and writing. Schema and reference:
// schema.h, reference.h. Built at first use, then immutable; any thread.
namespace gatehouse::contract {

// Defined for ProviderSpec, HeaderSpec, MappingSpec, MappingAnswerSpec, MappingStreamSpec, PriceSpec, ProviderTlsSpec,
// NetworkSpec, TimeoutsSpec, RouteSpec, TargetSpec, RetrySpec, those of routing_specs.h, capacity_specs.h and
// resilience_specs.h, TeamSpec, AppSpec, KeyDetailsSpec, KeySpec, LimitsSpec, BudgetSpec, BudgetRuleSpec,
// OrganisationSpec, RecordsSpec, KeepSpec, CacheSpec, RouteCacheSpec, StoreSpec, ClusterSpec, TlsSpec,
// ServerLimitsSpec and ServerSpec; of what is published: product_descriptions.h.
template <typename T>
const ObjectDescription& descriptionOf();
template <>
const ObjectDescription& descriptionOf<ProviderSpec>();
template <>
const ObjectDescription& descriptionOf<CredentialsSpec>();
template <>
const ObjectDescription& descriptionOf<PriceSpec>();
template <>
const ObjectDescription& descriptionOf<HeaderSpec>();
template <>
const ObjectDescription& descriptionOf<MappingSpec>();
template <>
const ObjectDescription& descriptionOf<MappingAnswerSpec>();
template <>
const ObjectDescription& descriptionOf<MappingStreamSpec>();
template <>
const ObjectDescription& descriptionOf<TimeoutsSpec>();
template <>
const ObjectDescription& descriptionOf<QueueSpec>();
template <>
const ObjectDescription& descriptionOf<HealthSpec>();
template <>
const ObjectDescription& descriptionOf<RouteSpec>();
template <>
const ObjectDescription& descriptionOf<TargetSpec>();
template <>
const ObjectDescription& descriptionOf<TimeWindowSpec>();
template <>
const ObjectDescription& descriptionOf<WhenSpec>();
template <>
const ObjectDescription& descriptionOf<RuleSpec>();
template <>
const ObjectDescription& descriptionOf<CanaryStepSpec>();
template <>
const ObjectDescription& descriptionOf<RollBackSpec>();
template <>
const ObjectDescription& descriptionOf<CanarySpec>();
template <>
const ObjectDescription& descriptionOf<ShareSpec>();
template <>
const ObjectDescription& descriptionOf<ExperimentSpec>();
template <>
const ObjectDescription& descriptionOf<ShadowSpec>();
template <>
const ObjectDescription& descriptionOf<RetrySpec>();
template <>
const ObjectDescription& descriptionOf<BreakerSpec>();
template <>
const ObjectDescription& descriptionOf<FallbackSpec>();
template <>
const ObjectDescription& descriptionOf<HedgeSpec>();
template <>
const ObjectDescription& descriptionOf<RouteTimeoutsSpec>();
template <>
const ObjectDescription& descriptionOf<TeamSpec>();
template <>
const ObjectDescription& descriptionOf<AppSpec>();
template <>
const ObjectDescription& descriptionOf<KeyDetailsSpec>();
template <>
const ObjectDescription& descriptionOf<KeySpec>();
template <>
const ObjectDescription& descriptionOf<LimitsSpec>();
template <>
const ObjectDescription& descriptionOf<BudgetSpec>();
template <>
const ObjectDescription& descriptionOf<BudgetForSpec>();
template <>
const ObjectDescription& descriptionOf<BudgetRaiseSpec>();
template <>
const ObjectDescription& descriptionOf<BudgetRuleSpec>();
template <>
const ObjectDescription& descriptionOf<PriceTierSpec>();
template <>
const ObjectDescription& descriptionOf<RecordsSpec>();
template <>
const ObjectDescription& descriptionOf<CacheSpec>();
template <>
const ObjectDescription& descriptionOf<RouteCacheSpec>();
template <>
const ObjectDescription& descriptionOf<KeepSpec>();
template <>
const ObjectDescription& descriptionOf<OrganisationSpec>();
template <>
const ObjectDescription& descriptionOf<ProviderTlsSpec>();
template <>
const ObjectDescription& descriptionOf<NetworkSpec>();
template <>
const ObjectDescription& descriptionOf<StoreSpec>();
template <>
const ObjectDescription& descriptionOf<ClusterSpec>();
template <>
const ObjectDescription& descriptionOf<TlsSpec>();
template <>
const ObjectDescription& descriptionOf<ServerLimitsSpec>();
template <>
const ObjectDescription& descriptionOf<ServerSpec>();

const ObjectDescription& descriptionOf(Kind kind);

boost::json::object writeObject(const void* object, const ObjectDescription& description, Form form, Writing writing);
boost::json::value timeToJson(WallMicros time); // whole seconds without a fraction

// What is read into "into" keeps the values that it has where a field is absent.
template <typename T>
Faults readInto(T& into, const boost::json::value& value, Form form, const ScalarSource* source = nullptr) {
    Reader reader(form, source);
    reader.object(&into, descriptionOf<T>(), value, Path());
    return std::move(reader.faults());
}

template <typename T>
Checked<T> readSpec(const boost::json::value& value, Form form, const ScalarSource* source = nullptr) {
    T spec;
    auto faults = readInto(spec, value, form, source);
    if (!faults.empty())
        return tl::unexpected<Faults>(std::move(faults));
    return spec;
}

template <typename T>
boost::json::object writeSpec(const T& spec, Form form, Writing writing) {
    return writeObject(&spec, descriptionOf<T>(), form, writing);
}

// Rules that other rooms share.
bool isModelName(std::string_view text);       // 1 to 256 printable characters, no blank at either end
bool isSecretReference(std::string_view text); // env: file: keychain: vault: plain: with something behind
bool isGatewayKeyEntry(std::string_view text); // plain:VALUE or hash:ID:DIGEST
bool isHeaderName(std::string_view text);

} // namespace gatehouse::contract
