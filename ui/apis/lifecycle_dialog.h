// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <functional>

class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;

namespace gatehouse::ui {

class DifferenceTable;

// A step in the life of a version.
enum class LifeStep { Submit, Publish, SendBack, Deprecate, Retire, RollBack };

QString wordOf(LifeStep step); // as the admin API has it: "send_back"
// Whether a version in that state can take it.
bool isPossible(LifeStep step, const ApiRow& row);

// Leads a version on, with a note and with what its callers will notice: what differs from what is live, until when a
// deprecated version is there and what follows it. "done" is called with a sentence once the gateway has done it.
class LifecycleDialog : public FormDialog {
    Q_OBJECT

public:
    LifecycleDialog(Console& console, const ApiBook& book, const ApiRow& row, LifeStep step, QWidget* parent,
                    std::function<void()> done);

private:
    void makeDates();
    void makeReview();
    void showDifference(const QJsonObject& before, const QJsonObject& after);
    QJsonObject earlierRelease() const;
    QString sunsetFault() const;
    QString typedFault() const;
    void save();

    Console& m_console;
    const ApiBook& m_book;
    ApiRow m_row;
    LifeStep m_step;
    std::function<void()> m_done;
    QLineEdit* m_note = nullptr;
    QDateEdit* m_sunset = nullptr;
    QComboBox* m_successor = nullptr;
    QLineEdit* m_typed = nullptr;
    QLabel* m_reviewed = nullptr;
    DifferenceTable* m_review = nullptr;
};

} // namespace gatehouse::ui
