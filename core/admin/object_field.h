// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/fields.h"
#include "core/contract/reader.h"

namespace gatehouse::admin {

// The object of that name, which need not be there: then null. Anything else is a fault.
inline const boost::json::object* objectField(Fields& fields, std::string_view name) {
    const auto* value = fields.any(name);
    const contract::Path root;
    if (value != nullptr && !value->is_object())
        fields.faults().push_back(contract::makeFault(contract::FaultCode::WrongType, contract::Path(root, name),
                                                      "an object", contract::foundSort(*value)));
    return value != nullptr ? value->if_object() : nullptr;
}

} // namespace gatehouse::admin
