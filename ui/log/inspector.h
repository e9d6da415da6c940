// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/log/call_contents.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

class QStackedWidget;
class QTabWidget;

namespace gatehouse::ui {

class BodyPage;
class CostPage;
class DetailPage;
class HeadersPage;
class NoticePanel;
class TranslationLens;
class Waterfall;
struct CallRow;

// One call in full: what happened in plain words, every try over time, what was said, and what it cost. UI thread.
class Inspector : public QWidget {
    Q_OBJECT

public:
    Inspector(const Theme& theme, GatewayClient& client, QWidget* parent = nullptr);
    void show(const QString& callId); // empty: none is chosen
    void showRunning(const CallRow& call);
    void clear() { show({}); }

    // The call that is shown, as GET /calls/{id} gave it; empty while it is read or runs.
    const QJsonObject& call() const { return m_call; }
    // What was recorded of its bodies; null: nothing, or it was not read yet.
    const CallContents* contents() const { return m_contents ? &*m_contents : nullptr; }
    bool contentsKnown() const { return m_contentsKnown; }
    // Calls back when it is known what was recorded of this call, after reading it where that waited to be asked for.
    // Not at all where another call is chosen meanwhile or it cannot be read.
    void withContents(std::function<void()> then);
    bool isTranslated() const; // the call that is shown, as far as it is known
    void openTranslation();    // in a window of its own
    // Bodies of all calls are kept for a while; the gateway itself ends it.
    void recordBodies();
    void stopRecordingBodies();

Q_SIGNALS:
    void cancelAsked(const QString& callId); // of a call that runs
    void callChanged();                      // call() or contents() are others now
    void priceAsked(const QString& provider, const QString& model);
    void said(const QString& sentence); // for a toast

private:
    enum class BodyState { Loading, OnDemand, None, Failed, Shown };

    void makePages();
    void fetch();
    void fetchBodies();
    void nowKnown();
    void askAgainSoon();
    void take(const Reply& reply);
    void takeBodies(const Reply& reply);
    void fill();
    void fillSummary();
    void fillAttempts();
    void fillExplain();
    void offerTranslation();
    void setBodyState(BodyState state, const QString& why = {});
    void onNotice();
    void setRecording(const std::optional<QDateTime>& until);
    qint64 bodyBytes() const;

    const Theme& m_theme;
    GatewayClient& m_client;
    QString m_callId;
    QJsonObject m_call;
    std::optional<CallContents> m_contents;
    bool m_contentsKnown = false;
    BodyState m_bodyState = BodyState::Loading;
    std::vector<std::function<void()>> m_whenKnown;
    bool m_running = false; // the call that is shown
    QTimer m_soon;          // a row that is only passed by is not asked for
    quint64 m_round = 0;
    QDateTime m_recordingUntil;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
    QTabWidget* m_tabs;
    DetailPage* m_summary = nullptr;
    DetailPage* m_attempts = nullptr;
    DetailPage* m_explain = nullptr;
    BodyPage* m_request = nullptr;
    BodyPage* m_response = nullptr;
    TranslationLens* m_lens = nullptr;
    QStackedWidget* m_headStack = nullptr;
    NoticePanel* m_headNotice = nullptr;
    HeadersPage* m_headers = nullptr;
    CostPage* m_cost = nullptr;
    Waterfall* m_waterfall = nullptr;
};

} // namespace gatehouse::ui
