// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>

class QApplication;

namespace gatehouse::ui {

enum class Appearance { System, Light, Dark };

// The look of the whole program: Fusion with the design's tokens, switched live. UI thread; made once in main and
// handed to what paints by itself.
class Theme : public QObject {
    Q_OBJECT

public:
    // A colour by what it says.
    enum class Tone { Text, Secondary, Accent, OnAccent, Success, Warning, Error, Info };

    explicit Theme(QApplication& application);

    void setAppearance(Appearance appearance);
    // What the desktop prefers; counts while the appearance is System.
    void setSystemDark(bool dark);
    Appearance appearance() const { return m_appearance; }
    bool isDark() const;
    const Tokens& tokens() const { return isDark() ? darkTokens() : lightTokens(); }
    QColor color(Tone tone) const;

    // An icon of resources/icons by its name. It follows the theme by itself; selected items get white ones.
    QIcon icon(const QString& name, Tone tone = Tone::Text) const;
    QFont font(int points, QFont::Weight weight = QFont::Normal) const;
    QFont fixedFont() const;

Q_SIGNALS:
    void changed();

private:
    void apply();

    QApplication& m_application;
    Appearance m_appearance = Appearance::System;
    bool m_systemDark = false;
};

} // namespace gatehouse::ui
