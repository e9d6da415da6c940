// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/responses/output_items.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::responses {

// What of the client's request an answer repeats, and which of its tools take free text.
class AskedFor {
public:
    AskedFor() = default;
    // "body": the request as it came; empty or unreadable: defaults.
    explicit AskedFor(std::string_view body);
    bool takesText(const std::string& tool) const { return m_textTools.contains(tool); }
    void write(json::Writer& out) const;

private:
    std::vector<std::pair<std::string, RawJson>> m_members;
    std::set<std::string> m_textTools;
};

enum class Status { InProgress, Completed, Incomplete, Failed };
struct Ending {
    Status status = Status::InProgress;
    std::string reason;         // of Incomplete
    std::optional<Error> error; // of Failed
};
Ending endingFor(StopReason stop, const std::string& word);

struct Envelope {
    std::string id;
    std::string model;
    std::int64_t created = 0;
    Ending ending;
    std::optional<Usage> usage;
};

// "resp_" and what the answer was called elsewhere.
std::string answerId(std::string_view id);
// Of the item at that place: "msg_…_0".
std::string itemId(OutputKind kind, std::string_view answer, std::size_t place);
// The whole response object; of one that has only begun without its items.
void writeEnvelope(const Envelope& envelope, const AskedFor& asked, const std::vector<OutputItem>& items,
                   json::Writer& out);
void writeUsage(const Usage& usage, json::Writer& out);

} // namespace gatehouse::dialects::responses
