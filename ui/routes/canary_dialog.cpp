// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/canary_dialog.h"

#include "ui/models/format.h"
#include "ui/routes/route_fields.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/flow_layout.h"

#include <QDateTime>
#include <QDoubleSpinBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 72;
constexpr int everyMilliseconds = 1'000;

QLabel* makeWords(const char* name, const char* role) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

QPushButton* makeButton(const char* name, const QString& verb) {
    auto* button = new QPushButton(verb);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    return button;
}

} // namespace

CanaryDialog::CanaryDialog(Console& console, const QJsonObject& route, QWidget* parent)
    : QDialog(parent), m_console(console), m_route(textOf(route, "model")),
      m_canary(route.value(QLatin1String("canary")).toObject()) {
    setObjectName(QStringLiteral("canaryDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Canary of %1").arg(m_route));
    setMinimumWidth(fontMetrics().averageCharWidth() * charactersWide);
    m_title = makeWords("canaryTitle", "title");
    m_state = makeWords("canaryState", "secondary");
    m_figures = makeWords("canaryFigures", "secondary");
    m_fault = makeWords("canaryFault", "fault");
    m_fault->hide();
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(space::large, space::large, space::large, space::large);
    inside->setSpacing(space::small);
    inside->addWidget(m_title);
    inside->addWidget(m_state);
    inside->addWidget(m_figures);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(card);
    layout->addWidget(makeShare());
    layout->addWidget(m_fault);
    layout->addStretch(1);
    layout->addWidget(makeButtons());
    m_timer.setInterval(everyMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &CanaryDialog::ask);
    m_timer.start();
    showState();
    ask();
}

QWidget* CanaryDialog::makeShare() {
    auto* share = new QWidget;
    auto* line = new QHBoxLayout(share);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    auto* label = new QLabel(tr("Share of the calls"));
    m_percent = makePercent("canarySharePercent", tr("Share of the calls"));
    m_percent->setValue(numberOf(m_canary, "percent"));
    label->setBuddy(m_percent);
    m_set = makeButton("canarySet", tr("Set share"));
    connect(m_set, &QPushButton::clicked, this, [this] {
        send({{QStringLiteral("percent"), m_percent->value()}},
             tr("%1 of the calls now go to %2.").arg(m_percent->text(), textOf(m_canary, "target")));
    });
    line->addWidget(label);
    line->addWidget(m_percent);
    line->addWidget(m_set);
    line->addStretch(1);
    return share;
}

QWidget* CanaryDialog::makeButtons() {
    auto* buttons = new QWidget;
    auto* flow = new FlowLayout(space::small, buttons);
    m_pause = makeButton("canaryPause", tr("Pause"));
    m_promote = makeButton("canaryPromote", tr("Promote"));
    m_promote->setToolTip(tr("All calls go to this target from now on"));
    m_back = makeButton("canaryRollBack", tr("Roll back"));
    m_back->setToolTip(tr("No call goes to this target from now on"));
    auto* close = makeButton("canaryClose", tr("Close"));
    connect(m_pause, &QPushButton::clicked, this, [this] {
        const bool paused = textOf(m_now, "phase") == QLatin1String("paused");
        send({{QStringLiteral("action"), paused ? QStringLiteral("resume") : QStringLiteral("pause")}},
             paused ? tr("The canary goes on.") : tr("The canary is paused; its share stays."));
    });
    connect(m_promote, &QPushButton::clicked, this, &CanaryDialog::promote);
    connect(m_back, &QPushButton::clicked, this, &CanaryDialog::rollBack);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    for (auto* button : {m_pause, m_promote, m_back, close})
        flow->addWidget(button);
    return buttons;
}

QString CanaryDialog::path() const {
    return QString(QStringLiteral("/routes/") + QString::fromLatin1(QUrl::toPercentEncoding(m_route)) +
                   QStringLiteral("/canary"));
}

void CanaryDialog::ask() {
    if (m_asking)
        return;
    m_asking = true;
    m_console.client.get(path(), {}, this, [this](const Reply& reply) {
        m_asking = false;
        m_now = reply.ok() ? reply.object() : QJsonObject();
        showState();
    });
}

