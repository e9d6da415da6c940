// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

// What steps say to those whom they call, and what the chain sees of the answers. Pure functions.
namespace gatehouse::chains {

// A request of OpenAI's chat completions of a model step's input: "messages", or "system" and "prompt" as texts; what
// else there is goes along as it is (max_tokens …). Errors: Invalid, chain_input_invalid.
Result<std::string> chatRequest(std::string_view model, const boost::json::object& input);
// {"text"}, with "json" where the text is an object or a list.
boost::json::object chatOutput(std::string_view text);
// Of a prompt with a schema: its JSON; what is no object stands in "value".
boost::json::value promptOutput(boost::json::value answer);

// A request of KServe v2 infer (github.com/kserve/open-inference-protocol): a tensor for each input. Texts are BYTES,
// flags BOOL, whole numbers INT64, others FP32; lists may stand in lists, all of one length and sort. An object with
// datatype, shape and data is a tensor as it stands. Errors: Invalid, chain_input_invalid.
Result<std::string> inferRequest(const boost::json::object& input);
// {"NAME": data …}: the outputs' data by their names, as lists without their shapes.
Result<boost::json::object> inferOutput(std::string_view answer);

// Of a published API: JSON as it is (what is no object stands in "value"), anything else as {"text"}.
boost::json::value apiOutput(std::string_view contentType, std::string_view answer);

} // namespace gatehouse::chains
