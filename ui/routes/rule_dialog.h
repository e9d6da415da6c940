// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonArray>
#include <QJsonObject>
#include <functional>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QSpinBox;
class QTimeEdit;

namespace gatehouse::ui {

class TargetList;

// One rule of a route: its conditions, all of which must be met, and where such calls go. Nothing is saved before the
// route is.
class RuleDialog : public FormDialog {
    Q_OBJECT

public:
    RuleDialog(Console& console, TargetList& targets, const QStringList& routes, const QJsonObject& rule,
               QWidget* parent, std::function<void(const QJsonObject&)> done);

private:
    void addConditions();
    void addPlace(const QStringList& routes);
    void addTime();
    void show(const QJsonObject& rule);
    QJsonObject whenValue() const;
    QJsonObject value() const;
    void showSentence();
    QString pairsFault(const QPlainTextEdit* edit) const;
    QString placeFault() const;

    TargetList& m_targets;
    const QJsonObject m_before;
    std::function<void(const QJsonObject&)> m_done;
    QLabel* m_sentence;
    QLineEdit* m_name;
    QLineEdit* m_teams;
    QLineEdit* m_apps;
    QLineEdit* m_tags;
    QPlainTextEdit* m_headers;
    QPlainTextEdit* m_metadata;
    QPlainTextEdit* m_body;
    QLineEdit* m_path;
    QSpinBox* m_above;
    QSpinBox* m_below;
    QCheckBox* m_timed;
    QTimeEdit* m_from;
    QTimeEdit* m_until;
    QList<QCheckBox*> m_days;
    QComboBox* m_zone;
    QComboBox* m_stream;
    QComboBox* m_kind;      // of the place: targets or a route
    QListWidget* m_choices; // targets, checked
    QComboBox* m_route;
};

} // namespace gatehouse::ui
