// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/json_balance.h"

#include <deque>
#include <string>

namespace gatehouse::dialects {

// For dialects whose blocks follow one another, while parts may be open together: what belongs to a later part waits
// until the block before has ended. A call that was never closed ends with its last brace, so that calls in a row come
// without delay. A call's signature (Gemini) goes before it, as a block of thoughts that clients send back.
class SerialBlockWriter : public StreamWriter {
protected:
    // A part that has begun and whose block has not ended.
    struct Pending {
        int part = 0;
        PartContent content;
        std::deque<StreamEvent> held; // deltas that wait for their turn
        json::Balance input;
        bool begun = false;     // its block was opened
        bool stopped = false;   // no more of it will come
        bool filled = false;    // a delta was sent
        bool signedNow = false; // its signature was sent
        bool quoted = false;    // the text of a custom tool has begun as a JSON string
    };

    virtual void openBlock(Pending& pending, std::string& out) = 0;
    virtual void writeDelta(Pending& pending, const StreamEvent& event, std::string& out) = 0;
    virtual void closeBlock(Pending& pending, std::string& out) = 0;

    void beginPart(const PartStart& event, std::string& out);
    void addDelta(int part, const StreamEvent& event, std::string& out);
    void endPart(int part, std::string& out);
    void endAll(std::string& out);
    // A slice of a call's input as JSON text: free text of a custom tool comes as {"input": text}.
    static std::string inputSlice(Pending& pending, std::string_view text);

private:
    void advance(std::string& out);
    bool mayEnd(const Pending& pending) const;
    Pending* find(int part);

    std::deque<Pending> m_pending; // the front one's block is open
};

} // namespace gatehouse::dialects
