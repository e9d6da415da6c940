// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// The kinds of sign-in as a provider's "auth" names them; "header" stands for any header's name, an empty word for what
// is usual for the provider.
QString credentialKind(const QString& auth);
QString kindName(const QString& auth); // "AWS signature (SigV4)", "In the header api-key"
// A token is fetched or the request is signed: the key itself is not sent.
bool isFetchedOrSigned(const QString& kind);

// Where a kind's credential comes from, where there is a choice.
struct CredentialMethod {
    QString id; // "key", "json", "kept", "machine"
    QString name;
};
QVector<CredentialMethod> methodsOf(const QString& kind);

struct CredentialSourceName {
    QString id; // as "credentials.source" names it
    QString name;
};
QVector<CredentialSourceName> sourcesOf(const QString& kind);

// A field of "credentials": when it is shown and what is right in it.
struct CredentialField {
    QString name; // below "credentials."
    QString label;
    QString hint;
    QString placeholder;
    QStringList kinds;
    QStringList methods; // empty: with all of them
    QRegularExpression form;
    QString fault;           // said where the text is of another form
    QString missing;         // said where it is empty beside a key; empty: it may be left out
    bool beforeKeys = false; // it says whose secret the key is

    bool belongsTo(const QString& kind, const QString& method) const {
        return kinds.contains(kind) && (methods.isEmpty() || methods.contains(method));
    }
};
QVector<CredentialField> credentialFields();

// What to enter as the key; empty: as always.
QString keyHint(const QString& kind);

} // namespace gatehouse::ui
