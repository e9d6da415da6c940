// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/descriptions.h"
#include "core/contract/service_specs.h"

// The parts of a service's description, for the two files that hold them.
namespace gatehouse::contract {

Type serviceHeaderType();
Type serviceMethodType();
Type serviceSizeType();

template <>
const ObjectDescription& descriptionOf<ServiceHealthSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceCredentialSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceTimeoutsSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceMatchSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceShareSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceRequestSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceResponseSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceCacheSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceRuleSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceCorsSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceValidationSpec>();

} // namespace gatehouse::contract
