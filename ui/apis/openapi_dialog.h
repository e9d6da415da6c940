// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStandardItemModel;

namespace gatehouse::ui {

class TableView;

// Makes an API of a REST service from its OpenAPI document: the gateway reads the document and proposes a service; the
// person names the upstream and sees the rules. It is kept as a design, to be published after a look.
class OpenApiDialog : public FormDialog {
    Q_OBJECT

public:
    OpenApiDialog(Console& console, const ApiBook& book, QWidget* parent);
    void readFile(const QString& name);

private:
    QWidget* makeDocument();
    void makeAddress();
    void makeRules();
    void askFile();
    void importText();
    void take(const QJsonObject& told);
    void showRules(const QJsonArray& paths, const QJsonArray& notes);
    QString idFault() const;
    QString versionFault() const;
    QString upstreamFault() const;
    QJsonObject service() const;
    QJsonObject wanted() const;
    void save();

    Console& m_console;
    const ApiBook& m_book;
    QPlainTextEdit* m_document;
    QLineEdit* m_id;
    QLineEdit* m_title;
    QLineEdit* m_version;
    QLineEdit* m_upstream;
    QComboBox* m_team;
    QLabel* m_read;
    QStandardItemModel* m_rules;
    TableView* m_table;
    QJsonObject m_draft; // of the service
    QString m_imported;  // the document that it was made of
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
