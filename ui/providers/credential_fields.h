// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/credential_kinds.h"
#include "ui/providers/key_list_edit.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>

class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

class Form;
class ServiceAccountEdit;
struct CatalogueEntry;

// How a provider is told who calls: the kind, where its credential comes from, and the fields that they need. What was
// typed for another kind stays while one looks around, but is not written.
class CredentialFields : public QObject {
    Q_OBJECT

public:
    // Adds the kind, and what says whose key it is; the form owns this. "preset" may be null.
    CredentialFields(const Theme& theme, Form& form, const CatalogueEntry* preset);
    // The rest, below the keys.
    void addDetails();

    QString auth() const; // as a provider's "auth" names it; empty: as is usual
    QString kind() const; // what "auth" comes to, as credentialKind() names it
    bool wantsKeys() const;
    bool needsKey() const; // nothing works without one
    QString keysHint() const;
    void setAuth(const QString& auth);
    void fill(const QJsonObject& provider);
    void write(QJsonObject& provider) const;

    // Secrets that are typed here and not in the list of keys, in the same way.
    QVector<KeyEntry> secrets() const;
    QString tokenToKeep() const; // a session token that was typed; empty: none, or it is kept already
    void setKept(const QString& secret, const QString& reference);
    QString project() const; // that the service account names

Q_SIGNALS:
    void changed(); // kind or method: other fields count now
    void edited();

private:
    void addKind(const CatalogueEntry* preset);
    void addField(const CredentialField& field);
    void addSource();
    void addSessionToken();
    void chooseKind();
    void showFields();
    QString method() const;
    QString faultOf(const CredentialField& field) const;
    bool isShown(const CredentialField& field) const;
    QString tokenFault() const;

    Form& m_form;
    QStringList m_usualKinds; // what the preset offers
    QVector<CredentialField> m_fields;
    QHash<QString, QLineEdit*> m_edits;
    QComboBox* m_auth = nullptr;
    QLineEdit* m_header = nullptr;
    QComboBox* m_method = nullptr;
    QComboBox* m_source = nullptr;
    QComboBox* m_clientAuth = nullptr;
    QLineEdit* m_token = nullptr; // a session token, or where it is kept
    ServiceAccountEdit* m_account = nullptr;
    QHash<QString, QString> m_methods; // by kind, as chosen last
    QHash<QString, QString> m_kept;    // reference by secret
    QJsonObject m_before;              // "credentials" as they stood
    QString m_kindBefore;
};

} // namespace gatehouse::ui
