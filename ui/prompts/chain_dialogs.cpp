// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_dialogs.h"

#include "ui/prompts/chain_words.h"
#include "ui/prompts/prompt_dialogs.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QJsonDocument>
#include <QLineEdit>

namespace gatehouse::ui {
namespace {

// Two steps, the second of which reads what the first said: it runs at once, on the demo model.
QJsonObject firstContent() {
    return QJsonDocument::fromJson(R"({
        "inputs": [{"name": "text", "example": "The parcel came two weeks late."}],
        "steps": [
            {"id": "draft", "kind": "model", "use": "demo/echo",
             "input": [{"name": "prompt", "text": "Answer kindly: {{inputs.text}}"}]},
            {"id": "short", "kind": "model", "use": "demo/echo",
             "input": [{"name": "prompt", "text": "In one sentence: {{draft.text}}"}]}],
        "output": [{"name": "answer", "value": "/short/text"}]})")
        .object();
}

} // namespace

NewChainDialog::NewChainDialog(Console& console, const QStringList& taken, const QJsonObject& content,
                               const QString& id, QWidget* parent)
    : FormDialog(console.theme, tr("New chain"), tr("Create chain"), parent),
      m_content(content.isEmpty() ? firstContent() : content), m_id(new QLineEdit), m_title(new QLineEdit),
      m_team(new QComboBox) {
    setObjectName(QStringLiteral("newChainDialog"));
    m_id->setText(freeId(id.isEmpty() ? QStringLiteral("chain") : id, taken));
    form().addField(QStringLiteral("id"), tr("Id"), m_id, tr("Its name in APIs. It stays."),
                    [this, taken] { return idFault(m_id->text().trimmed(), taken); });
    form().addField(QStringLiteral("title"), tr("Title"), m_title, tr("For people."));
    form().addField(QStringLiteral("team"), tr("Owner"), m_team);
    fillOwners(*m_team, console);
    setSave([this, &console] { save(console); });
}

void NewChainDialog::save(Console& console) {
    auto version = m_content;
    version.insert(QStringLiteral("version"), 1);
    const auto id = m_id->text().trimmed();
    QJsonObject made{{QStringLiteral("id"), id}, {QStringLiteral("versions"), QJsonArray{version}}};
    if (const auto title = m_title->text().trimmed(); !title.isEmpty())
        made.insert(QStringLiteral("title"), title);
    if (const auto team = m_team->currentData().toString(); !team.isEmpty())
        made.insert(QStringLiteral("team"), team);
    Change change;
    change.path = QStringLiteral("/chains");
    change.title = tr("Create chain %1").arg(id);
    change.after = made;
    console.changes.submit(change, this, [this, id](const Reply& reply) {
        if (!reply.ok()) {
            failed(reply.problem());
            return;
        }
        Q_EMIT created(id);
        succeeded();
    });
}

} // namespace gatehouse::ui
