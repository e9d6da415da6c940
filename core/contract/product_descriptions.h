// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/descriptions.h"
#include "core/contract/document_spec.h"

// The descriptions of the file, and of what is published: apart from descriptions.h, which almost everything includes.
namespace gatehouse::contract {

template <>
const ObjectDescription& descriptionOf<Document>();
template <>
const ObjectDescription& descriptionOf<VariableSpec>();
template <>
const ObjectDescription& descriptionOf<PromptMessageSpec>();
template <>
const ObjectDescription& descriptionOf<PartialSpec>();
template <>
const ObjectDescription& descriptionOf<PromptParametersSpec>();
template <>
const ObjectDescription& descriptionOf<PromptResponseSpec>();
template <>
const ObjectDescription& descriptionOf<PromptVersionSpec>();
template <>
const ObjectDescription& descriptionOf<LabelSpec>();
template <>
const ObjectDescription& descriptionOf<CheckSpec>();
template <>
const ObjectDescription& descriptionOf<PromptTestSpec>();
template <>
const ObjectDescription& descriptionOf<PromptSpec>();
template <>
const ObjectDescription& descriptionOf<MappingSourceSpec>();
template <>
const ObjectDescription& descriptionOf<ChainWhenSpec>();
template <>
const ObjectDescription& descriptionOf<ChainStepSpec>();
template <>
const ObjectDescription& descriptionOf<ChainLimitsSpec>();
template <>
const ObjectDescription& descriptionOf<ChainVersionSpec>();
template <>
const ObjectDescription& descriptionOf<ChainSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceServerSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceGroupSpec>();
template <>
const ObjectDescription& descriptionOf<ServiceSpec>();
template <>
const ObjectDescription& descriptionOf<PlanPriceSpec>();
template <>
const ObjectDescription& descriptionOf<PlanSpec>();
template <>
const ObjectDescription& descriptionOf<SubscriptionSpec>();
template <>
const ObjectDescription& descriptionOf<ApiArmSpec>();
template <>
const ObjectDescription& descriptionOf<ApiExperimentSpec>();
template <>
const ObjectDescription& descriptionOf<ApiDefinitionSpec>();
template <>
const ObjectDescription& descriptionOf<ApiReleaseSpec>();
template <>
const ObjectDescription& descriptionOf<ApiVersionSpec>();
template <>
const ObjectDescription& descriptionOf<ApiSpec>();
template <>
const ObjectDescription& descriptionOf<GrantSpec>();
template <>
const ObjectDescription& descriptionOf<UserSpec>();
template <>
const ObjectDescription& descriptionOf<GroupGrantSpec>();
template <>
const ObjectDescription& descriptionOf<OidcSpec>();
template <>
const ObjectDescription& descriptionOf<SignInSpec>();
template <>
const ObjectDescription& descriptionOf<WebhookSpec>();
template <>
const ObjectDescription& descriptionOf<SmtpSpec>();
template <>
const ObjectDescription& descriptionOf<ApprovalNoticesSpec>();
template <>
const ObjectDescription& descriptionOf<NoticesSpec>();

} // namespace gatehouse::contract
