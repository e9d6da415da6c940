// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// The schemas of the configuration objects, from their descriptions. For each kind: as it is answered ("Provider"), in
// pages ("ProviderList"), as POST takes it ("ProviderInput"), as PUT does ("ProviderPut": the address names it) and as
// PATCH does ("ProviderPatch"); for new keys "KeyNew" and "KeyMade"; and the file as a whole ("Configuration").
void addResourceSchemas(boost::json::object& out);

// What is told about providers beside their configuration.
void addProviderSchemas(boost::json::object& out);

// What goes on at the providers now.
void addTrafficSchemas(boost::json::object& out);

// Runs of the self-test.
void addConformanceSchemas(boost::json::object& out);

} // namespace gatehouse::admin
