// SPDX-License-Identifier: Apache-2.0
// Ordinary REST services.
#include "core/contract/describe.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::contract {
namespace {

ObjectDescription server() {
    Describer<ServiceServerSpec> it("ServiceServer", "A server of a group.");
    it.field("url", &ServiceServerSpec::url, urlType(), "Where it is.").required = true;
    it.field("weight", &ServiceServerSpec::weight, integerType(1, 1'000), "Its share beside the others'.");
    return it.finish();
}

ObjectDescription group() {
    Describer<ServiceGroupSpec> it("ServiceGroup", "Servers that do the same work.");
    it.field("id", &ServiceGroupSpec::id, idType("a group's id"), "Unique in its service.").required = true;
    it.field("servers", &ServiceGroupSpec::servers, listType(objectType<ServiceServerSpec>(), 1, 100), "Its servers.")
        .required = true;
    return it.finish();
}

ObjectDescription service() {
    Describer<ServiceSpec> it("Service", "An ordinary REST service behind a published API. See docs/services.md.");
    it.field("groups", &ServiceSpec::groups, listType(objectType<ServiceGroupSpec>(), 1, 20), "Where calls go.")
        .required = true;
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<ServiceServerSpec>() {
    static const auto description = server();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceGroupSpec>() {
    static const auto description = group();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServiceSpec>() {
    static const auto description = service();
    return description;
}

} // namespace gatehouse::contract
