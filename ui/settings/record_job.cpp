// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/record_job.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>

namespace gatehouse::ui {
namespace {

constexpr int askAgainMilliseconds = 500;
constexpr int progressSteps = 1000;
constexpr int progressWidth = 120;

} // namespace

RecordJobRow::RecordJobRow(Console& console, const QString& kind, const QString& verb)
    : m_console(console), m_kind(kind), m_state(new QLabel), m_progress(new QProgressBar),
      m_button(new QPushButton(verb)) {
    m_state->setObjectName(QStringLiteral("jobState_") + kind);
    m_state->setTextFormat(Qt::PlainText);
    m_progress->setAccessibleName(verb);
    m_progress->setTextVisible(false);
    m_progress->setMinimumWidth(progressWidth);
    m_progress->hide();
    m_button->setObjectName(QStringLiteral("job_") + kind);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_state);
    layout->addWidget(m_progress);
    layout->addWidget(m_button);
    m_again.setSingleShot(true);
    m_again.setInterval(askAgainMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &RecordJobRow::refresh);
    connect(m_button, &QPushButton::clicked, this, &RecordJobRow::start);
}

void RecordJobRow::start() {
    m_button->setEnabled(false);
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/records/jobs/") + m_kind, {}, this,
                          [this](const Reply& reply) {
                              m_button->setEnabled(true);
                              if (reply.ok() || reply.status() == 409)
                                  m_running = true;
                              else
                                  show(reply.problem().detail, true);
                              if (m_running)
                                  refresh();
                          });
}

void RecordJobRow::refresh() {
    m_console.client.get(QStringLiteral("/records/jobs"), {}, this, [this](const Reply& reply) {
        for (const auto& job : reply.items()) {
            if (job.toObject().value(QLatin1String("kind")).toString() == m_kind)
                take(job.toObject());
        }
    });
}

void RecordJobRow::take(const QJsonObject& job) {
    const QString state = job.value(QLatin1String("state")).toString();
    const bool running = state == QLatin1String("running") || state == QLatin1String("waiting");
    const double total = job.value(QLatin1String("total")).toDouble();
    m_progress->setVisible(running);
    m_button->setVisible(!running);
    m_progress->setRange(0, total > 0 ? progressSteps : 0); // unknown: it moves without an end
    if (total > 0)
        m_progress->setValue(static_cast<int>(job.value(QLatin1String("done")).toDouble() / total * progressSteps));
    if (running) {
        show({}, false);
        m_again.start();
    } else if (state == QLatin1String("failed")) {
        show(job.value(QLatin1String("message")).toString(), true);
    } else if (state == QLatin1String("done")) {
        const auto at =
            QDateTime::fromString(job.value(QLatin1String("ended_at")).toString(), Qt::ISODateWithMs).toLocalTime();
        show(tr("Done at %1").arg(QLocale().toString(at.time(), QLocale::ShortFormat)), false);
    }
    if (std::exchange(m_running, running) && !running)
        Q_EMIT ended();
}

void RecordJobRow::show(const QString& sentence, bool wrong) {
    m_state->setText(sentence);
    m_state->setProperty("role", wrong ? QStringLiteral("faultCaption") : QStringLiteral("caption"));
    m_state->style()->unpolish(m_state);
    m_state->style()->polish(m_state);
}

} // namespace gatehouse::ui
