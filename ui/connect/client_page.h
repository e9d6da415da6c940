// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/client_description.h"
#include "ui/connect/file_change.h"
#include "ui/connect/key_picker.h"
#include "ui/widgets/console.h"

#include <QWidget>
#include <optional>

class QComboBox;
class QLabel;
class QPushButton;
class QTabWidget;
class QVBoxLayout;

namespace gatehouse::ui {

class Form;

// All about connecting one client: key, model, filled-in settings to copy, the change of the client's own file with
// its undo, what is in the way, and whether a first call has come.
class ClientPage : public QWidget {
    Q_OBJECT

public:
    explicit ClientPage(Console& console, QWidget* parent = nullptr);

    void show(const ClientDescription& client);
    void setMissing(bool missing); // the gateway does not have the address that this client needs
    void setModels(const QStringList& names);

    void copySnippet();
    void apply();
    void undo();
    void check();
    void verify();
    void copyHelper();
    bool canApply() const;
    bool canUndo() const { return m_applied.has_value(); }

Q_SIGNALS:
    void changed(); // what can be done
    void back();

private:
    QWidget* makeTop();
    QWidget* makeSide();
    QWidget* makeSnippets();
    void fillSnippets();
    void fillTraps();
    void fillWays();
    void showState();
    KeyWay way() const;
    Filling filling() const;
    void sayResult(const QString& icon, Theme::Tone tone, const QString& sentence);
    void sayVerify(const QString& icon, Theme::Tone tone, const QString& sentence);
    void heard(const QString& type, const QJsonObject& call);
    QPushButton* addButton(const char* name, const QString& text, const QString& icon);

    Console& m_console;
    ClientDescription m_client;
    bool m_missing = false;
    std::optional<FileChange> m_applied;
    QString m_awaited; // the id of the key whose call is waited for

    QLabel* m_name;
    QLabel* m_banner;
    Form* m_form;
    KeyPicker* m_key;
    QComboBox* m_model;
    QComboBox* m_way;
    QLabel* m_helper;
    QVBoxLayout* m_traps;
    QTabWidget* m_tabs;
    QPushButton* m_copy;
    QPushButton* m_apply;
    QPushButton* m_undo;
    QPushButton* m_check;
    QPushButton* m_verify;
    QLabel* m_resultIcon;
    QLabel* m_result;
    QLabel* m_verifyIcon;
    QLabel* m_verified;
};

} // namespace gatehouse::ui
