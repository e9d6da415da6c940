// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/experiment_panel.h"

#include "ui/apis/interval_delegate.h"
#include "ui/models/format.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int againMilliseconds = 3'000;

} // namespace

ExperimentPanel::ExperimentPanel(Console& console, QWidget* parent)
    : QWidget(parent), m_console(console), m_model(new ExperimentModel(console.theme, this)),
      m_table(new TableView(console.theme)), m_advice(plainLabel({}, "section", "experimentAdvice")),
      m_rule(plainLabel({}, "secondary", "experimentRule")), m_stop(new QPushButton(tr("Stop with this winner…"))) {
    setObjectName(QStringLiteral("experimentPanel"));
    m_table->setObjectName(QStringLiteral("experimentTable"));
    m_table->setAccessibleName(tr("Arms of the experiment"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSource(m_model);
    m_table->setItemDelegateForColumn(ExperimentModel::Score, new IntervalDelegate(console.theme, m_table));
    m_table->setColumnWidths({90, 70, 75, 0, 110});
    m_stop->setObjectName(QStringLiteral("experimentStop"));
    m_stop->setAutoDefault(false);
    auto* end = new QHBoxLayout;
    end->setSpacing(space::small);
    end->addWidget(m_rule, 1);
    end->addWidget(m_stop, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::medium, space::large, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(m_advice);
    layout->addWidget(m_table, 1);
    layout->addLayout(end);
    m_again.setInterval(againMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &ExperimentPanel::ask);
    connect(m_table, &TableView::selectionMoved, this, &ExperimentPanel::showPossible);
    connect(m_stop, &QPushButton::clicked, this, &ExperimentPanel::askStop);
}

void ExperimentPanel::show(const ApiRow& row) {
    const bool same = row.key == m_row.key;
    m_row = row;
    m_there = shownDefinition(row.spec).value(QLatin1String("experiment")).isObject();
    if (!same || !m_there) {
        m_model->setArms({});
        m_running = false;
        m_rule->clear();
    }
    if (!m_there)
        m_advice->setText(tr("This version has no experiment."));
    else if (!same)
        m_advice->setText(tr("Reading the experiment…"));
    m_table->setVisible(m_there);
    showPossible();
    if (isVisible())
        ask();
}

void ExperimentPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_again.start();
    ask();
}

void ExperimentPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_again.stop();
}

void ExperimentPanel::ask() {
    if (!m_there)
        return;
    m_console.client.get(m_row.address(QStringLiteral("experiment")), {}, this,
                         [this, round = ++m_round](const Reply& reply) {
                             if (round == m_round)
                                 take(reply);
                         });
}

void ExperimentPanel::take(const Reply& reply) {
    if (!reply.ok()) {
        m_advice->setText(reply.problem().detail);
        return;
    }
    const auto told = reply.object();
    const auto arms = armsOf(told.value(QLatin1String("arms")).toArray());
    m_model->setArms(arms);
    m_running = memberText(told, "phase") != QLatin1String("ended");
    m_advice->setText(adviceFor(told, arms));
    m_rule->setText(ruleOf(told));
    showPossible();
}

// What to do now, in the person's language; what this console has no words for stays as the gateway says it.
QString ExperimentPanel::adviceFor(const QJsonObject& told, const QVector<ArmRow>& arms) const {
    if (!m_running)
        return tr("It has ended: %1 serves every call.").arg(memberText(told, "winner"));
    const auto leader = memberText(told, "leader");
    const auto arm =
        std::find_if(arms.begin(), arms.end(), [&leader](const ArmRow& row) { return row.version == leader; });
    const auto certainty = arm == arms.end() ? QString() : shareText(QLocale(), arm->best);
    const auto verdict = memberText(told, "verdict");
    if (verdict == QLatin1String("decided"))
        return tr("%1 is the best with %2 certainty: stop with it.", "a version, a share").arg(leader, certainty);
    if (verdict == QLatin1String("undecided"))
        return tr("Undecided: %1 is ahead, with %2 certainty.", "a version, a share").arg(leader, certainty);
    if (verdict == QLatin1String("too_few"))
        return tr("Too early to say: %n more score(s) are needed.", nullptr,
                  told.value(QLatin1String("scores_left")).toInt());
    return memberText(told, "advice");
}

QString ExperimentPanel::ruleOf(const QJsonObject& told) const {
    const QLocale locale;
    const auto interval = tr("The line is the interval in which the mean lies with 95 % certainty.");
    const auto scores = told.value(QLatin1String("scores_wanted")).toInteger();
    if (scores <= 0)
        return interval;
    return tr("It is decided once each version has %1 scores and one is the best with %2 certainty.")
               .arg(countText(locale, scores),
                    shareText(locale, told.value(QLatin1String("certainty_wanted")).toDouble())) +
           u' ' + interval;
}

void ExperimentPanel::showPossible() {
    const auto rows = m_table->selectedSourceRows();
    m_stop->setVisible(m_there);
    m_stop->setEnabled(m_running && rows.size() == 1);
    m_stop->setToolTip(!m_running       ? tr("It does not run.")
                       : rows.isEmpty() ? tr("Select the version that wins first.")
                                        : tr("From the next call on, every caller gets it."));
}

void ExperimentPanel::askStop() {
    const auto rows = m_table->selectedSourceRows();
    if (rows.size() != 1)
        return;
    const auto winner = m_model->versionAt(rows.front().row());
    Confirmation what;
    what.title = tr("Stop the experiment with %1?", "a version").arg(winner);
    what.text = tr("Every caller of %1 gets this version from the next call on. What was scored stays.").arg(m_row.key);
    what.verb = tr("Stop");
    confirm(this, what, [this, winner] { stop(winner); });
}

void ExperimentPanel::stop(const QString& winner) {
    m_console.client.send(GatewayClient::Verb::Post, m_row.address(QStringLiteral("experiment/stop")),
                          {{QStringLiteral("winner"), winner}}, this, [this, winner](const Reply& reply) {
                              m_console.toast.say(
                                  reply.ok() ? tr("The experiment has ended: %1 serves every call.").arg(winner)
                                             : reply.problem().detail);
                              ask();
                          });
}

} // namespace gatehouse::ui
