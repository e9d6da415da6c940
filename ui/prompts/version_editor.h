// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/versions_page.h"
#include "ui/widgets/console.h"

#include <QHash>
#include <QJsonObject>
#include <QVariant>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QTabWidget;
class QTimer;

namespace gatehouse::ui {

class NoticePanel;
class SaveVersionDialog;

// What the editors of prompts and chains have alike: one object is read, a version of it is written on and saved as a
// new one. What was written and not saved stays while the program runs, by object. UI thread.
class VersionEditor : public QWidget {
    Q_OBJECT

public:
    void open(const QString& id);
    void close(); // keeps what was written
    virtual void refresh();
    const QString& id() const { return m_id; }             // empty: none is open
    const QJsonObject& object() const { return m_object; } // empty until it was read
    int base() const { return m_base; }                    // the version that is shown, and that edits are made of
    int newest() const;
    bool isEdited() const { return !m_object.isEmpty() && differs(); }
    void addCommands(const QList<QWidget*>& buttons); // into its head

    VersionsPage& versions() { return *m_versions; }
    void compare(); // versions, or what is being written with the one that it is made of
    void save();
    void discard(); // back to the version that it was made of
    void showVersion(int version);

Q_SIGNALS:
    void backPressed();
    void stateChanged(); // what may be done has changed
    void logWanted(const QString& requestId);

protected:
    struct Words {
        QString prefix; // of the object names of its parts
        QString pages;
        QString all;
        QString reading;
        QString gone;  // %1: its id
        QString saved; // "Save version %1 of prompt %2"
    };
    VersionEditor(Console& console, VersionedKind kind, Words words, QWidget* parent);
    // The first is where one writes; the versions stand behind them.
    void addPages(const QList<QPair<QWidget*, QString>>& pages);
    QTabWidget& pages() const { return *m_tabs; }
    Console& console() const { return m_console; }
    void showState();

    virtual void begin() {}                           // another object is opened
    virtual void shown(bool /*first*/) {}             // the object was read: for the first time, or again
    virtual bool differs() const = 0;                 // what is written from the version that it is made of
    virtual bool check() = 0;                         // shows what is wrong; true: nothing is
    virtual QJsonObject written() const = 0;          // as a version
    virtual void setSaved(const QJsonObject& of) = 0; // the version that edits are made of
    virtual void takeWrittenAsSaved() = 0;
    // "again": of the same object; fields that would not change then stay as they are, for one of them has the focus.
    virtual void fill(const QJsonObject& version, bool again) = 0;
    virtual QVariant draft() const = 0; // for putDraft()
    virtual void putDraft(const QVariant& draft) = 0;

private:
    struct Kept {
        QVariant draft;
        int base = 0;
    };
    QWidget* makeHead();
    void load();
    void take(const QJsonObject& object);
    void putVersion(int version);
    void editFrom(int version);
    void send(const QString& comment, SaveVersionDialog* dialog);
    QJsonObject versionOf(int number) const;

    Console& m_console;
    const VersionedKind m_kind;
    const Words m_words;
    QTimer* m_soon;
    QString m_id;
    QJsonObject m_object;
    int m_base = 0;
    quint64 m_round = 0;
    QHash<QString, Kept> m_kept;
    QLabel* m_title;
    QLabel* m_state;
    QHBoxLayout* m_commands;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
    QTabWidget* m_tabs;
    VersionsPage* m_versions;
};

} // namespace gatehouse::ui
