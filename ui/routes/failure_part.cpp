// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/failure_part.h"

#include "core/contract/descriptions.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <optional>

namespace gatehouse::ui {
namespace {

constexpr int mostAttempts = 10;
constexpr int leastStatus = 400;
constexpr int mostStatus = 599;

// Empty: one of them is no status.
std::optional<QJsonArray> statusesOf(const QString& text) {
    QJsonArray statuses;
    for (const auto& part : text.split(u',', Qt::SkipEmptyParts)) {
        if (part.trimmed().isEmpty())
            continue;
        bool isNumber = false;
        const int status = part.trimmed().toInt(&isNumber);
        if (!isNumber || status < leastStatus || status > mostStatus)
            return std::nullopt;
        if (!statuses.contains(status))
            statuses.append(status);
    }
    return statuses;
}

} // namespace

FailurePart::FailurePart(Form& form, const Theme& theme, std::function<QStringList()> routes)
    : m_form(form), m_attempts(new QSpinBox), m_onConnect(new QCheckBox(tr("no connection"))),
      m_onTimeout(new QCheckBox(tr("timeout"))), m_on5xx(new QCheckBox(tr("5xx"))), m_statuses(new QLineEdit),
      m_fallbacks(new FallbackList(theme, std::move(routes))),
      m_hedged(new QCheckBox(tr("Send a second call when the first is slow"))),
      m_percentile(makeCount("hedgePercentile", tr("Percentile"), 50, 99)),
      m_atLeast(makeDuration("hedgeAtLeast", tr("At least after"), QStringLiteral("200ms"))),
      m_connect(makeDuration("", {}, tr("As the provider says"))),
      m_firstByte(makeDuration("", {}, tr("As the provider says"))),
      m_idle(makeDuration("", {}, tr("As the provider says"))),
      m_total(makeDuration("", {}, tr("As the provider says"))), m_cut(new QComboBox) {
    addRetry();
    m_form.addField(QStringLiteral("fallbacks"), tr("Then"), m_fallbacks,
                    tr("Where no target could serve, another route goes on with the call."),
                    [this] { return m_fallbacks->fault(); });
    m_form.setFieldVisible(QStringLiteral("fallbacks"), routeHas("fallbacks"));
    QObject::connect(m_fallbacks, &FallbackList::edited, &m_form, &Form::edited);
    addHedge();
    addTimeouts();
    m_cut->addItem(tr("End them, and say so in the stream"), QStringLiteral("end"));
    m_cut->addItem(tr("Continue on another target, with a visible seam"), QStringLiteral("continue"));
    m_form.addField(QStringLiteral("cut_streams"), tr("Cut streams"), m_cut,
                    tr("When the provider breaks off behind the first byte."));
    m_form.setFieldVisible(QStringLiteral("cut_streams"), routeHas("cut_streams"));
    QObject::connect(&m_form, &Form::edited, &m_form,
                     [this] { m_form.setFoldSummary(QStringLiteral("failure"), summary()); });
    showFitting();
}

void FailurePart::addRetry() {
    m_attempts->setRange(1, mostAttempts);
    m_form.addField(QStringLiteral("retry.attempts"), tr("Tries"), m_attempts,
                    tr("On one target, before the next one is tried."));
    auto* conditions = new QWidget;
    auto* row = new FlowLayout(space::medium, conditions);
    m_onConnect->setObjectName(QStringLiteral("retryConnect"));
    m_onTimeout->setObjectName(QStringLiteral("retryTimeout"));
    m_on5xx->setObjectName(QStringLiteral("retry5xx"));
    m_statuses->setObjectName(QStringLiteral("retryStatuses"));
    m_statuses->setAccessibleName(tr("Further statuses"));
    m_statuses->setPlaceholderText(tr("Statuses"));
    for (QWidget* widget : {static_cast<QWidget*>(m_onConnect), static_cast<QWidget*>(m_onTimeout),
                            static_cast<QWidget*>(m_on5xx), static_cast<QWidget*>(m_statuses)})
        row->addWidget(widget);
    conditions->setFocusProxy(m_onConnect);
    m_form.addField(QStringLiteral("retry.on"), tr("Try again on"), conditions,
                    tr("Statuses of the provider parted by commas, such as 408, 429."), [this] {
                        return statusesOf(m_statuses->text()) ? QString()
                                                              : tr("Enter statuses from 400 to 599, parted by commas.");
                    });
}

void FailurePart::addHedge() {
    constexpr int usual = 95;
    m_percentile->setValue(usual);
    m_percentile->setSuffix(tr(" % of the calls began sooner"));
    m_atLeast->setText(QStringLiteral("200ms"));
    m_form.addField(QStringLiteral("hedge"), tr("Slow answers"), m_hedged,
                    tr("The first answer is used and the other call ends; both may cost money."));
    m_form.addField(QStringLiteral("hedge.percentile"), tr("Slow is when"), m_percentile);
    m_form.addField(QStringLiteral("hedge.at_least"), tr("At least after"), m_atLeast, {},
                    [this] { return m_hedged->isChecked() ? durationFault(m_atLeast, true) : QString(); });
    m_form.setFieldVisible(QStringLiteral("hedge"), routeHas("hedge"));
    QObject::connect(m_hedged, &QCheckBox::toggled, &m_form, [this] { showFitting(); });
}

void FailurePart::addTimeouts() {
    const auto add = [this](const char* field, const QString& label, QLineEdit* edit, const QString& hint) {
        m_form.addField(QLatin1String(field), label, edit, hint, [edit] { return durationFault(edit, false); });
        m_form.setFieldVisible(QLatin1String(field), routeHas(field));
    };
    add("timeouts.connect", tr("Wait for a connection"), m_connect,
        tr("A number and its unit, such as 30s. Empty: what the provider says."));
    add("timeouts.first_byte", tr("Wait for the first byte"), m_firstByte, {});
    add("timeouts.idle", tr("Wait within a stream"), m_idle, {});
    add("timeouts.total", tr("Wait in all"), m_total, {});
}

void FailurePart::showFitting() {
    const bool on = m_hedged->isChecked() && routeHas("hedge");
    m_form.setFieldVisible(QStringLiteral("hedge.percentile"), on);
    m_form.setFieldVisible(QStringLiteral("hedge.at_least"), on);
    m_form.setFoldSummary(QStringLiteral("failure"), summary());
}

void FailurePart::show(const QJsonObject& route) {
    if (route.isEmpty()) {
        const contract::RetrySpec usual;
        m_attempts->setValue(static_cast<int>(usual.attempts));
        for (auto* box : {m_onConnect, m_onTimeout, m_on5xx})
            box->setChecked(true);
        m_statuses->setText(QStringLiteral("408, 429"));
        showFitting();
        return;
    }
    const auto retry = route.value(QLatin1String("retry")).toObject();
    m_attempts->setValue(retry.value(QLatin1String("attempts")).toInt(1));
    const auto on = retry.value(QLatin1String("on")).toArray();
    m_onConnect->setChecked(on.contains(QStringLiteral("connect")));
    m_onTimeout->setChecked(on.contains(QStringLiteral("timeout")));
    m_on5xx->setChecked(on.contains(QStringLiteral("5xx")));
    QStringList statuses;
    for (const auto& condition : on) {
        if (condition.isDouble())
            statuses.append(QString::number(condition.toInt()));
    }
    m_statuses->setText(statuses.join(QStringLiteral(", ")));
    m_fallbacks->show(route.value(QLatin1String("fallbacks")).toArray());
    const auto hedge = route.value(QLatin1String("hedge")).toObject();
    m_hedged->setChecked(!hedge.isEmpty());
    if (!hedge.isEmpty()) {
        m_percentile->setValue(static_cast<int>(numberOf(hedge, "percentile")));
        m_atLeast->setText(textOf(hedge, "at_least"));
    }
    const auto timeouts = route.value(QLatin1String("timeouts")).toObject();
    m_connect->setText(textOf(timeouts, "connect"));
    m_firstByte->setText(textOf(timeouts, "first_byte"));
    m_idle->setText(textOf(timeouts, "idle"));
    m_total->setText(textOf(timeouts, "total"));
    chooseValue(m_cut, textOf(route, "cut_streams"));
    showFitting();
}

void FailurePart::write(QJsonObject& route) const {
    QJsonArray on;
    const auto add = [&on](const QCheckBox* box, const char* word) {
        if (box->isChecked())
            on.append(QLatin1String(word));
    };
    add(m_onConnect, "connect");
    add(m_onTimeout, "timeout");
    const auto statuses = statusesOf(m_statuses->text()).value_or(QJsonArray());
    for (const auto& status : statuses)
        on.append(status);
    add(m_on5xx, "5xx");
    auto retry = route.value(QLatin1String("retry")).toObject();
    retry.insert(QLatin1String("attempts"), m_attempts->value());
    retry.insert(QLatin1String("on"), on);
    route.insert(QLatin1String("retry"), retry);
    const auto fallbacks = m_fallbacks->value();
    if (!fallbacks.isEmpty() || route.contains(QLatin1String("fallbacks")))
        route.insert(QLatin1String("fallbacks"), fallbacks);
    if (m_hedged->isChecked()) {
        auto hedge = route.value(QLatin1String("hedge")).toObject();
        hedge.insert(QLatin1String("percentile"), m_percentile->value());
        hedge.insert(QLatin1String("at_least"), m_atLeast->text().trimmed());
        route.insert(QLatin1String("hedge"), hedge);
    } else {
        route.remove(QLatin1String("hedge"));
    }
    auto timeouts = route.value(QLatin1String("timeouts")).toObject();
    const auto put = [&timeouts](const char* name, const QLineEdit* edit) {
        if (edit->text().trimmed().isEmpty())
            timeouts.remove(QLatin1String(name));
        else
            timeouts.insert(QLatin1String(name), edit->text().trimmed());
    };
    put("connect", m_connect);
    put("first_byte", m_firstByte);
    put("idle", m_idle);
    put("total", m_total);
    if (!timeouts.isEmpty() || route.contains(QLatin1String("timeouts")))
        route.insert(QLatin1String("timeouts"), timeouts);
    if (m_cut->currentIndex() > 0 || route.contains(QLatin1String("cut_streams")))
        route.insert(QLatin1String("cut_streams"), m_cut->currentData().toString());
}

QString FailurePart::summary() const {
    QStringList parts{tr("%n try/tries on each target", nullptr, m_attempts->value())};
    if (m_fallbacks->count() > 0)
        parts.append(tr("%n fallback(s)", nullptr, m_fallbacks->count()));
    if (m_hedged->isChecked())
        parts.append(tr("a second call after %1").arg(m_atLeast->text()));
    return parts.join(QStringLiteral(" · "));
}

} // namespace gatehouse::ui
