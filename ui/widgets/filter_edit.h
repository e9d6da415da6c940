// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

class QCompleter;
class QStringListModel;

namespace gatehouse::ui {

// The log's filter in its grammar, for every view that takes it: completed as it is typed, its border green or red, the
// reason as a tool tip. Emits what holds only.
class FilterEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterEdit(QWidget* parent = nullptr);
    void setFilter(const QString& filter); // at once
    void addTerm(const QString& term);
    QString fault() const { return m_fault; }

Q_SIGNALS:
    void filterChanged(const QString& filter);
    void faultChanged(const QString& fault); // empty: the text is right

private:
    void check();
    void complete();

    QTimer m_pause; // since the last key
    QCompleter* m_completer;
    QStringListModel* m_proposals;
    QString m_fault;
};

} // namespace gatehouse::ui
