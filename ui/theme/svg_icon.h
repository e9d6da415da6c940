// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QIconEngine>
#include <QPointer>

namespace gatehouse::ui {

// Draws an outline icon in the colour that the theme gives it at that moment.
class SvgIcon final : public QIconEngine {
public:
    SvgIcon(const Theme& theme, QString name, Theme::Tone tone);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine* clone() const override;

private:
    QColor colorFor(QIcon::Mode mode) const;

    const Theme* m_theme;
    QString m_name;
    QByteArray m_source; // with "currentColor" where the stroke's colour goes
    Theme::Tone m_tone;
};

} // namespace gatehouse::ui
