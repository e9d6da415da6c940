// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_dialogs.h"

#include "ui/playground/growing_edit.h"
#include "ui/prompts/prompt_examples.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {
namespace {

QJsonObject emptyVersion() {
    PromptDraft draft;
    draft.messages = {{QStringLiteral("system"), {}, {}}, {QStringLiteral("user"), QStringLiteral("{{text}}"), {}}};
    PromptVariable variable;
    variable.name = QStringLiteral("text");
    draft.variables = {variable};
    draft.model = QStringLiteral("demo/echo");
    return draft.version();
}

struct ProductDialogs {
    Q_DECLARE_TR_FUNCTIONS(ProductDialogs)
};

} // namespace

QString freeId(const QString& wanted, const QStringList& taken) {
    QString id = wanted;
    for (int n = 2; taken.contains(id); ++n)
        id = QStringLiteral("%1-%2").arg(wanted).arg(n);
    return id;
}

QString idFault(const QString& written, const QStringList& taken) {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    if (!right.match(written).hasMatch())
        return ProductDialogs::tr("Begin with a letter or digit; then letters, digits, dots, _ and - only.");
    return taken.contains(written) ? ProductDialogs::tr("This id is taken already.") : QString();
}

void fillOwners(QComboBox& box, Console& console) {
    box.addItem(ProductDialogs::tr("The organisation"), QString());
    console.client.get(QStringLiteral("/teams"), {}, &box, [&box](const Reply& reply) {
        for (const auto& team : reply.items()) {
            const auto id = team.toObject().value(QLatin1String("id")).toString();
            box.addItem(id, id);
        }
    });
}

NewPromptDialog::NewPromptDialog(Console& console, const QStringList& taken, const QJsonObject& version,
                                 const QString& id, QWidget* parent)
    : FormDialog(console.theme, tr("New prompt"), tr("Create prompt"), parent), m_version(version), m_id(new QLineEdit),
      m_title(new QLineEdit), m_team(new QComboBox), m_taken(taken) {
    setObjectName(QStringLiteral("newPromptDialog"));
    if (version.isEmpty()) {
        m_example = new QComboBox;
        const auto examples = promptExamples();
        for (const auto& example : examples)
            m_example->addItem(console.theme.icon(example.icon), example.title, example.id);
        m_example->addItem(console.theme.icon(QStringLiteral("plus")), tr("Nothing"), QStringLiteral("prompt"));
        form().addField(QStringLiteral("example"), tr("Begin with"), m_example, examples.first().sentence);
        connect(m_example, &QComboBox::currentIndexChanged, this, [this, examples](int index) {
            form().setHint(QStringLiteral("example"),
                           index < examples.size() ? examples[index].sentence : tr("A prompt with one variable."));
            proposeId();
        });
    }
    form().addField(QStringLiteral("id"), tr("Id"), m_id, tr("Its name in APIs and chains. It stays."),
                    [this] { return idFault(m_id->text().trimmed(), m_taken); });
    form().addField(QStringLiteral("title"), tr("Title"), m_title, tr("For people."));
    form().addField(QStringLiteral("team"), tr("Owner"), m_team);
    fillOwners(*m_team, console);
    m_proposed = freeId(id, taken);
    m_id->setText(m_proposed);
    if (version.isEmpty())
        proposeId();
    setSave([this, &console] {
        const auto made = prompt();
        const auto newId = made.value(QLatin1String("id")).toString();
        Change change;
        change.path = QStringLiteral("/prompts");
        change.title = tr("Create prompt %1").arg(newId);
        change.after = made;
        console.changes.submit(change, this, [this, newId](const Reply& reply) {
            if (!reply.ok()) {
                failed(reply.problem());
                return;
            }
            Q_EMIT created(newId);
            succeeded();
        });
    });
}

void NewPromptDialog::proposeId() {
    if (m_id->text() != m_proposed && !m_id->text().isEmpty())
        return;
    m_proposed = freeId(m_example->currentData().toString(), m_taken);
    m_id->setText(m_proposed);
}

QJsonObject NewPromptDialog::prompt() const {
    auto version = m_version;
    if (m_example != nullptr) {
        const auto examples = promptExamples();
        const int chosen = m_example->currentIndex();
        version = chosen < examples.size() ? examples[chosen].version : emptyVersion();
    }
    version.insert(QStringLiteral("version"), 1);
    QJsonObject made{{QStringLiteral("id"), m_id->text().trimmed()}, {QStringLiteral("versions"), QJsonArray{version}}};
    if (const auto title = m_title->text().trimmed(); !title.isEmpty())
        made.insert(QStringLiteral("title"), title);
    if (const auto team = m_team->currentData().toString(); !team.isEmpty())
        made.insert(QStringLiteral("team"), team);
    return made;
}

SaveVersionDialog::SaveVersionDialog(const Theme& theme, int version, QWidget* parent)
    : FormDialog(theme, tr("Save version %1").arg(QLocale().toString(version)), tr("Save version"), parent),
      m_comment(new GrowingEdit(2, 8)) {
    setObjectName(QStringLiteral("saveVersionDialog"));
    form().addField(QStringLiteral("comment"), tr("Comment"), m_comment,
                    tr("What is new, for whoever looks at the history. A version never changes."));
    setSave([this] { Q_EMIT saveWanted(m_comment->toPlainText().trimmed()); });
}

} // namespace gatehouse::ui
