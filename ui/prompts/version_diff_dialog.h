// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/line_difference.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QJsonArray>
#include <QJsonObject>

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace gatehouse::ui {

// Two versions of a prompt or a chain side by side. What differs bears a sign before its line and a colour behind it.
// Shown with open(), deletes itself; it is "versionDiffDialog".
class VersionDiffDialog : public QDialog {
    Q_OBJECT

public:
    struct Whose {
        QString id;
        QString (*text)(const QJsonObject& version);
    };
    // versions: as the prompt has them; "draft" (empty: none) is what is being written, and stands behind them.
    VersionDiffDialog(const Theme& theme, const Whose& whose, const QJsonArray& versions, const QJsonObject& draft,
                      int left, int right, QWidget* parent);

    static constexpr int draftNumber = 0;

private:
    void compare();
    void put(QPlainTextEdit& edit, bool left);
    QJsonObject chosen(const QComboBox& box) const;
    void step(int by); // to the next difference

    const Theme& m_theme;
    const Whose m_whose;
    QJsonArray m_versions;
    QJsonObject m_draft;
    QVector<LinePair> m_pairs;
    QComboBox* m_left;
    QComboBox* m_right;
    QPlainTextEdit* m_leftText;
    QPlainTextEdit* m_rightText;
    QLabel* m_count;
};

} // namespace gatehouse::ui
