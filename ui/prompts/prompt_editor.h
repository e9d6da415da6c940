// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/prompts/preview_feed.h"
#include "ui/prompts/prompt_draft.h"
#include "ui/prompts/prompt_words.h"
#include "ui/widgets/console.h"

#include <QHash>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QTabWidget;
class QTimer;

namespace gatehouse::ui {

class NoticePanel;
class TestsPage;
class PromptTrial;
class VersionsPage;
class WritePage;

// One prompt: written, compared, tested, tried. What was written and not saved stays while the program runs, by prompt.
class PromptEditor : public QWidget {
    Q_OBJECT

public:
    explicit PromptEditor(Console& console, QWidget* parent = nullptr);

    void open(const QString& id);
    void close(); // keeps what was written
    void refresh();
    const QString& id() const { return m_id; }             // empty: none is open
    const QJsonObject& prompt() const { return m_prompt; } // empty until it was read
    int base() const { return m_base; }                    // the version that is shown, and that edits are made of
    int newest() const;
    bool isEdited() const;
    void addCommands(const QList<QWidget*>& buttons); // into its head

    VersionsPage& versions() { return *m_versions; }
    TestsPage& tests() { return *m_tests; }
    PromptTrial& trial() { return *m_try; }
    enum class Page { Write, Try, Tests, Versions };
    void showPage(Page page);
    Page page() const;
    void compare(); // versions, or what is being written with the one that it is made of

    void save();
    void discard(); // back to the version that it was made of
    void showVersion(int version);

Q_SIGNALS:
    void backPressed();
    void stateChanged(); // what may be done has changed
    void logWanted(const QString& requestId);

private:
    struct Kept {
        PromptDraft draft;
        int base = 0;
    };
    QWidget* makeHead();
    void load();
    void take(const QJsonObject& prompt);
    void putVersion(int version);
    void send(const QString& comment, class SaveVersionDialog* dialog);
    void wasEdited();
    void editFrom(int version);
    void takeModels();
    void showState();
    QJsonObject versionOf(int number) const;

    Console& m_console;
    PreviewFeed m_feed;
    ResourceList m_models;
    QTimer* m_soon;
    QString m_id;
    QJsonObject m_prompt;
    PromptDraft m_saved; // the version that the edits are made of
    int m_base = 0;
    quint64 m_round = 0;
    QHash<QString, Kept> m_kept;

    QLabel* m_title;
    QLabel* m_state;
    QHBoxLayout* m_commands;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
    QTabWidget* m_tabs;
    WritePage* m_write;
    PromptTrial* m_try;
    TestsPage* m_tests;
    VersionsPage* m_versions;
};

} // namespace gatehouse::ui
