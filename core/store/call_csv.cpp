// SPDX-License-Identifier: Apache-2.0
#include "core/store/call_csv.h"

#include "core/base/text.h"
#include "core/telemetry/call_json.h"
#include "core/telemetry/json_writer.h"

namespace gatehouse::store {
namespace {

class Line {
public:
    explicit Line(std::string& out) : m_out(out) {}
    Line& text(std::string_view value) {
        part();
        appendCsvCell(m_out, telemetry::mendedUtf8(value));
        return *this;
    }
    Line& number(std::int64_t value) {
        part();
        m_out += std::to_string(value);
        return *this;
    }
    Line& milliseconds(std::int64_t micros) {
        part();
        if (micros > 0)
            m_out += telemetry::millisecondsText(micros);
        return *this;
    }
    Line& flag(bool value) {
        part();
        m_out += value ? "true" : "false";
        return *this;
    }
    void end() { m_out += "\r\n"; }

private:
    void part() {
        if (!m_first)
            m_out += ',';
        m_first = false;
    }
    std::string& m_out;
    bool m_first = true;
};

} // namespace

void appendCsvCell(std::string& out, std::string_view value) {
    const bool formula = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos;
    if (!formula && value.find_first_of("\",\r\n\t") == std::string_view::npos) {
        out += value;
        return;
    }
    out += formula ? "\"'" : "\"";
    for (const char c : value) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

std::string csvHead() {
    return "id,started_at,status,outcome,error,error_class,dialect,operation,model_asked,model,provider,route,team,app,"
           "key,streamed,duration_ms,first_byte_ms,input_tokens,cached_input_tokens,cache_write_tokens,output_tokens,"
           "reasoning_tokens,tokens_estimated,cost,pretend,attempts,losses,cache,client,address,tags,session,"
           "provider_request_id,bytes_in,bytes_out,api,prompt\r\n";
}

void appendCsv(std::string& out, const StoredCall& call) {
    const auto& record = call.record;
    Line line(out);
    line.text(record.id).text(formatTime(record.startedAt)).number(record.status).text(nameOf(record.outcome));
    line.text(record.errorCode).text(nameOf(record.errorClass)).text(record.dialect).text(record.operation);
    line.text(record.modelAsked).text(record.modelServed).text(record.provider).text(record.route).text(record.team);
    line.text(record.app).text(record.key).flag(record.streamed).milliseconds(record.totalMicros);
    line.milliseconds(record.firstByteMicros).number(record.tokens.input).number(record.tokens.cachedInput);
    line.number(record.tokens.cacheWrite).number(record.tokens.output).number(record.tokens.reasoning);
    line.flag(record.tokens.estimated).text(record.cost ? record.cost->toString() : std::string());
    line.flag(record.pretend).number(record.attempts).number(call.losses).text(record.cache).text(record.client);
    line.text(record.address).text(record.tags).text(record.session).text(record.providerRequestId);
    line.number(record.bytesIn).number(record.bytesOut).text(record.api).text(record.prompt).end();
}

} // namespace gatehouse::store
