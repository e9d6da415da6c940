// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/subscription_details.h"

#include "ui/models/format.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/product_words.h"

#include <QLabel>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int leastCharacters = 34;

} // namespace

SubscriptionDetails::SubscriptionDetails(const Theme&, const ApprovalBook& book, QWidget* parent)
    : QScrollArea(parent), m_book(book), m_title(plainLabel({}, "section", "subscriptionTitle")),
      m_reason(plainLabel({}, "impact", "subscriptionReason")), m_facts(new FactList) {
    setObjectName(QStringLiteral("subscriptionDetails"));
    setAccessibleName(tr("The subscription"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(fontMetrics().averageCharWidth() * leastCharacters);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* inside = new QWidget;
    auto* layout = new QVBoxLayout(inside);
    layout->setContentsMargins(space::large, 0, space::small, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_title);
    layout->addWidget(m_reason);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    setWidget(inside);
    show({}, 0);
}

void SubscriptionDetails::show(const QString& id, int selected) {
    m_facts->clear();
    const auto* row = m_book.find(id);
    m_reason->setVisible(row != nullptr);
    m_reason->setProperty("data", true); // the applicant's own words
    if (row == nullptr) {
        m_title->setText(selected > 1 ? tr("%n request(s) selected", nullptr, selected)
                                      : tr("Select a request to see who asks, and why."));
        return;
    }
    m_title->setText(tr("%1 asks for %2", "an application, an API").arg(row->app, row->api));
    m_reason->setText(row->reason.isEmpty() ? tr("No reason was given.") : row->reason);
    addRequest(*row);
    addPlan(*row);
    addApplicant(*row);
    addDecision(*row);
}

void SubscriptionDetails::addRequest(const SubscriptionRow& row) {
    const QLocale locale;
    const auto api = m_book.api(row.api);
    m_facts->add(tr("API"), titleOf(api).isEmpty() ? row.api : titleOf(api));
    m_facts->add(tr("Belongs to"), memberText(api, "team"));
    m_facts->add(tr("Asked by"), row.who);
    m_facts->add(tr("Team"), row.team);
    if (row.requested.isValid())
        m_facts->add(tr("Asked on"), locale.toString(row.requested.toLocalTime(), QLocale::ShortFormat));
}

void SubscriptionDetails::addPlan(const SubscriptionRow& row) {
    const QLocale locale;
    const auto plan = m_book.plan(row.plan);
    m_facts->addSection(tr("Plan"));
    if (row.plan.isEmpty()) {
        m_facts->add(tr("Name"), tr("Without a plan"));
        return;
    }
    m_facts->add(tr("Name"), titleOf(plan).isEmpty() ? row.plan : titleOf(plan));
    const auto allows = planText(locale, plan);
    m_facts->add(tr("Allows"), allows.isEmpty() ? tr("No limit of its own") : allows);
    m_facts->add(tr("Price"), priceText(locale, plan));
    m_facts->add(tr("Ends after"), memberText(plan, "expires_after"));
}

void SubscriptionDetails::addApplicant(const SubscriptionRow& row) {
    const QLocale locale;
    m_facts->addSection(tr("The applicant so far"));
    const auto used = m_book.usage().of(row.app);
    if (m_book.usage().known()) {
        m_facts->add(tr("Calls"), tr("%1 in 30 days", "a number of calls").arg(countText(locale, used.calls)));
        if (used.calls > 0) {
            m_facts->add(tr("Errors"), shareText(locale, static_cast<double>(used.errors) / used.calls));
            m_facts->add(tr("Spend"), moneyText(locale, used.cost));
        }
    }
    QStringList others;
    for (const auto& other : m_book.rows()) {
        if (other.app == row.app && other.id != row.id)
            others.append(tr("%1: %2", "an API, a state").arg(other.api, subscriptionStateLook(other.state).text));
    }
    m_facts->add(tr("Other APIs"), others.isEmpty() ? tr("None") : others.mid(0, 8).join(u'\n'));
}

void SubscriptionDetails::addDecision(const SubscriptionRow& row) {
    if (row.state == QLatin1String("pending"))
        return;
    const QLocale locale;
    m_facts->addSection(subscriptionStateLook(row.state).text);
    if (row.decided.isValid())
        m_facts->add(tr("On"), locale.toString(row.decided.toLocalTime(), QLocale::ShortFormat));
    m_facts->add(tr("By"), row.decidedBy);
    m_facts->add(tr("Reason"), row.decision);
    if (row.expires.isValid())
        m_facts->add(tr("Ends"), locale.toString(row.expires.toLocalTime(), QLocale::ShortFormat));
}

} // namespace gatehouse::ui
