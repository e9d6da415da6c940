// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonObject>
#include <QStringList>
#include <functional>
#include <memory>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace gatehouse::ui {

class AppFields;
class ExpiryEdit;

// A key as the gateway answered it when it was made: with the key itself, this once. Kept in memory only.
struct NewKey {
    QString name;
    QString key;
    bool keep = false; // in the key chain, for helpers
};
using NewKeyHandler = std::function<void(const NewKey&)>;

// Makes a key: of an application that is there, or of a new one.
class CreateKeyDialog : public FormDialog {
    Q_OBJECT

public:
    CreateKeyDialog(Console& console, const ResourceList& apps, const ResourceList& teams, QWidget* parent,
                    NewKeyHandler made);
    ~CreateKeyDialog() override;

private:
    void showChoices();
    QString nameFault() const;
    QString appFault() const;
    QString teamFault() const;
    QString team() const;
    bool makesApp() const;
    void makeTeam();
    void makeApp();
    void makeKey();
    void post(const QString& path, const QJsonObject& body, const QString& field, void (CreateKeyDialog::*next)());

    Console& m_console;
    NewKeyHandler m_made;
    const ResourceList& m_apps;
    const ResourceList& m_teams;
    QLineEdit* m_name;
    QComboBox* m_app;
    QLineEdit* m_newApp;
    QComboBox* m_team;
    QLineEdit* m_newTeam;
    std::unique_ptr<AppFields> m_fields;
    ExpiryEdit* m_expires;
    QCheckBox* m_keep;
    bool m_teamMade = false; // by a try that failed later
    bool m_appMade = false;
};

// Changes a key's name and end, and what its application may do.
class EditKeyDialog : public FormDialog {
    Q_OBJECT

public:
    EditKeyDialog(Console& console, const QJsonObject& key, const QJsonObject& app, QWidget* parent);
    ~EditKeyDialog() override;

private:
    void saveKey();
    void saveApp();

    Console& m_console;
    QJsonObject m_key;
    QJsonObject m_application;
    QLineEdit* m_name;
    ExpiryEdit* m_expires;
    QComboBox* m_bodies;
    std::unique_ptr<AppFields> m_fields;
};

// Makes a key that takes the place of another.
class RotateKeyDialog : public FormDialog {
    Q_OBJECT

public:
    RotateKeyDialog(Console& console, const QJsonObject& key, QWidget* parent, NewKeyHandler made);

private:
    void rotate();

    Console& m_console;
    QJsonObject m_key;
    NewKeyHandler m_made;
    QComboBox* m_overlap;
    ExpiryEdit* m_expires;
    QCheckBox* m_keep;
};

} // namespace gatehouse::ui
