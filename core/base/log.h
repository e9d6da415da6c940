// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>

namespace gatehouse {

class Secret;

enum class LogLevel { Debug, Info, Warning, Error, Off };

// One named value of a log line. Built from text, numbers and flags; never from a Secret (that does not compile).
class LogField {
public:
    LogField(std::string_view name, std::string_view value) : m_name(name), m_text(value) {}
    LogField(std::string_view name, const char* value) : m_name(name), m_text(value) {}
    LogField(std::string_view name, const std::string& value) : m_name(name), m_text(value) {}
    template <typename Number>
    requires std::is_arithmetic_v<Number> LogField(std::string_view name, Number value)
        : m_name(name), m_text(std::to_string(value)) {}
    LogField(std::string_view name, const Secret& value) = delete;

    std::string_view name() const { return m_name; }
    const std::string& text() const { return m_text; }

private:
    std::string_view m_name;
    std::string m_text;
};

// Writes lines "time level event name=value …" to standard error. "event" is a fixed text that names what happened
// ("config.applied"); everything variable is a field, escaped so that control bytes and line ends cannot forge
// lines. Thread-safe; one write() per line. Not for the hot path: a served call writes no line.
class Log {
public:
    explicit Log(LogLevel level) : m_level(level) {}
    virtual ~Log() = default;

    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Debug, event, fields);
    }
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::Error, event, fields);
    }
    bool enabled(LogLevel level) const { return level >= m_level; }

protected:
    virtual void line(std::string_view text);

private:
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);
    LogLevel m_level;
};

} // namespace gatehouse
