// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/mapping/pointer.h"
#include "core/dialects/mapping/template.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How chats become requests of a provider that speaks no dialect, and its answers chats again: data that an operator
// writes (configuration, providers[].mapping), or that comes with the product. Immutable; any thread.
namespace gatehouse::dialects {

// As it is written; what is absent is left as it is in the mapping that it changes.
struct MappingPlaces {
    std::optional<std::string> text;
    std::optional<std::string> toolCalls;
    std::optional<std::string> finish;
    std::optional<std::string> inputTokens;
    std::optional<std::string> outputTokens;
    std::optional<std::string> error;
    std::optional<std::string> skip; // of a stream
};
struct MappingSource {
    std::optional<std::string> path;
    std::optional<std::string> streamPath;
    std::optional<std::string> request;
    MappingPlaces answer;
    std::optional<std::string> framing; // "none", "sse", "lines"
    std::optional<std::string> end;
    MappingPlaces stream; // without toolCalls
};

class Mapping {
public:
    // Where the parts of an answer, or of an event, stand; nothing: nowhere.
    struct Places {
        std::optional<mapping::Pointer> text;
        std::optional<mapping::Pointer> toolCalls;
        std::optional<mapping::Pointer> finish;
        std::optional<mapping::Pointer> inputTokens;
        std::optional<mapping::Pointer> outputTokens;
        std::optional<mapping::Pointer> error;
        std::optional<mapping::Pointer> skip;
    };
    enum class Framing { None, Sse, Lines };

    // The mapping of the product named "use" (empty: none) with changes. "enveloped": its streams come in frames of
    // AWS's event stream (SageMaker's PayloadPart). Errors: Invalid invalid_mapping whose field is that of the
    // configuration ("request", "answer.text", "use").
    static Result<std::shared_ptr<const Mapping>> make(std::string_view use, const MappingSource& changes,
                                                       bool enveloped = false);
    // Names of those of the product.
    static std::vector<std::string_view> names();

    const std::string& path() const { return m_path; }             // behind the base URL; empty: the form says
    const std::string& streamPath() const { return m_streamPath; } // empty: the same
    const mapping::Template& request() const { return m_request; }
    const Places& answer() const { return m_answer; }
    const Places& stream() const { return m_stream; }
    Framing framing() const { return m_framing; }
    bool streams() const { return m_framing != Framing::None; }
    bool enveloped() const { return m_enveloped; }
    const std::string& end() const { return m_end; }

private:
    explicit Mapping(mapping::Template request) : m_request(std::move(request)) {}

    std::string m_path;
    std::string m_streamPath;
    mapping::Template m_request;
    Places m_answer;
    Places m_stream;
    Framing m_framing = Framing::None;
    std::string m_end;
    bool m_enveloped = false;
};

} // namespace gatehouse::dialects
