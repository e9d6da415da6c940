// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_run_page.h"

#include "ui/models/format.h"
#include "ui/playground/growing_edit.h"
#include "ui/prompts/chain_outcome_model.h"
#include "ui/prompts/value_fields.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>

namespace gatehouse::ui {
namespace {

constexpr int valueWidth = 280;
constexpr int outcomeWidth = 560;

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

} // namespace

ChainRunPage::ChainRunPage(Console& console, ChainFeed& feed, QWidget* parent)
    : QWidget(parent), m_console(console), m_feed(feed), m_runner(console.client, this),
      m_model(new ChainOutcomeModel(console.theme, this)), m_values(new ValueFields) {
    m_values->setEmptyWords(tr("The chain takes no values. Add inputs under Write, where it shall."));
    auto* splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("chainRunSplitter"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeValues());
    splitter->addWidget(makeOutcome());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({valueWidth, outcomeWidth});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->addWidget(splitter);
    connect(m_values, &ValueFields::edited, this, &ChainRunPage::valuesEdited);
    connect(&m_runner, &ChainRunner::changed, this, [this] {
        m_model->put(m_runner.run().value(QLatin1String("steps")).toArray());
        showState();
        showStep();
    });
    connect(&feed, &ChainFeed::changed, this, &ChainRunPage::showState);
    showState();
    showStep();
}

QWidget* ChainRunPage::makeValues() {
    const auto& theme = m_console.theme;
    m_run = new QPushButton(theme.icon(QStringLiteral("player-play"), Theme::Tone::OnAccent), tr("Run"));
    m_run->setObjectName(QStringLiteral("runChain"));
    m_run->setProperty("role", QStringLiteral("primary"));
    m_stop = new QPushButton(theme.icon(QStringLiteral("player-stop")), tr("Stop"));
    m_stop->setObjectName(QStringLiteral("stopChain"));
    m_state = new QLabel;
    m_state->setObjectName(QStringLiteral("chainRunState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setProperty("role", QStringLiteral("secondary"));
    auto* title = new QLabel(tr("Values"));
    title->setProperty("role", QStringLiteral("section"));
    auto* area = new QScrollArea;
    area->setObjectName(QStringLiteral("chainValuesScroll"));
    area->setAccessibleName(tr("Values"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget;
    auto* fields = new QVBoxLayout(inside);
    fields->setContentsMargins(0, 0, space::small, 0);
    fields->addWidget(m_values);
    fields->addStretch();
    area->setWidget(inside);
    area->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    auto* all = new QWidget;
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, space::medium, space::medium);
    column->setSpacing(space::small);
    column->addWidget(title);
    column->addWidget(area, 1);
    column->addWidget(m_state);
    column->addWidget(m_run);
    column->addWidget(m_stop);
    connect(m_run, &QPushButton::clicked, this, &ChainRunPage::run);
    connect(m_stop, &QPushButton::clicked, &m_runner, &ChainRunner::stop);
    return all;
}

QWidget* ChainRunPage::makeOutcome() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("chainOutcomes"));
    m_table->setAccessibleName(tr("How each step went"));
    m_table->setSource(m_model, false); // as they run
    m_table->setColumnWidths({90, 105, 75, 80, 85, 70, 0});
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    connect(m_table, &TableView::selectionMoved, this, &ChainRunPage::showStep);
    m_title = new QLabel;
    m_title->setObjectName(QStringLiteral("chainAnswerTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setProperty("role", QStringLiteral("section"));
    m_text = new GrowingEdit(6, 14);
    m_text->setObjectName(QStringLiteral("chainAnswer"));
    m_text->setAccessibleName(tr("Answer"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_log = new QPushButton(m_console.theme.icon(QStringLiteral("list-details")), tr("Show in the log"));
    m_log->setObjectName(QStringLiteral("chainStepLog"));
    connect(m_log, &QPushButton::clicked, this,
            [this] { Q_EMIT logWanted(step().value(QLatin1String("calls")).toArray().first().toString()); });
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_log);
    auto* all = new QWidget;
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(space::medium, 0, 0, space::medium);
    column->setSpacing(space::small);
    column->addWidget(cardOf(m_table), 1);
    column->addLayout(head);
    column->addWidget(m_text);
    return all;
}

void ChainRunPage::setChain(const QString& id) {
    m_chain = id;
    m_values->forget();
    m_runner.forget();
}

void ChainRunPage::setDraft(const QJsonObject& draft, const QVector<PromptVariable>& inputs) {
    m_draft = draft;
    m_values->setVariables(inputs);
}

QJsonObject ChainRunPage::values() const {
    return m_values->values();
}

bool ChainRunPage::canRun() const {
    return !m_chain.isEmpty() && !m_runner.isRunning() && m_feed.isGood() && !m_feed.isWaiting();
}

void ChainRunPage::run() {
    if (!canRun())
        return;
    m_table->clearSelection();
    m_runner.start(m_chain, {{QStringLiteral("draft"), m_draft}, {QStringLiteral("values"), values()}});
}

void ChainRunPage::showState() {
    m_run->setEnabled(canRun());
    m_run->setVisible(!m_runner.isRunning());
    m_stop->setVisible(m_runner.isRunning());
    const auto& told = m_runner.run();
    QStringList said;
    if (!m_runner.problem().isEmpty())
        said.append(m_runner.problem());
    const auto bill = told.value(QLatin1String("bill")).toObject();
    if (!told.isEmpty() && !m_runner.isRunning())
        said.append(bill.value(QLatin1String("cost")).isNull()
                        ? tr("The last run cost: not known.")
                        : tr("The last run cost %1.").arg(moneyText(QLocale(), text(bill, "cost"))));
    if (!m_feed.faults().isEmpty())
        said.append(m_feed.faults().first().sentence);
    else if (!m_feed.estimateText().isEmpty())
        said.append(tr("Next run: %1").arg(m_feed.estimateText()));
    m_state->setText(said.join(u'\n'));
    m_state->setVisible(!said.isEmpty());
    Q_EMIT stateChanged();
}

QJsonObject ChainRunPage::step() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? m_model->at(rows.first().row()) : QJsonObject();
}

// Of the chosen step what came of it; of none, of the whole.
void ChainRunPage::showStep() {
    const auto one = step();
    const auto& run = m_runner.run();
    m_log->setVisible(!one.value(QLatin1String("calls")).toArray().isEmpty());
    if (!one.isEmpty()) {
        m_title->setText(tr("Step %1").arg(text(one, "id")));
        const auto error = text(one, "error");
        m_text->setPlainText(error.isEmpty() ? text(one, "output") : error);
        return;
    }
    m_title->setText(tr("Answer"));
    if (run.isEmpty())
        m_text->setPlainText(tr("Run the chain to see what it answers. Choose a step to see what came of it."));
    else if (m_runner.isRunning())
        m_text->setPlainText(tr("Running…"));
    else if (const auto error = text(run, "error"); !error.isEmpty())
        m_text->setPlainText(error);
    else
        m_text->setPlainText(prettyJson(run.value(QLatin1String("output")).toObject()));
}

} // namespace gatehouse::ui
