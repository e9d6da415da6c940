// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/conformance_dialog.h"

#include "ui/models/format.h"
#include "ui/routes/conformance_book.h"
#include "ui/routes/conformance_table.h"
#include "ui/widgets/notice_panel.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QUrl>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int againMilliseconds = 700;
constexpr QSize usual(960, 560);

QLabel* plainLabel(const char* name, const char* role) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    if (role != nullptr)
        label->setProperty("role", QLatin1String(role));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

ConformanceDialog::ConformanceDialog(Console& console, const QString& route, QWidget* parent)
    : QDialog(parent), m_console(console), m_route(route) {
    setObjectName(QStringLiteral("conformanceDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Conformance of %1").arg(route));
    auto* about = plainLabel("conformanceAbout", "secondary");
    about->setText(tr("Real calls through the gateway's own port show what a client of each dialect gets from this "
                      "route: plain, streamed, with tools, images and more."));
    m_warning = plainLabel("conformanceWarning", "impact");
    m_notice = new NoticePanel(console.theme);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        read();
        readPlan();
    });
    m_result = makeResult();
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_result);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    inside->addWidget(m_stack);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(about);
    layout->addWidget(m_warning);
    layout->addWidget(card, 1);
    layout->addWidget(makeButtons());
    resize(usual);
    m_again.setSingleShot(true);
    m_again.setInterval(againMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &ConformanceDialog::read);
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading the last run…"), {});
    m_warning->setText(tr("Asking what a run would cost…"));
    showButtons();
    read();
    readPlan();
}

QWidget* ConformanceDialog::makeResult() {
    auto* result = new QWidget;
    m_summary = plainLabel("conformanceSummary", "section");
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("conformanceProgress"));
    m_progress->setAccessibleName(tr("Progress of the test"));
    m_model = new ConformanceTable(m_console.theme, this);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("conformanceTable"));
    m_table->setAccessibleName(tr("Client dialects and features"));
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setCornerButtonEnabled(false);
    m_table->verticalHeader()->setDefaultSectionSize(tableRowHeight + space::tiny); // as high as a header's section
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->setHighlightSections(false);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &ConformanceDialog::showCell);
    m_reason = plainLabel("conformanceReason", nullptr);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_reason->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_reason->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_calls = new QPushButton(tr("Show its call in the log"));
    m_calls->setObjectName(QStringLiteral("conformanceCalls"));
    m_calls->setAutoDefault(false);
    connect(m_calls, &QPushButton::clicked, this, [this] {
        const auto cell = m_table->currentIndex().data(ConformanceTable::CellRole).toJsonObject();
        const auto calls = cell.value(QLatin1String("calls")).toArray();
        if (calls.isEmpty())
            return;
        Q_EMIT callsAsked(QString(QStringLiteral("id:") + calls.last().toString()));
        close();
    });
    auto* below = new QHBoxLayout;
    below->setSpacing(space::medium);
    below->addWidget(m_reason, 1);
    below->addWidget(m_calls, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(result);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_summary);
    layout->addWidget(m_progress);
    layout->addWidget(m_table, 1);
    layout->addLayout(below);
    return result;
}

QWidget* ConformanceDialog::makeButtons() {
    auto* buttons = new QWidget;
    m_stop = new QPushButton(tr("Stop test"));
    m_stop->setObjectName(QStringLiteral("conformanceStop"));
    m_start = new QPushButton(tr("Run conformance test"));
    m_start->setObjectName(QStringLiteral("conformanceStart"));
    m_start->setProperty("role", QStringLiteral("primary"));
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("dialogCancel"));
    for (auto* button : {m_stop, m_start, close})
        button->setAutoDefault(false); // no Enter by mistake: the calls cost money
    connect(m_stop, &QPushButton::clicked, this, &ConformanceDialog::stop);
    connect(m_start, &QPushButton::clicked, this, &ConformanceDialog::start);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addStretch(1);
    row->addWidget(m_stop);
    row->addWidget(close);
    row->addWidget(m_start);
    return buttons;
}

QString ConformanceDialog::path() const {
    return QString(QStringLiteral("/conformance/") + QString::fromLatin1(QUrl::toPercentEncoding(m_route)));
}

void ConformanceDialog::read() {
    m_console.client.get(path(), {}, this, [this](const Reply& reply) {
        if (reply.ok())
            takeRun(reply.object());
        else if (reply.status() == 404)
            m_notice->show(QStringLiteral("checks"), Theme::Tone::Secondary,
                           tr("This route was not tested yet. See above what a run takes, then start it."), {});
        else
            fail(reply.problem());
    });
}

