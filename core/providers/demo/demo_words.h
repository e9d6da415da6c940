// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the demo provider understands of a text beside echoing it (docs/conformance.md). No state.
namespace gatehouse::providers::demo {

// "call NAME" as words of the text; of each "call NAME with {…}" the JSON object, minified, else "".
std::vector<std::string> callsAskedFor(std::string_view text, std::string_view name);
// "count to 300": "1 2 3 … 300", at most to 10,000.
std::optional<std::string> countAskedFor(std::string_view text);
// The answer shall come piece by piece with waits between: the word "slowly" behind "count to N".
bool asksForSlowness(std::string_view text);
// "17 times 23": "391".
std::optional<std::string> productAskedFor(std::string_view text);
// "fail with 503": that status, 400 to 599.
std::optional<int> failureAskedFor(std::string_view text);

// What an image shows as far as the demo provider sees: "a PNG image of 64 by 64 pixels, all red". "base64" may hold a
// media type that is not one.
std::string describeImage(std::string_view mediaType, std::string_view base64);

} // namespace gatehouse::providers::demo
