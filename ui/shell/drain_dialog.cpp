// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/drain_dialog.h"

#include "ui/theme/tokens.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int tickMilliseconds = 500;
constexpr int ticksPerSecond = 1'000 / tickMilliseconds;

} // namespace

DrainDialog::DrainDialog(GatewayWatch& watch, QWidget* parent)
    : QDialog(parent), m_watch(watch), m_text(new QLabel), m_bar(new QProgressBar) {
    setObjectName(QStringLiteral("drainDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Quit Gatehouse"));
    m_text->setObjectName(QStringLiteral("drainText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_bar->setRange(0, seconds * ticksPerSecond);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Time until Gatehouse quits"));
    auto* buttons = new QDialogButtonBox;
    auto* now = buttons->addButton(tr("Quit now"), QDialogButtonBox::DestructiveRole);
    auto* keep = buttons->addButton(tr("Keep running"), QDialogButtonBox::RejectRole);
    now->setObjectName(QStringLiteral("quitNow"));
    keep->setObjectName(QStringLiteral("keepRunning"));
    keep->setDefault(true);
    connect(now, &QPushButton::clicked, this, &DrainDialog::end);
    connect(keep, &QPushButton::clicked, this, &DrainDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::large);
    layout->addWidget(m_text);
    layout->addWidget(m_bar);
    layout->addWidget(buttons);
    m_pausedHere = !watch.isPaused();
    if (m_pausedHere)
        watch.setPaused(true);
    connect(&watch, &GatewayWatch::changed, this, &DrainDialog::show);
    m_timer.setInterval(tickMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &DrainDialog::tick);
    m_timer.start();
    show();
}

void DrainDialog::tick() {
    if (++m_ticks >= seconds * ticksPerSecond) {
        end();
        return;
    }
    m_watch.look();
    show();
}

void DrainDialog::show() {
    if (m_ended)
        return;
    if (m_ticks > 0 && m_watch.runningCalls() == 0) {
        end();
        return;
    }
    const int left = seconds - m_ticks / ticksPerSecond;
    m_text->setText(tr("%n call(s) are still running. New ones are refused.", nullptr, m_watch.runningCalls()) +
                    QLatin1Char('\n') + tr("Gatehouse quits in %n second(s).", nullptr, left));
    m_bar->setValue(m_ticks);
}

void DrainDialog::end() {
    if (m_ended)
        return;
    m_ended = true;
    m_timer.stop();
    Q_EMIT drained();
    QDialog::accept();
}

void DrainDialog::reject() {
    m_ended = true;
    m_timer.stop();
    if (m_pausedHere)
        m_watch.setPaused(false);
    QDialog::reject();
}

} // namespace gatehouse::ui
