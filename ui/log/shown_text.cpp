// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/shown_text.h"

#include "ui/log/body_page.h"

#include <algorithm>

namespace gatehouse::ui {
namespace {

// Text beyond this is shown cut: a text widget lays all of it out on this thread.
constexpr qsizetype longestLine = 4'000;
constexpr qsizetype mostShown = qsizetype{1} << 20U;

// A text widget lays out a line at a time: one of a megabyte would hold the window. Longer ones are broken.
QString withoutLongLines(const QString& text) {
    QString out;
    out.reserve(text.size());
    for (qsizetype begin = 0; begin <= text.size();) {
        auto end = text.indexOf(u'\n', begin);
        if (end < 0)
            end = text.size();
        for (auto at = begin; at < end; at += longestLine) {
            if (at > begin)
                out += u'\n';
            out += QStringView(text).mid(at, std::min(longestLine, end - at));
        }
        if (end < text.size())
            out += u'\n';
        begin = end + 1;
    }
    return out;
}

} // namespace

QString shownText(const QString& body) {
    if (body.size() <= mostShown)
        return withoutLongLines(body);
    return QString(withoutLongLines(body.left(mostShown)) + QStringLiteral("\n\n") +
                   BodyPage::tr("Only the beginning is shown here; Export HAR holds all of it."));
}

} // namespace gatehouse::ui
