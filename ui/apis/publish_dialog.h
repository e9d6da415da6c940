// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace gatehouse::ui {

class DifferenceTable;
class PublishSource;

// What the form begins with.
struct PublishStart {
    QString kind = QStringLiteral("prompt");
    QString used;    // "sentiment@3"
    QString api;     // an API that gets another version, or whose version is changed
    QString version; // of that API, which is changed; empty: a new one
};

// Publishes a prompt, a chain or models as an API: what, under which address, how it answers, who may call it, and what
// differs from what is live. Ends with a command that works. "publishOnly", beside Cancel, keeps it as a design.
class PublishDialog : public FormDialog {
    Q_OBJECT

public:
    PublishDialog(Console& console, const ApiBook& book, const PublishStart& start, QWidget* parent);

private:
    enum class Then { Publish, Keep, Review };

    void makeAddress();
    void makeAnswer();
    void makeAccess();
    void makeReview();
    void makeButtons();
    void begin(const PublishStart& start);
    void propose();
    void rename();
    void fillPlans();
    void fillTeams();
    void showReview();
    void showKind();
    QString idFault() const;
    QString versionFault() const;
    QJsonArray plans() const;
    QJsonObject standing() const; // the API of that name; empty: a new one
    QJsonObject versionNow() const;
    QJsonObject wanted() const;
    bool isNew(const QString& api, const QString& version) const;
    void run(Then then);
    void save();
    void saved(const QJsonObject& api, Then then);
    void lead(const QString& operation, const QString& api, const QString& version);
    void showCommand(const QString& api, const QString& version);
    static Problem ownProblem(Problem problem);

    Console& m_console;
    const ApiBook& m_book;
    PublishStart m_start;
    PublishSource* m_source = nullptr;
    QLineEdit* m_id = nullptr;
    QLineEdit* m_title = nullptr;
    QLineEdit* m_version = nullptr;
    QLabel* m_address = nullptr;
    QPushButton* m_rename = nullptr;
    QComboBox* m_answer = nullptr;
    QComboBox* m_team = nullptr;
    QComboBox* m_access = nullptr;
    QListWidget* m_plans = nullptr;
    QCheckBox* m_listed = nullptr;
    DifferenceTable* m_review = nullptr;
    QLabel* m_reviewed = nullptr;
    QLineEdit* m_note = nullptr;
    QJsonObject m_saved; // by a try whose publishing failed
    Then m_then = Then::Publish;
    bool m_named = false; // by the person
    bool m_numbered = false;
};

} // namespace gatehouse::ui
