// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/inspector.h"

#include "ui/client/aside.h"
#include "ui/log/body_page.h"
#include "ui/log/cost_page.h"
#include "ui/log/detail_page.h"
#include "ui/log/explanation.h"
#include "ui/log/fate_words.h"
#include "ui/log/headers_page.h"
#include "ui/log/translation_dialog.h"
#include "ui/log/translation_lens.h"
#include "ui/log/waterfall.h"
#include "ui/models/call_row.h"
#include "ui/models/format.h"
#include "ui/widgets/notice_panel.h"

#include <QJsonArray>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int soonMilliseconds = 60;
constexpr qint64 mostUnasked = qint64{1} << 20U; // bytes of bodies that are read without being asked for
constexpr int recordMinutes = 15;
constexpr int freshMilliseconds = 10'000;
constexpr int againMilliseconds = 500;

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

std::optional<double> number(const QJsonObject& json, const char* name) {
    const auto value = json.value(QLatin1String(name));
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

QString momentText(const QLocale& locale, const QDateTime& moment) {
    const auto local = moment.toLocalTime();
    return QString(locale.toString(local.date(), QLocale::ShortFormat) + u' ' + clockText(locale, moment) + u' ' +
                   local.timeZoneAbbreviation());
}

} // namespace

Inspector::Inspector(const Theme& theme, GatewayClient& client, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_client(client), m_stack(new QStackedWidget), m_notice(new NoticePanel(theme)),
      m_tabs(new QTabWidget) {
    m_tabs->setObjectName(QStringLiteral("inspectorTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setProperty("role", QStringLiteral("compact"));
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the call"));
    makePages();
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &Inspector::fetch);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (m_running)
            Q_EMIT cancelAsked(m_callId);
        else
            fetch();
    });
    show({});
}

void Inspector::makePages() {
    m_waterfall = new Waterfall(m_theme);
    m_summary = new DetailPage("inspectorSummary");
    m_attempts = new DetailPage("inspectorAttempts");
    m_attempts->addAbove(m_waterfall);
    m_explain = new DetailPage("inspectorExplain");
    m_request = new BodyPage(m_theme, BodyPage::Side::Request);
    m_response = new BodyPage(m_theme, BodyPage::Side::Response);
    m_lens = new TranslationLens(m_theme);
    m_lens->setWindowOffered(true);
    // It scrolls: the page of one call in hundreds must not press the others.
    m_lens->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    m_headers = new HeadersPage;
    m_headNotice = new NoticePanel(m_theme);
    m_headStack = new QStackedWidget;
    m_headStack->addWidget(m_headNotice);
    m_headStack->addWidget(m_headers);
    m_cost = new CostPage;
    m_tabs->addTab(m_summary, tr("Summary"));
    m_tabs->addTab(m_attempts, tr("Attempts"));
    m_tabs->addTab(m_explain, tr("Explain"));
    m_tabs->addTab(m_request, tr("Request"));
    m_tabs->addTab(m_response, tr("Response"));
    m_tabs->addTab(m_lens, tr("Translation"));
    m_tabs->addTab(m_headStack, tr("Headers"));
    m_tabs->addTab(m_cost, tr("Cost"));
    connect(m_cost, &CostPage::priceAsked, this, &Inspector::priceAsked);
    connect(m_request, &BodyPage::noticePressed, this, &Inspector::onNotice);
    connect(m_response, &BodyPage::noticePressed, this, &Inspector::onNotice);
    connect(m_lens, &TranslationLens::noticePressed, this, &Inspector::onNotice);
    connect(m_lens, &TranslationLens::windowAsked, this, &Inspector::openTranslation);
    connect(m_headNotice, &NoticePanel::pressed, this, &Inspector::onNotice);
}

void Inspector::show(const QString& callId) {
    if (callId == m_callId && !callId.isEmpty())
        return;
    m_callId = callId;
    m_running = false;
    m_whenKnown.clear();
    m_call = {};
    m_contents.reset();
    m_contentsKnown = false;
    ++m_round;
    m_soon.stop();
    if (callId.isEmpty()) {
        m_notice->show(QStringLiteral("list-details"), Theme::Tone::Secondary, tr("Choose a call to see how it went."),
                       {});
        m_stack->setCurrentWidget(m_notice);
    } else {
        m_soon.start(); // what was shown stays until the new one is there: nothing flickers
    }
    Q_EMIT callChanged();
}

void Inspector::showRunning(const CallRow& call) {
    show({});
    m_callId = call.id;
    m_running = true;
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Info,
                   tr("This call is still running. It can be inspected when it is over."), tr("Cancel call"));
}

