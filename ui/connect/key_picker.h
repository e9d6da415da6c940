// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/widgets/console.h"

#include <QWidget>

class QComboBox;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

// Which gateway key a client shall use: one that there is, or a new one of an application named after the client. A
// new key is shown once; it stays in memory while its client's page is shown, so that it can be put into the client's
// file, or be kept in the key chain for the helper.
class KeyPicker : public QWidget {
    Q_OBJECT

public:
    explicit KeyPicker(Console& console, QWidget* parent = nullptr);

    void setClient(const QString& id, const QString& name); // forgets the new key of the one before
    QString keyId() const;                                  // of the chosen one, or empty
    QString keyText() const;                           // of the chosen one, where it was made here and is still known
    QWidget* shownKey() const { return m_shownPlace; } // where a new key is shown: to be placed by whoever uses this

Q_SIGNALS:
    void changed();
    void keysWanted(); // leads to the view of all keys

private:
    QWidget* makeShown();
    void fill();
    void makeNew();
    void makeTeam(const QString& team);
    void makeApplication(const QString& team);
    void makeKey();
    void keep();
    void say(const QString& sentence, bool fault);
    void submit(const QString& path, const QString& title, const QJsonObject& body, std::function<void()> next);

    Console& m_console;
    ResourceList m_keys;
    ResourceList m_teams;
    QString m_client;
    QString m_name;
    QString m_secret;
    QString m_chooseNext; // a new key, once it is in the list
    QComboBox* m_choice;
    QPushButton* m_new;
    QWidget* m_shownPlace;
    QFrame* m_shown;
    QLineEdit* m_text;
    QPushButton* m_keep;
    QLabel* m_told;
};

} // namespace gatehouse::ui
