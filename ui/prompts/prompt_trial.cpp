// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_trial.h"

#include "ui/playground/lane.h"

#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <algorithm>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr qsizetype mostLanes = 3;

QPushButton* button(const QIcon& icon, const QString& text, const char* name) {
    auto* made = new QPushButton(icon, text);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

PromptTrial::PromptTrial(Console& console, PreviewFeed& feed, QWidget* parent)
    : QWidget(parent), m_console(console), m_feed(feed), m_quietKey(console.client, ConsoleKey::Bodies::NeverKept),
      m_hint(new QLabel), m_add(button(console.theme.icon(QStringLiteral("columns-3")), tr("Compare"), "tryAddModel")),
      m_send(button(console.theme.icon(QStringLiteral("send"), Theme::Tone::OnAccent), tr("Send"), "trySend")),
      m_stop(button(console.theme.icon(QStringLiteral("player-stop")), tr("Stop"), "tryStop")) {
    m_send->setProperty("role", QStringLiteral("primary"));
    m_hint->setObjectName(QStringLiteral("tryHint"));
    m_hint->setWordWrap(true);
    m_hint->setProperty("role", QStringLiteral("secondary"));
    auto* bar = new QHBoxLayout;
    bar->setSpacing(space::small);
    bar->addWidget(m_hint, 1);
    bar->addWidget(m_add);
    bar->addWidget(m_stop);
    bar->addWidget(m_send);
    auto* inside = new QWidget;
    m_row = new QHBoxLayout(inside);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(space::medium);
    auto* area = new QScrollArea;
    area->setObjectName(QStringLiteral("tryScroll"));
    area->setAccessibleName(tr("Answers"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(inside);
    area->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->setSpacing(space::medium);
    layout->addLayout(bar);
    layout->addWidget(area, 1);
    connect(m_add, &QPushButton::clicked, this, [this] { addLane(m_lanes.last()->model()); });
    connect(m_send, &QPushButton::clicked, this, &PromptTrial::send);
    connect(m_stop, &QPushButton::clicked, this, &PromptTrial::stop);
    connect(&feed, &PreviewFeed::changed, this, &PromptTrial::showState);
    addLane({});
}

void PromptTrial::addLane(const QString& model) {
    if (m_lanes.size() >= mostLanes)
        return;
    auto* lane = new Lane(m_console);
    m_lanes.append(lane);
    m_row->addWidget(lane, 1);
    lane->setModels(m_names);
    lane->setModel(model);
    lane->show();
    connect(lane, &Lane::busyChanged, this, &PromptTrial::showState);
    connect(lane, &Lane::modelEdited, this, &PromptTrial::showState);
    connect(lane, &Lane::removeWanted, this, [this, lane] { removeLane(lane); });
    connect(lane, &Lane::logWanted, this, &PromptTrial::logWanted);
    showState();
}

void PromptTrial::removeLane(Lane* lane) {
    if (m_lanes.size() == 1)
        return;
    lane->stop();
    m_lanes.removeOne(lane);
    lane->hide();
    lane->deleteLater();
    showState();
}

void PromptTrial::setPrompt(const QString& model) {
    stop();
    while (m_lanes.size() > 1)
        removeLane(m_lanes.last());
    m_lanes.first()->forget();
    m_lanes.first()->setModel(model);
    showState();
}

void PromptTrial::setModels(const QStringList& names) {
    m_names = names;
    for (auto* lane : std::as_const(m_lanes))
        lane->setModels(names);
}

bool PromptTrial::isBusy() const {
    return m_writing != 0 ||
           std::any_of(m_lanes.begin(), m_lanes.end(), [](const Lane* lane) { return lane->isBusy(); });
}

bool PromptTrial::canSend() const {
    const bool named =
        std::any_of(m_lanes.begin(), m_lanes.end(), [](const Lane* lane) { return !lane->model().isEmpty(); });
    return named && !isBusy() && m_feed.rendered() && !m_feed.isOld() && !m_feed.isWaiting() &&
           !m_feed.body().isEmpty();
}

// As a gateway would ask, but as a stream and of the lane's own model.
void PromptTrial::send() {
    if (!canSend())
        return;
    m_problem.clear();
    if (m_feed.hasSecrets())
        sendWritten();
    else
        start(m_feed.body(), false);
}

// The preview's request has masks in the place of secret values.
void PromptTrial::sendWritten() {
    m_writing = ++m_round;
    m_feed.askWritten(this, [this, round = m_round](const QJsonObject& body, const QString& problem) {
        if (round != m_writing)
            return; // stopped meanwhile
        m_writing = 0;
        m_problem = problem;
        if (!body.isEmpty())
            start(body, true);
        showState();
    });
    showState();
}

void PromptTrial::start(QJsonObject body, bool quietly) {
    body.insert(QStringLiteral("stream"), true);
    body.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
    for (auto* lane : std::as_const(m_lanes)) {
        if (lane->model().isEmpty())
            continue;
        body.insert(QStringLiteral("model"), lane->model());
        if (quietly)
            lane->startQuietly(body, m_quietKey);
        else
            lane->start(body);
    }
}

void PromptTrial::stop() {
    if (std::exchange(m_writing, 0) != 0)
        showState();
    for (auto* lane : std::as_const(m_lanes))
        lane->stop();
}

QString PromptTrial::hint() const {
    if (m_feed.isOld() || !m_feed.faults().isEmpty())
        return tr("The template cannot be rendered with these values. Mend it under Write.");
    if (!m_problem.isEmpty())
        return m_problem;
    return m_feed.hasSecrets() ? tr("Asks with the values under Write. Secret ones are sent, and kept nowhere.")
                               : tr("Asks with the values under Write. What is written need not be saved.");
}

void PromptTrial::showState() {
    for (auto* lane : std::as_const(m_lanes))
        lane->setAlone(m_lanes.size() == 1);
    m_add->setEnabled(m_lanes.size() < mostLanes);
    m_send->setEnabled(canSend());
    m_stop->setEnabled(isBusy());
    m_hint->setText(hint());
    Q_EMIT stateChanged();
}

} // namespace gatehouse::ui