void ConformanceDialog::readPlan() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("dry_run"), QStringLiteral("true"));
    m_console.client.sendText(GatewayClient::Verb::Post, path(), query, "application/json", {}, this,
                              [this](const Reply& reply) {
                                  if (reply.ok())
                                      takePlan(reply.object());
                                  else
                                      m_warning->setText(reply.problem().detail);
                              });
}

void ConformanceDialog::takePlan(const QJsonObject& plan) {
    const QLocale locale;
    const auto tokens = plan.value(QLatin1String("most_tokens")).toObject();
    const auto calls = tr("A run makes up to %n call(s)", nullptr, plan.value(QLatin1String("calls")).toInt());
    const auto amount = tr("%1, with up to %2 input and %3 output tokens.")
                            .arg(calls, countText(locale, tokens.value(QLatin1String("input")).toInteger()),
                                 countText(locale, tokens.value(QLatin1String("output")).toInteger()));
    const auto cost = plan.value(QLatin1String("most_cost"));
    QString price;
    if (plan.value(QLatin1String("pretend")).toBool())
        price = tr("The demo provider serves it: it costs nothing.");
    else if (cost.isString())
        price = tr("The provider bills them: %1 at most.").arg(moneyText(locale, cost.toString()));
    else
        price = tr("The provider bills them; what they cost is not known, since a price is missing.");
    m_warning->setText(QString(amount + u' ' + price));
    m_planned = true;
    showButtons();
}

void ConformanceDialog::start() {
    m_start->setEnabled(false);
    m_console.client.sendText(GatewayClient::Verb::Post, path(), {}, "application/json", {}, this,
                              [this](const Reply& reply) {
                                  if (!reply.ok()) {
                                      fail(reply.problem());
                                      showButtons();
                                      return;
                                  }
                                  takeRun(reply.object());
                                  Q_EMIT runChanged();
                              });
}

void ConformanceDialog::stop() {
    m_stop->setEnabled(false);
    m_console.client.send(GatewayClient::Verb::Delete, path(), {}, this, [this](const Reply&) { read(); });
}

void ConformanceDialog::takeRun(const QJsonObject& run) {
    const QLocale locale;
    const auto number = [&run](const char* name) { return run.value(QLatin1String(name)).toInt(); };
    m_run = run;
    const bool wasRunning = m_running;
    m_running = run.value(QLatin1String("state")).toString() == QLatin1String("running");
    m_model->show(run);
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column) // headers are bold
        m_table->setColumnWidth(column, m_table->columnWidth(column) + space::medium);
    m_progress->setMaximum(std::max(1, number("total")));
    m_progress->setValue(number("done"));
    m_progress->setVisible(m_running);
    QStringList parts{tr("%n passed", nullptr, number("passed")), tr("%n failed", nullptr, number("failed")),
                      tr("%n not applicable", nullptr, number("not_applicable"))};
    if (!m_running) {
        const auto cost = run.value(QLatin1String("cost"));
        if (!run.value(QLatin1String("pretend")).toBool() && cost.isString())
            parts.append(moneyText(locale, cost.toString()));
        parts.append(conformanceBadge(locale, run).text);
    }
    m_summary->setText(parts.join(QStringLiteral(" · ")));
    m_stack->setCurrentWidget(m_result);
    showCell();
    showButtons();
    if (m_running)
        m_again.start();
    else if (wasRunning)
        Q_EMIT runChanged();
}

void ConformanceDialog::fail(const Problem& problem) {
    m_notice->show(QStringLiteral("circle-x"), Theme::Tone::Error, problem.detail, tr("Retry"));
    m_stack->setCurrentWidget(m_notice);
}

void ConformanceDialog::showCell() {
    const auto cell = m_table->currentIndex().data(ConformanceTable::CellRole).toJsonObject();
    m_reason->setText(cell.isEmpty() ? tr("Choose a cell to see why.") : ConformanceTable::sentenceOf(cell));
    m_calls->setEnabled(!cell.value(QLatin1String("calls")).toArray().isEmpty());
}

void ConformanceDialog::showButtons() {
    m_start->setEnabled(m_planned && !m_running);
    m_start->setText(m_run.isEmpty() || m_running ? tr("Run conformance test") : tr("Run again"));
    m_stop->setVisible(m_running);
    m_stop->setEnabled(m_running);
}

} // namespace gatehouse::ui