void CanaryDialog::showState() {
    const auto share = numberOf(m_now.isEmpty() ? m_canary : m_now, "percent");
    m_title->setText(
        tr("%1 % of the calls go to %2").arg(m_locale.toString(share, 'g', 4), textOf(m_canary, "target")));
    m_state->setText(stateWords());
    m_figures->setText(figureWords());
    m_figures->setVisible(!m_figures->text().isEmpty());
    const auto phase = textOf(m_now, "phase");
    const bool running = phase == QLatin1String("running") || phase.isEmpty();
    m_pause->setText(phase == QLatin1String("paused") ? tr("Resume") : tr("Pause"));
    m_pause->setEnabled(running || phase == QLatin1String("paused"));
    m_promote->setEnabled(phase != QLatin1String("promoted"));
    m_back->setEnabled(phase != QLatin1String("rolled_back"));
    // Sentences that wrap may need more room than before.
    layout()->activate();
    const int wanted = layout()->totalHeightForWidth(width());
    if (wanted > height())
        resize(width(), wanted);
}

QString CanaryDialog::stateWords() const {
    const auto phase = textOf(m_now, "phase");
    const auto since = QDateTime::fromString(textOf(m_now, "since"), Qt::ISODateWithMs).toLocalTime();
    const auto when = m_locale.toString(since, QLocale::ShortFormat);
    QString words;
    if (phase == QLatin1String("running"))
        words = tr("Running, at this share since %1.").arg(when);
    else if (phase == QLatin1String("paused"))
        words = tr("Paused since %1: the share stays until it is resumed.").arg(when);
    else if (phase == QLatin1String("promoted"))
        words = tr("Promoted at %1: make it the only target, or the first, when you are sure.").arg(when);
    else if (phase == QLatin1String("rolled_back"))
        words = tr("Rolled back at %1.").arg(when);
    else
        return tr("How it stands is not known at this moment.");
    const auto reason = textOf(m_now, "reason");
    return reason.isEmpty() ? words : QString(words + u' ' + tr("Reason: %1.").arg(reason));
}

QString CanaryDialog::figureWords() const {
    if (!m_now.contains(QLatin1String("calls")))
        return {};
    QStringList facts{tr("%n call(s) at this share", nullptr, static_cast<int>(numberOf(m_now, "calls")))};
    facts.append(tr("%n error(s)", nullptr, static_cast<int>(numberOf(m_now, "errors"))));
    if (const auto latency = m_now.value(QLatin1String("latency_ms")); latency.isDouble())
        facts.append(tr("%1 to the first token").arg(durationText(m_locale, latency.toDouble())));
    if (const auto feedback = m_now.value(QLatin1String("feedback")); feedback.isDouble())
        facts.append(tr("feedback %1").arg(m_locale.toString(feedback.toDouble(), 'f', 2)));
    return facts.join(tr(" · ", "between facts"));
}

void CanaryDialog::send(const QJsonObject& what, const QString& done) {
    m_console.client.send(GatewayClient::Verb::Post, path(), what, this, [this, done](const Reply& reply) {
        m_fault->setVisible(!reply.ok());
        if (!reply.ok())
            m_fault->setText(reply.problem().detail);
        else
            m_console.toast.say(done);
        ask();
    });
}

void CanaryDialog::promote() {
    Confirmation what;
    what.title = tr("Promote %1?").arg(textOf(m_canary, "target"));
    what.text = tr("All calls of %1 that no rule leads elsewhere go to it from now on.").arg(m_route);
    what.verb = tr("Promote");
    confirm(this, what, [this] {
        send({{QStringLiteral("action"), QStringLiteral("promote")}},
             tr("All calls now go to %1.").arg(textOf(m_canary, "target")));
    });
}

// Takes calls away from what may be failing: at once, without a question.
void CanaryDialog::rollBack() {
    send({{QStringLiteral("action"), QStringLiteral("roll_back")}},
         tr("No call goes to %1 any more.").arg(textOf(m_canary, "target")));
}

} // namespace gatehouse::ui
