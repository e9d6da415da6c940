// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/change_desk.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace gatehouse::ui {

// All changes that wait for a protected gateway, each with what it does. Its buttons are "applyChanges", "discardAll"
// and for each change "discard_0" … Shown with open(), deletes itself.
class ReviewDialog : public QDialog {
    Q_OBJECT

public:
    ReviewDialog(const Theme& theme, ChangeDesk& desk, const QString& gateway, QWidget* parent);

private:
    void showChanges();
    QWidget* makeCard(int index);
    void apply();

    const Theme& m_theme;
    ChangeDesk& m_desk;
    QVBoxLayout* m_cards;
    QLabel* m_outcome;
    QPushButton* m_discardAll;
    QPushButton* m_apply;
};

} // namespace gatehouse::ui
