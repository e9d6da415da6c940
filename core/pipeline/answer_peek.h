// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/tap.h"

#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// Looks at an answer that passes through unchanged, for what it tells of usage: JSON up to a bound, events as they
// come. Learns nothing from anything else, and never fails.
class AnswerPeek {
public:
    AnswerPeek(dialects::Dialect dialect, dialects::Operation operation, std::string_view contentType);
    void feed(std::string_view bytes);
    dialects::AnswerFacts finish();

private:
    enum class Form { Opaque, Json, Events };
    const dialects::Dialect m_dialect;
    const dialects::Operation m_operation;
    Form m_form = Form::Opaque;
    std::string m_json;
    std::unique_ptr<dialects::StreamTap> m_tap;
    std::string m_forwarded; // of the tap; nobody wants it
};

bool isEventStream(std::string_view contentType);
bool isJson(std::string_view contentType);

} // namespace gatehouse::pipeline
