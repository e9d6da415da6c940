// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/masked_events.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>
#include <vector>

namespace gatehouse::telemetry {
namespace {

namespace json = boost::json;

// Members that are the same in every event, or names: nothing is spelled out in them.
constexpr std::array<std::string_view, 11> steady{"id",
                                                  "object",
                                                  "model",
                                                  "type",
                                                  "role",
                                                  "event_id",
                                                  "name",
                                                  "finish_reason",
                                                  "stop_reason",
                                                  "item_id",
                                                  "system_fingerprint"};

struct Line {
    std::string_view raw;
    json::value value; // of a "data:" line that holds JSON
    bool parsed = false;
    bool changed = false;
};

struct Piece {
    Line* line = nullptr;
    json::string* text = nullptr;
    std::size_t begin = 0; // in the whole
};

struct Whole {
    std::string text;
    std::vector<Piece> pieces;
};

class Events {
public:
    explicit Events(std::string_view stream) {
        while (!stream.empty()) {
            const auto end = std::min(stream.find('\n'), stream.size());
            m_lines.push_back({stream.substr(0, end), {}});
            m_endsWithLine = end < stream.size();
            stream.remove_prefix(std::min(end + 1, stream.size()));
        }
        for (auto& line : m_lines)
            parse(line);
        for (auto& line : m_lines) {
            if (line.parsed)
                walk(line, line.value, {});
        }
    }

    Result<void> mask(const Masker& masker, std::size_t& places) {
        for (auto& [path, whole] : m_wholes) {
            if (whole.pieces.size() < 2)
                continue; // the search through the text as it is finds that too
            const auto spans = masker.find(whole.text);
            if (!spans)
                return tl::unexpected(spans.error());
            places += spans->size();
            for (auto span = spans->rbegin(); span != spans->rend(); ++span)
                take(whole, *span);
        }
        return {};
    }

    std::string text() const {
        std::string out;
        for (const auto& line : m_lines) {
            if (line.changed)
                out.append("data: ").append(json::serialize(line.value));
            else
                out.append(line.raw);
            out += '\n';
        }
        if (!out.empty() && !m_endsWithLine)
            out.pop_back();
        return out;
    }

private:
    static void parse(Line& line) {
        constexpr std::string_view field = "data:";
        if (!line.raw.starts_with(field))
            return;
        json::error_code error;
        auto data = line.raw.substr(field.size());
        while (data.ends_with('\r'))
            data.remove_suffix(1);
        line.value = json::parse({data.data(), data.size()}, error);
        line.parsed = !error && line.value.is_structured();
    }

    // "path" names the place, the numbers of choices and blocks included.
    void walk(Line& line, json::value& value, const std::string& path) {
        if (auto* object = value.if_object()) {
            std::string here = path;
            if (const auto* index = object->if_contains("index"); index != nullptr && index->is_int64())
                here += '#' + std::to_string(index->get_int64());
            for (auto& member : *object) {
                const std::string_view name(member.key().data(), member.key().size());
                if (std::find(steady.begin(), steady.end(), name) == steady.end())
                    walk(line, member.value(), here + '/' + std::string(name));
            }
        } else if (auto* array = value.if_array()) {
            for (auto& element : *array)
                walk(line, element, path + "[]");
        } else if (auto* text = value.if_string()) {
            auto& whole = m_wholes[path];
            whole.pieces.push_back({&line, text, whole.text.size()});
            whole.text.append(text->data(), text->size());
        }
    }

    // From the last span to the first, so that the places before stay where they were.
    static void take(Whole& whole, const MaskSpan& span) {
        std::string mask;
        appendMask(mask, span.what);
        for (std::size_t i = 0; i < whole.pieces.size(); ++i) {
            auto& piece = whole.pieces[i];
            const auto pieceEnd = i + 1 < whole.pieces.size() ? whole.pieces[i + 1].begin : whole.text.size();
            const auto begin = std::max(span.begin, piece.begin);
            const auto end = std::min(span.end, pieceEnd);
            if (begin >= end)
                continue;
            piece.text->replace(begin - piece.begin, end - begin, mask);
            mask.clear(); // the rest of it only goes
            piece.line->changed = true;
        }
    }

    std::vector<Line> m_lines;
    bool m_endsWithLine = false;
    std::map<std::string, Whole> m_wholes;
};

} // namespace

Result<std::string> maskedEvents(std::string_view stream, const Masker& masker, std::size_t& places) {
    Events events(stream);
    if (auto done = events.mask(masker, places); !done)
        return tl::unexpected(done.error());
    return events.text();
}

} // namespace gatehouse::telemetry
