// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/api_details.h"

#include "ui/apis/api_code.h"
#include "ui/apis/experiment_panel.h"
#include "ui/apis/version_grid.h"
#include "ui/widgets/charge_panel.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/product_words.h"

#include <QJsonArray>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTabWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

// "sentiment@production" or "sentiment@3", in a prompt or chain with its versions: what it takes.
QJsonArray variablesIn(const QJsonObject& object, const QString& pin, const char* member) {
    auto number = pin;
    const auto labels = object.value(QLatin1String("labels")).toArray();
    for (const auto& value : labels) {
        const auto label = value.toObject();
        if (memberText(label, "name") == pin)
            number = QString::number(label.value(QLatin1String("version")).toInteger());
    }
    const auto versions = object.value(QLatin1String("versions")).toArray();
    for (const auto& value : versions) {
        const auto version = value.toObject();
        if (QString::number(version.value(QLatin1String("version")).toInteger()) == number)
            return version.value(QLatin1String(member)).toArray();
    }
    return {};
}

} // namespace

ApiDetails::ApiDetails(Console& console, const ApiBook& book, QWidget* parent)
    : QFrame(parent), m_console(console), m_book(book), m_title(plainLabel({}, "section", "apiTitle")),
      m_about(plainLabel({}, "secondary", "apiAbout")), m_tabs(new QTabWidget),
      m_versions(new VersionGrid(console.theme)), m_experiment(new ExperimentPanel(console)),
      m_charges(new ChargePanel(console, ChargePanel::Whose::Api)), m_command(new QPlainTextEdit) {
    setObjectName(QStringLiteral("apiDetails"));
    setProperty("role", QStringLiteral("card"));
    m_command->setObjectName(QStringLiteral("apiCommand"));
    m_command->setAccessibleName(tr("How it is called"));
    m_command->setReadOnly(true);
    m_command->setTabChangesFocus(true);
    m_command->setFont(console.theme.fixedFont());
    m_command->setLayoutDirection(Qt::LeftToRight);
    m_command->setFrameShape(QFrame::NoFrame);
    m_tabs->setObjectName(QStringLiteral("apiTabs"));
    m_tabs->setAccessibleName(tr("The selected API"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_versions, tr("Versions"));
    m_tabs->addTab(m_experiment, tr("Experiment"));
    m_tabs->addTab(m_charges, tr("Charges"));
    m_tabs->addTab(m_command, tr("Call"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, space::medium, 1, 1);
    layout->setSpacing(space::tiny);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(space::large, 0, space::large, space::tiny);
    head->setSpacing(space::tiny);
    head->addWidget(m_title);
    head->addWidget(m_about);
    layout->addLayout(head);
    layout->addWidget(m_tabs, 1);
    show(nullptr);
}

void ApiDetails::show(const ApiRow* row) {
    m_title->setProperty("data", row != nullptr); // the gateway's names
    m_about->setProperty("data", true);
    m_tabs->setVisible(row != nullptr);
    m_about->setVisible(row != nullptr);
    if (row == nullptr) {
        m_key.clear();
        m_shown = {};
        m_title->setText(tr("Select a version to see it beside the others."));
        return;
    }
    m_title->setText(row->title == row->api ? row->api : tr("%1 (%2)", "title, name").arg(row->title, row->api));
    const auto description = memberText(row->object, "description");
    m_about->setText(description.isEmpty() ? accessText(memberText(row->object, "access")) : description);
    const auto versions = m_book.versionsOf(row->api);
    m_versions->show(versions, row->version);
    m_experiment->show(*row);
    m_charges->show(row->api);
    m_tabs->setTabVisible(m_tabs->indexOf(m_experiment), m_experiment->hasExperiment());
    if (m_key == row->key && m_shown == row->spec)
        return;
    m_key = row->key;
    m_shown = row->spec;
    readCall(*row);
}

void ApiDetails::openExperiment() {
    m_tabs->setCurrentWidget(m_experiment);
}

QString ApiDetails::command() const {
    return m_key.isEmpty() ? QString() : m_command->toPlainText();
}

// What a prompt or chain takes stands in its own version.
void ApiDetails::readCall(const ApiRow& row) {
    const auto round = ++m_round;
    putCall(row, {});
    const auto used = memberText(shownDefinition(row.spec), row.kind == QLatin1String("chain") ? "chain" : "prompt");
    const auto at = used.lastIndexOf(u'@');
    if (at <= 0)
        return;
    const auto path =
        QStringLiteral("/%1s/%2").arg(row.kind, QString::fromLatin1(QUrl::toPercentEncoding(used.left(at))));
    m_console.client.get(path, {}, this, [this, round, row, pin = used.mid(at + 1)](const Reply& reply) {
        if (round != m_round || !reply.ok())
            return;
        const auto* member = row.kind == QLatin1String("chain") ? "inputs" : "variables";
        putCall(row, variablesIn(reply.object(), pin, member));
    });
}

void ApiDetails::putCall(const ApiRow& row, const QJsonArray& variables) {
    ApiCall call;
    call.gateway = m_console.client.address().gateway;
    call.path = row.path();
    call.kind = row.kind;
    call.model = shownDefinition(row.spec).value(QLatin1String("models")).toArray().first().toString();
    call.values = exampleValues(variables);
    m_command->setPlainText(apiCurlOf(call));
}

} // namespace gatehouse::ui
