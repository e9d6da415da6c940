// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands of the published APIs do.
#include "ui/apis/api_details.h"
#include "ui/apis/apis_view.h"
#include "ui/client/aside.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/secret_clipboard.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QFileDialog>
#include <QJsonArray>
#include <QSaveFile>
#include <QUrl>
#include <array>

namespace gatehouse::ui {
namespace {

// Empty: written.
QString writeFile(const QString& name, const QByteArray& text) {
    QSaveFile file(name);
    const bool written = file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
    return written ? QString() : file.errorString();
}

} // namespace

void ApisView::showSelection() {
    const auto* row = selected();
    m_details->show(row);
    const auto allow = [row](QAction* action, bool allowed, const QString& otherwise) {
        action->setProperty("why", row == nullptr ? tr("Select one version first.") : otherwise);
        action->setEnabled(row != nullptr && allowed);
    };
    const bool retired = row != nullptr && row->state == QLatin1String("retired");
    const bool service = row != nullptr && row->kind == QLatin1String("service");
    allow(m_edit, !retired && !service,
          retired ? tr("A retired version stays as it is.") : tr("Import its OpenAPI document again to change it."));
    allow(m_add, !service, tr("Import an OpenAPI document for the next version."));
    allow(m_copy, true, {});
    allow(m_document, true, {});
    allow(m_calls, true, {});
    allow(m_delete, row != nullptr && (retired || row->state == QLatin1String("designed")),
          tr("Retire it first: somebody may call it."));
    const std::array whys{
        tr("Only a design is submitted."),          tr("A retired version cannot be published again."),
        tr("Only what is in review is sent back."), tr("Only a published version is deprecated."),
        tr("Nobody can call it as it is."),         tr("There is no earlier release.")};
    for (int i = 0; i < m_steps.size(); ++i)
        allow(m_steps[i], row != nullptr && isPossible(static_cast<LifeStep>(i), *row),
              whys[static_cast<std::size_t>(i)]);
}

void ApisView::publish(const PublishStart& start) {
    (new PublishDialog(m_console, m_book, start, this))->open();
}

void ApisView::editVersion() {
    const auto* row = selected();
    if (row == nullptr || !m_edit->isEnabled())
        return;
    PublishStart start;
    start.kind = row->kind;
    start.api = row->api;
    start.version = row->version;
    publish(start);
}

void ApisView::addVersion() {
    const auto* row = selected();
    if (row == nullptr || !m_add->isEnabled())
        return;
    PublishStart start;
    start.kind = row->kind;
    start.api = row->api;
    publish(start);
}

void ApisView::step(LifeStep life) {
    const auto* row = selected();
    if (row == nullptr || !m_steps[static_cast<int>(life)]->isEnabled())
        return;
    auto* dialog = new LifecycleDialog(m_console, m_book, *row, life, this, [this, life, key = row->key] {
        m_book.reload();
        m_wanted = key;
        switch (life) {
        case LifeStep::Submit:
            m_console.toast.say(tr("%1 waits for review.").arg(key));
            break;
        case LifeStep::Publish:
            m_console.toast.say(tr("%1 is published.").arg(key));
            break;
        case LifeStep::SendBack:
            m_console.toast.say(tr("%1 is a design again.").arg(key));
            break;
        case LifeStep::Deprecate:
            m_console.toast.say(tr("%1 is deprecated and goes on answering.").arg(key));
            break;
        case LifeStep::Retire:
            m_console.toast.say(tr("%1 is retired.").arg(key));
            break;
        case LifeStep::RollBack:
            m_console.toast.say(tr("%1 serves its release before again.").arg(key));
            break;
        }
    });
    dialog->open();
}

// A version alone, or the whole API with its last one.
void ApisView::removeVersion() {
    const auto* row = selected();
    if (row == nullptr || !m_delete->isEnabled())
        return;
    Confirmation what;
    what.title = tr("Delete version %1 of %2?").arg(row->version, row->api);
    what.text = tr("It can come back from the trash or with Undo. Its calls stay in the log.");
    what.verb = tr("Delete");
    confirm(this, what, [this, copy = *row] {
        Change change;
        change.path = QString(QStringLiteral("/apis/") + QString::fromLatin1(QUrl::toPercentEncoding(copy.api)));
        change.title = tr("Delete version %1 of %2").arg(copy.version, copy.api);
        change.before = copy.object;
        QJsonArray left;
        const auto versions = copy.object.value(QLatin1String("versions")).toArray();
        for (const auto& value : versions) {
            if (memberText(value.toObject(), "version") != copy.version)
                left.append(value);
        }
        if (!left.isEmpty()) {
            change.after = copy.object;
            change.after.insert(QLatin1String("versions"), left);
        }
        m_console.changes.submit(change, this, [this](const Reply& reply) {
            if (!reply.ok())
                m_console.toast.say(reply.problem().detail);
        });
    });
}

void ApisView::copyCommand() {
    if (selected() == nullptr)
        return;
    copyText(m_details->command());
    m_console.toast.say(tr("Copied. The command reads the key from GATEHOUSE_API_KEY."));
}

void ApisView::exportDocument() {
    const auto* row = selected();
    if (row == nullptr)
        return;
    auto* dialog = new QFileDialog(this, tr("Export the OpenAPI document of %1").arg(row->key));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->setNameFilters({tr("JSON files (*.json)")});
    dialog->selectFile(QStringLiteral("%1-%2.openapi.json").arg(row->api, row->version));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, copy = *row](const QString& file) { saveDocument(copy, file); });
    dialog->open();
}

void ApisView::saveDocument(const ApiRow& row, const QString& file) {
    m_console.client.getText(
        row.address(QStringLiteral("openapi")), {}, "application/json", this, [this, file](const Reply& reply) {
            if (!reply.ok()) {
                m_console.toast.say(reply.problem().detail);
                return;
            }
            runAside(
                this, [file, text = reply.body()] { return writeFile(file, text); },
                [this, file](const QString& fault) {
                    m_console.toast.say(fault.isEmpty() ? tr("Written to %1.").arg(file)
                                                        : tr("%1 cannot be written: %2").arg(file, fault));
                });
        });
}

} // namespace gatehouse::ui
