// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace gatehouse::ui {

// A language that can be read but is 40 % longer and marked at both ends, so that a text that was not given to tr(),
// and one that does not fit when it grows, show.
class PseudoTranslator : public QTranslator {
public:
    static constexpr QChar mark = QChar(0x27E6); // ⟦

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override {
        if (QByteArray(context).startsWith('Q')) // Qt's own
            return {};
        const QString text = QString::fromUtf8(source);
        const auto grown = static_cast<int>(text.size() * 4 / 10);
        return QString(mark + text + QString(grown, QChar(u'·')) + QChar(0x27E7));
    }
};

} // namespace gatehouse::ui
