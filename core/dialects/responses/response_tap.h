// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/responses/reading.h"
#include "core/dialects/sse_tap.h"

#include <string_view>

namespace gatehouse::dialects::responses {

// Events of the Responses API on their way to a client of the same dialect. Whole: an event that ends the response
// came (response.completed, .incomplete); after response.failed or error only the error counts.
class ResponseTap final : public SseTap {
private:
    // What one event tells, its members in any order.
    struct Told {
        std::string_view type;
        std::string_view response; // the object's text
        std::string_view error;    // the same
        ContentText delta;
    };

    Verdict readEvent(std::string_view type, std::string_view data) override;
    StreamEnd end() override;
    static bool read(Told& told, std::string_view data);
    void noteResponse(std::string_view text, bool last);
    void noteFault(std::string_view data);

    bool m_ended = false;
    ResponseReading m_reading; // of the event at hand
};

} // namespace gatehouse::dialects::responses
