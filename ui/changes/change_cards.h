// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QScrollArea>

class QVBoxLayout;

namespace gatehouse::ui {

// Changes as the admin API tells them, a card for each with what it does.
class ChangeCards : public QScrollArea {
    Q_OBJECT

public:
    explicit ChangeCards(const Theme& theme, QWidget* parent = nullptr);
    void show(const QJsonArray& changes);

private:
    const Theme& m_theme;
    QVBoxLayout* m_layout;
};

} // namespace gatehouse::ui
