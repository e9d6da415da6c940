// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/charge_panel.h"

#include "ui/models/format.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QDate>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QUrlQuery>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int monthsBack = 12;

QString beginOf(const QDate& day) {
    return day.toString(QStringLiteral("yyyy-MM-01'T'00:00:00'Z'"));
}

} // namespace

ChargePanel::ChargePanel(Console& console, Whose whose, QWidget* parent)
    : QWidget(parent), m_console(console), m_whose(whose), m_model(new ChargeModel(this)) {
    const bool team = whose == Whose::Team;
    setObjectName(team ? QStringLiteral("teamCharges") : QStringLiteral("apiCharges"));
    m_table = new TableView(console.theme);
    m_table->setObjectName(team ? QStringLiteral("teamChargesTable") : QStringLiteral("apiChargesTable"));
    m_table->setAccessibleName(tr("Charges"));
    m_table->setSource(m_model);
    m_table->setColumnWidths({130, 100, 0, 100, 70, 85, 85, 100, 90});
    m_table->setColumnsHidden({team ? ChargeModel::Team : ChargeModel::Api});
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    m_note = plainLabel({}, "secondary", "chargeNote");
    m_card = cardOf(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::small, space::large, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(makeBar());
    layout->addWidget(m_note);
    layout->addWidget(m_card, 1);
    say({});
    connect(m_month, &QComboBox::currentIndexChanged, this, &ChargePanel::load);
}

QWidget* ChargePanel::makeBar() {
    m_month = new QComboBox;
    m_month->setObjectName(QStringLiteral("chargeMonth"));
    m_month->setAccessibleName(tr("Month"));
    const QLocale locale;
    const auto today = QDateTime::currentDateTimeUtc().date();
    const QDate first(today.year(), today.month(), 1);
    for (int back = 0; back < monthsBack; ++back) {
        const auto month = first.addMonths(-back);
        m_month->addItem(locale.toString(month, QStringLiteral("MMMM yyyy")), month);
    }
    m_month->setToolTip(tr("Months are those of UTC."));
    m_total = plainLabel({}, "section", "chargeTotal");
    auto* save = new QPushButton(m_console.theme.icon(QStringLiteral("download")), tr("Export"));
    save->setObjectName(QStringLiteral("chargeExport"));
    save->setToolTip(tr("Save the charges as CSV or JSON Lines"));
    connect(save, &QPushButton::clicked, m_table, &TableView::exportRows);
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_month);
    row->addWidget(m_total, 1);
    row->addWidget(save);
    return bar;
}

void ChargePanel::show(const QString& id) {
    if (id == m_id)
        return;
    m_id = id;
    m_model->put({});
    load();
}

void ChargePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    load();
}

void ChargePanel::load() {
    if (m_id.isEmpty() || !isVisible())
        return;
    const auto month = m_month->currentData().toDate();
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("from"), beginOf(month));
    if (m_month->currentIndex() > 0) // this month lasts until now
        query.addQueryItem(QStringLiteral("to"), beginOf(month.addMonths(1)));
    if (m_model->rowCount() == 0)
        say(tr("Reading the charges…"));
    m_console.client.get(QStringLiteral("/charges"), query, this, [this, round = ++m_round](const Reply& reply) {
        if (round != m_round)
            return;
        if (reply.ok())
            take(reply.items());
        else
            say(reply.problem().detail);
    });
}

void ChargePanel::take(const QJsonArray& items) {
    auto rows = ChargeModel::read(items);
    rows.removeIf([this](const ChargeRow& row) { return (m_whose == Whose::Team ? row.team : row.api) != m_id; });
    m_model->put(rows);
    const auto total = moneyText(QLocale(), m_model->total());
    m_total->setText(m_whose == Whose::Team ? tr("Charged: %1").arg(total) : tr("Earned: %1").arg(total));
    if (rows.isEmpty())
        say(m_whose == Whose::Team ? tr("This team has no subscription to an API.")
                                   : tr("Nobody is subscribed to this API."));
    else if (m_model->unknown() > 0)
        say(tr("The cost of %n call(s) is not known; providers' cost is charged without them.", nullptr,
               static_cast<int>(m_model->unknown())));
    else
        say({});
}

void ChargePanel::say(const QString& sentence) {
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
    m_card->setVisible(m_model->rowCount() > 0);
    if (m_model->rowCount() == 0 && m_month->currentIndex() >= 0)
        m_total->setText(QString());
}

} // namespace gatehouse::ui
