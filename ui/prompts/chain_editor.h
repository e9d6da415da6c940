// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/prompts/chain_feed.h"
#include "ui/widgets/console.h"

#include <QHash>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QTabWidget;

namespace gatehouse::ui {

class ChainRunPage;
class ChainWritePage;
class NoticePanel;
class VersionsPage;

// One chain: written, tried, its versions. What was written and not saved stays while the program runs, by chain.
class ChainEditor : public QWidget {
    Q_OBJECT

public:
    explicit ChainEditor(Console& console, QWidget* parent = nullptr);

    void open(const QString& id);
    void close(); // keeps what was written
    void refresh();
    const QString& id() const { return m_id; }           // empty: none is open
    const QJsonObject& chain() const { return m_chain; } // empty until it was read
    int base() const { return m_base; }                  // the version that edits are made of
    int newest() const;
    bool isEdited() const;
    void addCommands(const QList<QWidget*>& buttons); // into its head

    ChainWritePage& writing() { return *m_write; }
    ChainRunPage& trial() { return *m_run; }
    VersionsPage& versions() { return *m_versions; }
    enum class Page { Write, Run, Versions };
    void showPage(Page page);
    void compare(); // versions, or what is being written with the one that it is made of
    void save();
    void discard();

Q_SIGNALS:
    void backPressed();
    void stateChanged(); // what may be done has changed
    void logWanted(const QString& requestId);

private:
    struct Kept {
        QJsonObject content;
        int base = 0;
    };
    QWidget* makeHead();
    void load();
    void take(const QJsonObject& chain);
    void putVersion(int version);
    void editFrom(int version);
    void send(const QString& comment, class SaveVersionDialog* dialog);
    void wasEdited();
    void takeUses();
    void showState();
    QJsonObject versionOf(int number) const;

    Console& m_console;
    ChainFeed m_feed;
    ResourceList m_models;
    ResourceList m_prompts;
    ResourceList m_apis;
    QString m_id;
    QJsonObject m_chain;
    QJsonObject m_saved; // the version that the edits are made of
    int m_base = 0;
    quint64 m_round = 0;
    QHash<QString, Kept> m_kept;
    QLabel* m_title;
    QLabel* m_state;
    QHBoxLayout* m_commands;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
    QTabWidget* m_tabs;
    ChainWritePage* m_write;
    ChainRunPage* m_run;
    VersionsPage* m_versions;
};

} // namespace gatehouse::ui
