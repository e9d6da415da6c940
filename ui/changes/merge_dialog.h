// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/change_desk.h"
#include "ui/client/object_merge.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QButtonGroup;
class QGridLayout;
class QLabel;
class QPushButton;

namespace gatehouse::ui {

// Somebody else changed the same object: shows, for each field that either changed, both versions beside what both
// began with, and lets the person choose. Fields that only one side changed are chosen already. Its buttons are
// "mergeSave" and "mergeKeepTheirs"; the choices of field f are "mine_f" and "theirs_f". Shown with open(), deletes
// itself.
class MergeDialog : public QDialog {
    Q_OBJECT

public:
    MergeDialog(const Theme& theme, ChangeDesk& desk, Change mine, QJsonObject theirs, QByteArray theirEtag,
                QWidget* parent);

public Q_SLOTS:
    void accept() override; // sends what was chosen
    void reject() override; // gives the change up

private:
    QWidget* makeFields();
    void addField(QGridLayout* grid, const MergeField& field);
    void showPossible();
    QString sentence() const;
    QString verb() const;

    const Theme& m_theme;
    ChangeDesk& m_desk;
    Change m_mine;
    QJsonObject m_theirs;
    QByteArray m_theirEtag;
    QVector<MergeField> m_fields;
    QVector<QButtonGroup*> m_choices; // one for each field
    QLabel* m_open = nullptr;
    QPushButton* m_save = nullptr;
    bool m_settled = false;
};

} // namespace gatehouse::ui
