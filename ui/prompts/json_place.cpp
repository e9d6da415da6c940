// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/json_place.h"

#include <QJsonDocument>
#include <QStringList>

namespace gatehouse::ui {
namespace {

// "steps[0].use" as "steps", "0", "use".
QStringList partsOf(QString field) {
    field.replace(u'[', u'.').remove(u']');
    return field.split(u'.', Qt::SkipEmptyParts);
}

// Walks a text that is known to be JSON.
class Walk {
public:
    explicit Walk(const QByteArray& json) : m_json(json) { skipSpace(); }

    int at() const { return m_at; }

    // Into a member or an element; false where there is none: then it stands where it was.
    bool enter(const QString& part) {
        const int before = m_at;
        const bool isObject = here() == '{';
        if (!isObject && here() != '[')
            return false;
        ++m_at;
        skipSpace();
        for (int i = 0; here() != '}' && here() != ']' && m_at < m_json.size(); ++i) {
            const int begin = m_at;
            bool found = QString::number(i) == part;
            if (isObject) {
                skipValue();
                const auto key = m_json.mid(begin + 1, m_at - begin - 2);
                found = QString::fromUtf8(key) == part;
                skipSpace();
                ++m_at; // the colon
                skipSpace();
            }
            if (found)
                return true;
            skipValue();
            skipSpace();
            if (here() == ',')
                ++m_at;
            skipSpace();
        }
        m_at = before;
        return false;
    }

private:
    char here() const { return m_at < m_json.size() ? m_json[m_at] : '\0'; }
    void skipSpace() {
        while (m_at < m_json.size() && QByteArrayView(" \t\r\n").contains(m_json[m_at]))
            ++m_at;
    }
    void skipText() {
        for (++m_at; m_at < m_json.size() && m_json[m_at] != '"'; ++m_at) {
            if (m_json[m_at] == '\\')
                ++m_at;
        }
        ++m_at;
    }
    void skipValue() {
        int depth = 0;
        do {
            const char c = here();
            if (c == '"') {
                skipText();
                continue;
            }
            if (c == '{' || c == '[')
                ++depth;
            else if (c == '}' || c == ']')
                --depth;
            else if (depth == 0 && (c == ',' || QByteArrayView(" \t\r\n").contains(c)))
                return;
            ++m_at;
        } while (m_at < m_json.size() &&
                 (depth > 0 || (here() != ',' && here() != '}' && here() != ']' && here() != ':')));
    }

    const QByteArray& m_json;
    int m_at = 0;
};

} // namespace

int placeOfField(const QByteArray& json, const QString& field) {
    const auto parts = partsOf(field);
    if (parts.isEmpty() || QJsonDocument::fromJson(json).isNull())
        return -1;
    Walk walk(json);
    for (const auto& part : parts) {
        if (!walk.enter(part))
            break;
    }
    return walk.at();
}

} // namespace gatehouse::ui
