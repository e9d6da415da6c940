// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/style_sheet.h"
#include "ui/theme/svg_icon.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>

// The icons lie in a static library, which nothing else would pull in. A macro for the global namespace.
static void takeIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace gatehouse::ui {
namespace {

QPalette paletteOf(const Tokens& tokens) {
    QPalette palette;
    palette.setColor(QPalette::Window, tokens.window);
    palette.setColor(QPalette::WindowText, tokens.text);
    palette.setColor(QPalette::Base, tokens.base);
    palette.setColor(QPalette::AlternateBase, tokens.alternate);
    palette.setColor(QPalette::Text, tokens.text);
    palette.setColor(QPalette::PlaceholderText, tokens.placeholder);
    palette.setColor(QPalette::Button, tokens.window);
    palette.setColor(QPalette::ButtonText, tokens.text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, tokens.accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, tokens.link);
    palette.setColor(QPalette::LinkVisited, tokens.link);
    palette.setColor(QPalette::ToolTipBase, tokens.base);
    palette.setColor(QPalette::ToolTipText, tokens.text);
    palette.setColor(QPalette::Mid, tokens.divider);
    palette.setColor(QPalette::Dark, tokens.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tokens.placeholder);
    return palette;
}

} // namespace

Theme::Theme(QApplication& application) : m_application(application) {
    takeIcons();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    apply();
}

void Theme::setAppearance(Appearance appearance) {
    m_appearance = appearance;
    apply();
}

void Theme::setSystemDark(bool dark) {
    if (m_systemDark == dark)
        return;
    m_systemDark = dark;
    if (m_appearance == Appearance::System)
        apply();
}

bool Theme::isDark() const {
    return m_appearance == Appearance::Dark || (m_appearance == Appearance::System && m_systemDark);
}

QColor Theme::color(Tone tone) const {
    const auto& t = tokens();
    switch (tone) {
    case Tone::Text:
        return t.text;
    case Tone::Secondary:
        return t.secondary;
    case Tone::Accent:
        return t.link;
    case Tone::OnAccent:
        return Qt::white;
    case Tone::Success:
        return t.success;
    case Tone::Warning:
        return t.warning;
    case Tone::Error:
        return t.error;
    case Tone::Info:
        return t.info;
    }
    return t.text;
}

QIcon Theme::icon(const QString& name, Tone tone) const {
    return QIcon(new SvgIcon(*this, name, tone));
}

QFont Theme::font(int points, QFont::Weight weight) const {
    QFont font = QApplication::font();
    font.setPointSize(points);
    font.setWeight(weight);
    return font;
}

QFont Theme::fixedFont() const {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSize(type::body);
    return font;
}

void Theme::apply() {
    QApplication::setPalette(paletteOf(tokens()));
    m_application.setStyleSheet(styleSheetOf(tokens()));
    Q_EMIT changed();
}

} // namespace gatehouse::ui
