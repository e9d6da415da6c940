// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

class QFormLayout;
class QVBoxLayout;

namespace gatehouse::ui {

// A page of the inspector: names and values below each other, with room for more above. Foreign text is shown as it is,
// never as markup; it can be selected and copied.
class DetailPage : public QScrollArea {
    Q_OBJECT

public:
    explicit DetailPage(const char* name, QWidget* parent = nullptr);
    void addAbove(QWidget* widget);
    void clear();
    void addRow(const QString& name, const QString& value); // nothing where there is no value
    void addText(const QString& sentence, const char* role = nullptr);
    void addSection(const QString& title);
    void addWidget(QWidget* widget);

private:
    QVBoxLayout* m_above;
    QFormLayout* m_form;
};

} // namespace gatehouse::ui
