// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/tap.h"

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

private:
    void pass(std::string& out);
    void note(const dialects::StreamEvent& event);

    std::unique_ptr<dialects::StreamReader> m_reader;
    std::unique_ptr<dialects::StreamWriter> m_writer;
    bool m_asArray;
    std::vector<dialects::StreamEvent> m_events;
    dialects::AnswerFacts m_facts;
    bool m_contentSeen = false;
};

} // namespace gatehouse::pipeline
