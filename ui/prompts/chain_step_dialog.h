// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/form_dialog.h"

#include <QHash>
#include <QJsonObject>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

class MappingList;

// One step of a chain as a form. The dialog is "chainStepDialog".
class ChainStepDialog : public FormDialog {
    Q_OBJECT

public:
    struct Around {
        QStringList taken;                // ids of the other steps
        QStringList places;               // what there is to point to
        QHash<QString, QStringList> uses; // what can be called, by kind
    };
    ChainStepDialog(const Theme& theme, const QJsonObject& step, Around around, QWidget* parent);

Q_SIGNALS:
    void chosen(const QJsonObject& step);

private:
    void addFields();
    void addWhen();
    void fill(const QJsonObject& step);
    void fillWhen(const QJsonObject& when);
    void showKind();
    void showWhen();
    QString idFault() const;
    QString afterFault() const;
    QStringList after() const;
    QJsonObject when() const;
    QJsonObject step() const;

    const Around m_around;
    QJsonObject m_before; // what the form does not know stays
    QLineEdit* m_id;
    QComboBox* m_kind;
    QComboBox* m_use;
    MappingList* m_input;
    QComboBox* m_test;
    QComboBox* m_place;
    QLineEdit* m_wanted;
    QLineEdit* m_after;
    QLineEdit* m_timeout;
    QCheckBox* m_optional;
};

} // namespace gatehouse::ui
