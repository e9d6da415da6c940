// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>
#include <functional>

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
    // Names that may stand behind "provider:" and the like, by the resource that has them ("providers").
    void setNames(std::function<QStringList(const QString& resource)> names) { m_names = std::move(names); }

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
    std::function<QStringList(const QString&)> m_names;
};

} // namespace gatehouse::ui