void Inspector::fetch() {
    m_client.get(QStringLiteral("/calls/") + m_callId, {}, this, [this, round = ++m_round](const Reply& reply) {
        if (round == m_round)
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
    m_call = reply.object();
    fill();
    m_stack->setCurrentWidget(m_tabs);
    if (bodyBytes() <= mostUnasked)
        fetchBodies();
    else
        setBodyState(BodyState::OnDemand);
    Q_EMIT callChanged();
}

qint64 Inspector::bodyBytes() const {
    return m_call.value(QLatin1String("bytes_in")).toInteger() + m_call.value(QLatin1String("bytes_out")).toInteger();
}

void Inspector::fetchBodies() {
    setBodyState(BodyState::Loading);
    m_client.get(QStringLiteral("/calls/") + m_callId + QStringLiteral("/bodies"), {}, this,
                 [this, round = m_round](const Reply& reply) {
                     if (round == m_round)
                         takeBodies(reply);
                 });
}

void Inspector::takeBodies(const Reply& reply) {
    if (reply.status() == 404) {
        setBodyState(BodyState::None);
        nowKnown();
        askAgainSoon();
        return;
    }
    if (!reply.ok()) {
        setBodyState(BodyState::Failed, reply.problem().detail);
        return;
    }
    runAside(
        this, [body = reply.body()] { return CallContents::read(body); },
        [this, round = m_round](CallContents contents) {
            if (round != m_round)
                return;
            m_contents = std::move(contents);
            m_request->show(*m_contents);
            m_response->show(*m_contents);
            m_headers->show(*m_contents);
            m_lens->show(m_call, *m_contents);
            m_headStack->setCurrentWidget(m_headers);
            m_bodyState = BodyState::Shown;
            nowKnown();
        });
}

// Bodies are masked and stored behind the rows: those of a call that has just ended may still come.
void Inspector::askAgainSoon() {
    const auto started = QDateTime::fromString(text(m_call, "started_at"), Qt::ISODateWithMs);
    const auto ended = started.addMSecs(static_cast<qint64>(number(m_call, "duration_ms").value_or(0)));
    if (ended.msecsTo(QDateTime::currentDateTimeUtc()) > freshMilliseconds)
        return;
    QTimer::singleShot(againMilliseconds, this, [this, round = m_round] {
        if (round != m_round)
            return;
        m_client.get(QStringLiteral("/calls/") + m_callId + QStringLiteral("/bodies"), {}, this,
                     [this, round](const Reply& reply) {
                         if (round != m_round)
                             return;
                         if (reply.ok())
                             takeBodies(reply);
                         else
                             askAgainSoon();
                     });
    });
}

void Inspector::nowKnown() {
    m_contentsKnown = true;
    offerTranslation();
    Q_EMIT callChanged();
    for (const auto& then : std::exchange(m_whenKnown, {}))
        then();
}

void Inspector::withContents(std::function<void()> then) {
    if (m_contentsKnown) {
        then();
        return;
    }
    m_whenKnown.push_back(std::move(then));
    if (!m_call.isEmpty() && m_bodyState != BodyState::Loading)
        fetchBodies();
}

void Inspector::setBodyState(BodyState state, const QString& why) {
    m_bodyState = state;
    const QLocale locale;
    QString icon = QStringLiteral("info-circle");
    QString sentence;
    QString button;
    auto tone = Theme::Tone::Secondary;
    switch (state) {
    case BodyState::Loading:
        icon = QStringLiteral("loader-2");
        sentence = tr("Reading what was recorded…");
        break;
    case BodyState::OnDemand:
        sentence = tr("Request and answer had %1.").arg(bytesText(locale, bodyBytes()));
        button = tr("Load what was recorded");
        break;
    case BodyState::Failed:
        icon = QStringLiteral("circle-x");
        tone = Theme::Tone::Error;
        sentence = why;
        button = tr("Retry");
        break;
    case BodyState::None:
        if (m_recordingUntil > QDateTime::currentDateTime()) {
            sentence = tr("Bodies and headers of this call were not recorded. Those of new calls are, until %1.")
                           .arg(locale.toString(m_recordingUntil.toLocalTime().time(), QLocale::ShortFormat));
            button = tr("Stop recording bodies");
        } else {
            sentence = tr("Bodies and headers of this call were not recorded.");
            button = tr("Record bodies for 15 min");
        }
        break;
    case BodyState::Shown:
        return;
    }
    m_request->showNotice(icon, tone, sentence, button);
    m_response->showNotice(icon, tone, sentence, button);
    m_lens->showWithout(m_call, icon, tone, sentence, button);
    m_headNotice->show(icon, tone, sentence, button);
    m_headStack->setCurrentWidget(m_headNotice);
}

void Inspector::onNotice() {
    if (m_bodyState == BodyState::OnDemand || m_bodyState == BodyState::Failed)
        fetchBodies();
    else if (m_recordingUntil > QDateTime::currentDateTime())
        stopRecordingBodies();
    else
        recordBodies();
}

void Inspector::recordBodies() {
    setRecording(QDateTime::currentDateTimeUtc().addSecs(60 * recordMinutes));
}

void Inspector::stopRecordingBodies() {
    setRecording(std::nullopt);
}

// The gateway ends it by itself, whatever becomes of the console.
void Inspector::setRecording(const std::optional<QDateTime>& until) {
    const QJsonValue value =
        until ? QJsonValue(until->toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"))) : QJsonValue(QJsonValue::Null);
    m_client.send(GatewayClient::Verb::Patch, QStringLiteral("/records"), {{QStringLiteral("bodies_all_until"), value}},
                  this, [this, until](const Reply& reply) {
                      if (!reply.ok()) {
                          Q_EMIT said(reply.problem().detail);
                          return;
                      }
                      m_recordingUntil = until.value_or(QDateTime());
                      if (m_bodyState == BodyState::None)
                          setBodyState(BodyState::None);
                      const QString end =
                          QLocale().toString(m_recordingUntil.toLocalTime().time(), QLocale::ShortFormat);
                      Q_EMIT said(until ? tr("Bodies are recorded until %1. Keys, applications and routes that say "
                                             "otherwise are left out.")
                                              .arg(end)
                                        : tr("Bodies are recorded no longer."));
                  });
}

void Inspector::fill() {
    fillSummary();
    fillAttempts();
    fillExplain();
    m_cost->show(m_call);
    offerTranslation();
}

// Only a call that went on in another dialect has something to show there.
void Inspector::offerTranslation() {
    m_tabs->setTabVisible(m_tabs->indexOf(m_lens), isTranslated());
}

bool Inspector::isTranslated() const {
    return !m_call.isEmpty() && TranslationLens::isTranslated(m_call, contents());
}

void Inspector::openTranslation() {
    withContents([this] { TranslationDialog::open(m_theme, m_call, contents(), window()); });
}

void Inspector::fillSummary() {
    const QLocale locale;
    const auto explain = m_call.value(QLatin1String("explain")).toObject();
    auto& page = *m_summary;
    page.clear();
    page.addRow(tr("What happened"), text(explain, "note"));
    page.addRow(tr("Status"), QString::number(m_call.value(QLatin1String("status")).toInt()));
    page.addRow(tr("Outcome"), readable(text(m_call, "outcome")));
    page.addRow(tr("Error"), readable(text(m_call, "error")));
    page.addRow(tr("Started"),
                momentText(locale, QDateTime::fromString(text(m_call, "started_at"), Qt::ISODateWithMs)));
    page.addRow(tr("First byte"), durationText(locale, number(m_call, "first_byte_ms")));
    page.addRow(tr("Total"), durationText(locale, number(m_call, "duration_ms")));
    page.addRow(tr("Model asked"), text(m_call, "model_asked"));
    page.addRow(tr("Model served"), text(m_call, "model"));
    page.addRow(tr("Provider"), text(m_call, "provider"));
    page.addRow(tr("Route"), text(m_call, "route"));
    page.addRow(tr("Team"), text(m_call, "team"));
    page.addRow(tr("Application"), text(m_call, "app"));
    page.addRow(tr("Key"), text(m_call, "key"));
    page.addRow(tr("Client"), text(m_call, "client"));
    page.addRow(tr("Address"), text(m_call, "address"));
    QStringList tags;
    for (const auto& tag : m_call.value(QLatin1String("tags")).toArray())
        tags.append(tag.toString());
    page.addRow(tr("Tags"), tags.join(QStringLiteral(", ")));
    page.addRow(tr("Session"), text(m_call, "session"));
    page.addRow(tr("Dialect"), QString(text(m_call, "dialect") + QStringLiteral(" · ") + text(m_call, "operation")));
    page.addRow(tr("Cache"), cacheText(text(m_call, "cache")));
    page.addRow(tr("Sent and received"),
                tr("%1 in, %2 out")
                    .arg(bytesText(locale, m_call.value(QLatin1String("bytes_in")).toInteger()),
                         bytesText(locale, m_call.value(QLatin1String("bytes_out")).toInteger())));
    const auto notes = notesOf(m_call);
    page.addRow(tr("Translated to"), notes.dialect);
    QStringList losses;
    for (const auto& loss : notes.losses)
        losses.append(sentenceOf(loss));
    page.addRow(tr("Lost in translation"), losses.join(u'\n'));
    page.addRow(tr("Request id"), text(m_call, "id"));
    page.addRow(tr("Provider's id"), text(m_call, "provider_request_id"));
}

void Inspector::fillAttempts() {
    const auto explain = m_call.value(QLatin1String("explain")).toObject();
    m_waterfall->show(m_call);
    m_attempts->clear();
    m_attempts->addRow(tr("Rule"), text(explain, "rule"));
    m_attempts->addRow(tr("Chosen"), text(explain, "chosen"));
    for (const auto& value : explain.value(QLatin1String("skipped")).toArray()) {
        const auto skipped = value.toObject();
        m_attempts->addRow(tr("Not tried"),
                           tr("%1: %2", "target, reason").arg(text(skipped, "target"), text(skipped, "reason")));
    }
    for (const auto& value : explain.value(QLatin1String("limits")).toArray()) {
        const auto limit = value.toObject();
        m_attempts->addRow(text(limit, "scope"), tr("%1 of %2 used").arg(text(limit, "used"), text(limit, "limit")));
    }
}

void Inspector::fillExplain() {
    m_explain->clear();
    int number = 0;
    const QLocale locale;
    for (const auto& step : explained(m_call))
        m_explain->addText(tr("%1. %2", "number of a step, its sentence").arg(locale.toString(++number), step));
}

} // namespace gatehouse::ui
