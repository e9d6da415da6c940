// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

namespace gatehouse::prompts {

// RFC 9535 without what searches or computes: the root $, names (.name, ['name'], ["name"]), indexes ([0], [-1]) and
// wildcards (.*, [*]). No descendants (..), slices, unions or filters. Immutable once read; any thread.
class JsonPath {
public:
    // A broken one is a sentence.
    static tl::expected<JsonPath, std::string> parse(std::string_view text);

    // What it selects, in the order of the value; at most "most".
    std::vector<const boost::json::value*> select(const boost::json::value& value, std::size_t most = 10'000) const;

private:
    struct Any {};
    using Segment = std::variant<std::string, std::int64_t, Any>;
    std::vector<Segment> m_segments;
    friend class JsonPathReader;
};

} // namespace gatehouse::prompts
