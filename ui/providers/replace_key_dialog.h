// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/key_list_edit.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonObject>

class QLineEdit;

namespace gatehouse::ui {

// Another key in the place of one: tried at the provider first, and taken only where the person wants it nevertheless
// when the provider rejects it. A key that the gateway keeps is overwritten, which cannot be undone; a reference to a
// variable or file becomes one to the new key.
class ReplaceKeyDialog : public FormDialog {
    Q_OBJECT

public:
    ReplaceKeyDialog(Console& console, const QJsonObject& provider, const QString& reference, QWidget* parent);

Q_SIGNALS:
    void replaced();

private:
    void save();
    void keep();
    void refer(const QString& reference);
    QString secretName() const;

    Console& m_console;
    QJsonObject m_provider;
    QString m_reference;
    QLineEdit* m_key;
    QString m_rejected; // this one was tried and rejected; saving it again keeps it
};

} // namespace gatehouse::ui
