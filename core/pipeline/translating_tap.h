// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/tap.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

// A stream tap whose forwarded bytes are in another dialect: reader of the provider's, writer of the client's. So a
// relayed stream takes one way, translated or not.
class TranslatingTap final : public dialects::StreamTap {
public:
    TranslatingTap(const dialects::Codec& provider, const dialects::Codec& client,
                   dialects::StreamWriterOptions options);

    void feed(std::string_view bytes, std::string& out) override;
    dialects::StreamEnd finish(std::string& out) override;
    const dialects::AnswerFacts& facts() const override { return m_facts; }
    bool contentSeen() const override { return m_contentSeen; }
    std::string errorAtEnd(const Error& error, dialects::Dialect client, std::string_view requestId) const override;
    bool tellsEnd() const override { return m_reader->tellsEnd(); }

    // Keeps the text, so that another provider may go on where this one breaks off.
    void keepText() { m_keepsText = true; }
    // Nothing but text has reached the client, and not its end.
    bool canGoOn() const { return m_keepsText && m_onlyText && !m_text.empty(); }
    const std::string& textSoFar() const { return m_text; }
    // The provider said that it failed, and the client has not been told: somebody may go on.
    bool holdsError() const { return m_heldError; }
    // What comes from here on is the provider's that goes on: for the client it is the same answer, for facts() a new
    // one. The usage that the client is told is that of both.
    void goOn(const dialects::Codec& provider);

private:
    void pass(std::string& out);
    void note(const dialects::StreamEvent& event);
    void noteText(const dialects::StreamEvent& event);
    bool join(dialects::StreamEvent& event);

    std::unique_ptr<dialects::StreamReader> m_reader;
    std::unique_ptr<dialects::StreamWriter> m_writer;
    bool m_asArray;
    std::vector<dialects::StreamEvent> m_events;
    dialects::AnswerFacts m_facts;
    bool m_contentSeen = false;

    bool m_keepsText = false;
    bool m_onlyText = true;
    bool m_heldError = false;
    std::string m_text;
    int m_openText = -1; // the part that text goes into
    int m_nextPart = 0;
    bool m_joins = false;        // another provider goes on
    int m_offset = 0;            // of its parts
    std::map<int, int> m_joined; // its parts that are not simply counted on; -1: left out
    dialects::Usage m_usageBefore;
};

} // namespace gatehouse::pipeline
