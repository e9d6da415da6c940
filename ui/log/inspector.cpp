// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/inspector.h"

#include "ui/log/waterfall.h"
#include "ui/models/format.h"
#include "ui/widgets/notice_panel.h"

#include <QFormLayout>
#include <QJsonArray>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

std::optional<double> number(const QJsonObject& json, const char* name) {
    const auto value = json.value(QLatin1String(name));
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

void clear(QFormLayout* form) {
    while (form->rowCount() > 0)
        form->removeRow(0);
}

// Foreign text is shown as it is, never as markup; it can be selected and copied.
void addRow(QFormLayout* form, const QString& name, const QString& value) {
    if (value.isEmpty())
        return;
    auto* label = new QLabel(name);
    label->setProperty("role", QStringLiteral("secondary"));
    auto* shown = new QLabel(value);
    shown->setTextFormat(Qt::PlainText);
    shown->setWordWrap(true);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    shown->setAccessibleName(QString(name + QStringLiteral(": ") + value));
    form->addRow(label, shown);
}

} // namespace

Inspector::Inspector(const Theme& theme, GatewayClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_stack(new QStackedWidget), m_notice(new NoticePanel(theme)),
      m_tabs(new QTabWidget) {
    m_tabs->setObjectName(QStringLiteral("inspectorTabs"));
    m_tabs->setDocumentMode(true);
    m_waterfall = new Waterfall(theme);
    m_summary = addPage(tr("Summary"), "inspectorSummary");
    m_attempts = addPage(tr("Tries"), "inspectorTries", m_waterfall);
    m_cost = addPage(tr("Cost"), "inspectorCost");
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_notice, &NoticePanel::pressed, this, [this] { show(m_callId); });
    show({});
}

QFormLayout* Inspector::addPage(const QString& title, const char* name, QWidget* above) {
    auto* page = new QWidget;
    page->setObjectName(QLatin1String(name));
    auto* outer = new QVBoxLayout(page);
    outer->setContentsMargins(0, space::medium, space::small, space::medium);
    outer->setSpacing(space::large);
    if (above != nullptr)
        outer->addWidget(above);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(space::small);
    form->setHorizontalSpacing(space::large);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    outer->addLayout(form);
    outer->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    m_tabs->addTab(scroll, title);
    return form;
}

void Inspector::show(const QString& callId) {
    m_callId = callId;
    if (callId.isEmpty()) {
        m_notice->show(QStringLiteral("list-details"), Theme::Tone::Secondary, tr("Choose a call to see how it went."),
                       {});
        m_stack->setCurrentWidget(m_notice);
        return;
    }
    m_client.get(QStringLiteral("/calls/") + callId, {}, this, [this, callId](const Reply& reply) {
        if (callId == m_callId)
            take(reply);
    });
}

void Inspector::take(const Reply& reply) {
    if (!reply.ok()) {
        const bool gone = reply.status() == 404;
        m_notice->show(gone ? QStringLiteral("loader-2") : QStringLiteral("circle-x"),
                       gone ? Theme::Tone::Secondary : Theme::Tone::Error,
                       gone ? tr("This call is still running, or no longer kept.") : reply.problem().detail,
                       tr("Retry"));
        m_stack->setCurrentWidget(m_notice);
        return;
    }
    const auto call = reply.object();
    fillSummary(call);
    fillAttempts(call);
    fillCost(call);
    m_stack->setCurrentWidget(m_tabs);
}

void Inspector::fillSummary(const QJsonObject& call) {
    const QLocale locale;
    const auto explain = call.value(QLatin1String("explain")).toObject();
    clear(m_summary);
    addRow(m_summary, tr("What happened"), text(explain, "note"));
    addRow(m_summary, tr("Status"), QString::number(call.value(QLatin1String("status")).toInt()));
    addRow(m_summary, tr("Error"), text(call, "error"));
    addRow(m_summary, tr("Started"),
           locale.toString(QDateTime::fromString(text(call, "started_at"), Qt::ISODateWithMs).toLocalTime(),
                           QLocale::LongFormat));
    addRow(m_summary, tr("Model asked"), text(call, "model_asked"));
    addRow(m_summary, tr("Model served"), text(call, "model"));
    addRow(m_summary, tr("Provider"), text(call, "provider"));
    addRow(m_summary, tr("Application"), text(call, "app"));
    addRow(m_summary, tr("Key"), text(call, "key"));
    addRow(m_summary, tr("Client"), text(call, "client"));
    addRow(m_summary, tr("Address"), text(call, "address"));
    addRow(m_summary, tr("First byte"), durationText(locale, number(call, "first_byte_ms")));
    addRow(m_summary, tr("Total"), durationText(locale, number(call, "duration_ms")));
    addRow(m_summary, tr("Sent and received"),
           tr("%1 in, %2 out")
               .arg(bytesText(locale, call.value(QLatin1String("bytes_in")).toInteger()),
                    bytesText(locale, call.value(QLatin1String("bytes_out")).toInteger())));
    QStringList losses;
    for (const auto& loss : explain.value(QLatin1String("losses")).toArray())
        losses.append(loss.toString());
    addRow(m_summary, tr("Lost in translation"), losses.join(u'\n'));
    addRow(m_summary, tr("Request id"), text(call, "id"));
    addRow(m_summary, tr("Provider's id"), text(call, "provider_request_id"));
}

void Inspector::fillAttempts(const QJsonObject& call) {
    const auto explain = call.value(QLatin1String("explain")).toObject();
    m_waterfall->show(call);
    clear(m_attempts);
    addRow(m_attempts, tr("Rule"), text(explain, "rule"));
    addRow(m_attempts, tr("Chosen"), text(explain, "chosen"));
    for (const auto& value : explain.value(QLatin1String("skipped")).toArray()) {
        const auto skipped = value.toObject();
        addRow(m_attempts, tr("Not tried"),
               tr("%1: %2", "target, reason").arg(text(skipped, "target"), text(skipped, "reason")));
    }
    for (const auto& value : explain.value(QLatin1String("limits")).toArray()) {
        const auto limit = value.toObject();
        addRow(m_attempts, text(limit, "scope"), tr("%1 of %2 used").arg(text(limit, "used"), text(limit, "limit")));
    }
}

void Inspector::fillCost(const QJsonObject& call) {
    const QLocale locale;
    clear(m_cost);
    const QString cost = text(call, "cost");
    addRow(m_cost, tr("Cost"),
           cost.isEmpty()                                  ? tr("unknown: no price is known for this model")
           : call.value(QLatin1String("pretend")).toBool() ? tr("$%1 of pretend money").arg(cost)
                                                           : QString(QStringLiteral("$") + cost));
    addRow(m_cost, tr("Price"), text(call.value(QLatin1String("explain")).toObject(), "price"));
    const auto tokens = call.value(QLatin1String("tokens")).toObject();
    const auto count = [&](const char* name) {
        return countText(locale, tokens.value(QLatin1String(name)).toInteger());
    };
    addRow(m_cost, tr("Input tokens"), count("input"));
    addRow(m_cost, tr("Cached input"), count("cached_input"));
    addRow(m_cost, tr("Cache written"), count("cache_write"));
    addRow(m_cost, tr("Output tokens"), count("output"));
    addRow(m_cost, tr("Of them reasoning"), count("reasoning"));
    if (tokens.value(QLatin1String("estimated")).toBool())
        addRow(m_cost, tr("Counted by"), tr("Gatehouse: an estimate, because the provider told no usage."));
}

} // namespace gatehouse::ui
