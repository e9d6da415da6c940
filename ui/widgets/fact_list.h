// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QFormLayout;
class QLabel;

namespace gatehouse::ui {

// What is known of one thing: names and values beneath each other. Values are plain text, whoever wrote them; they wrap
// and can be selected.
class FactList : public QWidget {
    Q_OBJECT

public:
    explicit FactList(QWidget* parent = nullptr);
    void clear();
    void add(const QString& name, const QString& value); // an empty value is left out
    void addSection(const QString& title);

private:
    QFormLayout* m_layout;
};

// A label that shows text as it is, wrapped, in one of the style sheet's roles.
QLabel* plainLabel(const QString& text, const char* role = "", const char* name = "");

} // namespace gatehouse::ui
