// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/lane.h"

#include "ui/models/format.h"
#include "ui/playground/growing_edit.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/secret_clipboard.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

using End = ChatAnswer::End;

constexpr int paintMilliseconds = 50;
constexpr int costMilliseconds = 150; // the recorder is at most so far behind
constexpr int costTries = 12;
constexpr int unauthorized = 401;

QLabel* plainLabel(const char* role) {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

QString asPretty(const QString& json) {
    const auto read = QJsonDocument::fromJson(json.toUtf8());
    return read.isNull() ? json : QString::fromUtf8(read.toJson(QJsonDocument::Indented)).trimmed();
}

std::optional<double> known(double milliseconds) {
    return milliseconds < 0 ? std::nullopt : std::optional<double>(milliseconds);
}

// Appends without moving what the person reads, unless the end was in sight.
void append(QPlainTextEdit* edit, const QString& text) {
    auto* bar = edit->verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    QTextCursor cursor(edit->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text);
    if (atEnd)
        bar->setValue(bar->maximum());
}

} // namespace

Lane::Lane(Console& console, QWidget* parent)
    : QFrame(parent), m_console(console), m_stream(new ChatStream(this)), m_key(&console.key),
      m_stack(new QStackedWidget), m_notice(new NoticePanel(console.theme)) {
    setObjectName(QStringLiteral("lane"));
    setProperty("role", QStringLiteral("card"));
    m_notice->show(QStringLiteral("message-chatbot"), Theme::Tone::Secondary, tr("The answer shows here as it comes."),
                   {});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::small);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead());
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeAnswer());
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeFoot());
    setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    m_paint.setSingleShot(true);
    m_paint.setInterval(paintMilliseconds);
    connect(&m_paint, &QTimer::timeout, this, &Lane::paint);
    connect(m_stream, &ChatStream::progressed, this, [this] {
        if (!m_paint.isActive())
            m_paint.start();
    });
    connect(m_stream, &ChatStream::finished, this, &Lane::ended);
    setBusy(false);
}

QWidget* Lane::makeHead() {
    m_model = new QComboBox;
    m_model->setObjectName(QStringLiteral("laneModel"));
    m_model->setAccessibleName(tr("Model"));
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setMinimumContentsLength(12);
    m_model->lineEdit()->setPlaceholderText(tr("Model, such as demo/echo"));
    m_model->completer()->setFilterMode(Qt::MatchContains);
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    connect(m_model, &QComboBox::editTextChanged, this, &Lane::modelEdited);
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::tiny);
    row->addWidget(m_model, 1);
    m_remove = addButton(row, "laneRemove", QStringLiteral("x"), tr("Remove this model"));
    connect(m_remove, &QToolButton::clicked, this, &Lane::removeWanted);
    return head;
}

QWidget* Lane::makeAnswer() {
    m_fault = plainLabel("fault");
    m_fault->setObjectName(QStringLiteral("laneFault"));
    m_fault->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_reasoningTitle = plainLabel("caption");
    m_reasoningTitle->setText(tr("Reasoning"));
    m_reasoning = new GrowingEdit(2, 6);
    m_reasoning->setObjectName(QStringLiteral("laneReasoning"));
    m_reasoning->setAccessibleName(tr("Reasoning"));
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("laneText"));
    m_text->setAccessibleName(tr("Answer"));
    m_text->setProperty("role", QStringLiteral("answer"));
    m_toolsTitle = plainLabel("caption");
    m_toolsTitle->setText(tr("Tool calls"));
    m_tools = new GrowingEdit(2, 10);
    m_tools->setObjectName(QStringLiteral("laneTools"));
    m_tools->setAccessibleName(tr("Tool calls"));
    m_tools->setFont(m_console.theme.fixedFont());
    for (auto* edit : {m_reasoning, m_text, m_tools}) {
        edit->setReadOnly(true);
        edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        edit->setTabChangesFocus(true);
        edit->setUndoRedoEnabled(false);
    }
    auto* body = new QWidget;
    auto* layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    for (auto* widget : std::initializer_list<QWidget*>{m_fault, m_reasoningTitle, m_reasoning})
        layout->addWidget(widget);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_toolsTitle);
    layout->addWidget(m_tools);
    return body;
}

QWidget* Lane::makeFoot() {
    m_stateIcon = new QLabel;
    m_state = plainLabel("secondary");
    m_state->setObjectName(QStringLiteral("laneState"));
    m_figures = plainLabel("caption");
    m_figures->setObjectName(QStringLiteral("laneFigures"));
    m_continue = new QPushButton(tr("Continue with this"));
    m_continue->setObjectName(QStringLiteral("laneContinue"));
    m_continue->setToolTip(tr("Add this answer to the messages"));
    connect(m_continue, &QPushButton::clicked, this, [this] { Q_EMIT continueWanted(m_stream->answer().text); });
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout;
    row->setSpacing(space::tiny);
    row->addWidget(m_stateIcon);
    row->addWidget(m_state, 1);
    m_copy = addButton(row, "laneCopy", QStringLiteral("copy"), tr("Copy answer"));
    m_log = addButton(row, "laneLog", QStringLiteral("list-details"), tr("Open in the log"));
    m_retry = addButton(row, "laneRetry", QStringLiteral("refresh"), tr("Try again"));
    connect(m_copy, &QToolButton::clicked, this, [this] { copyText(m_stream->answer().text); });
    connect(m_log, &QToolButton::clicked, this, [this] { Q_EMIT logWanted(requestId()); });
    connect(m_retry, &QToolButton::clicked, this, &Lane::retry);
    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addLayout(row);
    layout->addWidget(m_figures);
    layout->addWidget(m_continue, 0, Qt::AlignLeading);
    return foot;
}

QToolButton* Lane::addButton(QHBoxLayout* row, const char* name, const QString& icon, const QString& text) {
    auto* button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setIcon(m_console.theme.icon(icon, Theme::Tone::Secondary));
    button->setIconSize({smallIconPixels, smallIconPixels});
    button->setToolTip(text);
    button->setAccessibleName(text);
    row->addWidget(button);
    return button;
}

QString Lane::model() const {
    return m_model->currentText().trimmed();
}

void Lane::setModel(const QString& name) {
    m_model->setEditText(name);
}

// What is written stays.
void Lane::setModels(const QStringList& names) {
    const QSignalBlocker quiet(m_model);
    const QString written = m_model->currentText();
    m_model->clear();
    m_model->addItems(names);
    m_model->setEditText(written);
}

void Lane::setAlone(bool alone) {
    m_remove->setVisible(!alone);
    m_continue->setVisible(!alone && m_stack->currentIndex() == 1 && m_stream->answer().end == End::Complete);
}

void Lane::start(const QJsonObject& body) {
    begin(body, m_console.key);
}

void Lane::startQuietly(const QJsonObject& body, ConsoleKey& key) {
    begin(body, key);
}

void Lane::begin(const QJsonObject& body, ConsoleKey& key) {
    m_body = body;
    m_key = &key;
    m_text->clear();
    m_reasoning->clear();
    m_tools->clear();
    m_shown = 0;
    m_cost.clear();
    m_figures->clear();
    m_continue->hide();
    showFault({}, {});
    showExtras({});
    m_stack->setCurrentIndex(1);
    m_stateIcon->setPixmap(
        m_console.theme.icon(QStringLiteral("loader-2"), Theme::Tone::Secondary).pixmap(smallIconPixels));
    m_state->setText(tr("Waiting for the answer…"));
    m_wanted = true;
    ++m_round;
    setBusy(true);
    call(false);
}

void Lane::retry() {
    if (canRetry())
        begin(QJsonObject(m_body), *m_key);
}

void Lane::forget() {
    ++m_round;
    m_wanted = false;
    m_stream->cancel();
    m_body = {};
    m_stack->setCurrentIndex(0);
    m_state->clear();
    m_stateIcon->clear();
    m_figures->clear();
    m_continue->hide();
    setBusy(false);
}

// The key may have been revoked meanwhile; then once more with a new one.
void Lane::call(bool again) {
    m_key->obtain(this, [this, again, round = m_round](const QByteArray& key, const Problem& problem) {
        if (round != m_round || !m_wanted)
            return;
        if (key.isEmpty()) {
            showFault(problem.detail, problem.code);
            m_stateIcon->setPixmap(
                m_console.theme.icon(QStringLiteral("circle-x"), Theme::Tone::Error).pixmap(smallIconPixels));
            m_state->setText(tr("Not sent"));
            setBusy(false);
            return;
        }
        setProperty("again", again);
        m_stream->start(m_console.client.address(),
                        {key, m_body, QStringLiteral("/v1/chat/completions"), QByteArrayLiteral("playground"),
                         isQuiet() ? QByteArrayLiteral("off") : QByteArray()});
    });
}

void Lane::stop() {
    if (!m_busy)
        return;
    m_wanted = false;
    if (m_stream->isRunning()) {
        m_stream->cancel();
        return;
    }
    m_state->setText(tr("Stopped"));
    m_stateIcon->clear();
    setBusy(false);
}

void Lane::ended() {
    const auto& answer = m_stream->answer();
    if (answer.status == unauthorized && !property("again").toBool()) {
        m_key->refused();
        call(true);
        return;
    }
    if (m_body.isEmpty())
        return; // forgotten
    paint();
    setBusy(false);
    if (answer.end == End::Complete && !answer.text.isEmpty())
        Q_EMIT answered(answer.text);
    if (!answer.requestId.isEmpty())
        askCost(costTries);
}

void Lane::paint() {
    m_paint.stop();
    const auto& answer = m_stream->answer();
    if (answer.text.size() > m_shown) {
        append(m_text, answer.text.mid(m_shown));
        m_shown = answer.text.size();
    }
    showExtras(answer);
    if (!m_stream->isRunning())
        showState(answer);
    showFigures();
}

void Lane::showExtras(const ChatAnswer& answer) {
    m_reasoningTitle->setVisible(!answer.reasoning.isEmpty());
    m_reasoning->setVisible(!answer.reasoning.isEmpty());
    const auto thought = m_reasoning->toPlainText().size();
    if (answer.reasoning.size() > thought)
        append(m_reasoning, answer.reasoning.mid(thought));
    QStringList tools;
    for (const auto& tool : answer.tools)
        tools.append(QString(tool.name + u'(' + asPretty(tool.arguments) + u')'));
    m_toolsTitle->setVisible(!tools.isEmpty());
    m_tools->setVisible(!tools.isEmpty());
    if (const QString text = tools.join(u'\n'); text != m_tools->toPlainText())
        m_tools->setPlainText(text);
}

void Lane::showFault(const QString& sentence, const QString& code) {
    m_fault->setText(code.isEmpty() ? sentence : tr("%1 (%2)", "sentence, code").arg(sentence, code));
    m_fault->setVisible(!sentence.isEmpty());
}

void Lane::showState(const ChatAnswer& answer) {
    struct Look {
        const char* icon;
        Theme::Tone tone;
        QString words;
    };
    const auto look = [&]() -> Look {
        switch (answer.end) {
        case End::Running:
            return {"loader-2", Theme::Tone::Secondary, tr("Waiting for the answer…")};
        case End::Complete:
            if (answer.finishReason == QLatin1String("length"))
                return {"alert-triangle", Theme::Tone::Warning, tr("Cut at the most tokens")};
            if (!answer.refusal.isEmpty())
                return {"hand-stop", Theme::Tone::Warning, tr("The model declined")};
            return {"circle-check", Theme::Tone::Success, tr("Done")};
        case End::Truncated:
            return {"alert-triangle", Theme::Tone::Warning, tr("Broken off")};
        case End::Refused:
            return {"circle-x", Theme::Tone::Error, tr("Error %1").arg(answer.status)};
        case End::Unreachable:
            return {"plug-connected-x", Theme::Tone::Error, tr("No answer")};
        case End::Cancelled:
            return {"player-stop", Theme::Tone::Secondary, tr("Stopped")};
        }
        return {"point", Theme::Tone::Secondary, {}};
    }();
    m_stateIcon->setPixmap(m_console.theme.icon(QLatin1String(look.icon), look.tone).pixmap(smallIconPixels));
    m_state->setText(look.words);
    if (answer.end != End::Cancelled)
        showFault(answer.sentence.isEmpty() ? answer.refusal : answer.sentence, answer.code);
    m_continue->setVisible(m_remove->isVisibleTo(this) && answer.end == End::Complete && !answer.text.isEmpty());
}

void Lane::showFigures() {
    const QLocale locale;
    const auto& answer = m_stream->answer();
    QStringList parts;
    if (answer.usage) {
        parts.append(tr("%1 in", "tokens").arg(countText(locale, answer.usage->input)));
        parts.append(tr("%1 out", "tokens").arg(countText(locale, answer.usage->output)));
        if (answer.usage->reasoning > 0)
            parts.append(tr("%1 reasoning", "tokens").arg(countText(locale, answer.usage->reasoning)));
    }
    if (!m_cost.isEmpty())
        parts.append(m_cost);
    if (answer.firstTokenMs >= 0)
        parts.append(tr("first token %1").arg(durationText(locale, known(answer.firstTokenMs))));
    if (answer.totalMs >= 0)
        parts.append(tr("%1 in all").arg(durationText(locale, known(answer.totalMs))));
    const auto served = answer.headers.value("x-gatehouse-provider");
    if (!served.isEmpty())
        parts.append(tr("by %1").arg(QString::fromUtf8(served + '/' + answer.headers.value("x-gatehouse-model"))));
    m_figures->setText(parts.join(QStringLiteral(" · ")));
}

// The record is written a moment after the answer.
void Lane::askCost(int triesLeft) {
    if (triesLeft == 0)
        return;
    QTimer::singleShot(costMilliseconds, this, [this, triesLeft, round = m_round, id = requestId()] {
        if (round != m_round)
            return;
        m_console.client.get(QStringLiteral("/calls/") + id, {}, this, [this, triesLeft, round](const Reply& reply) {
            if (round != m_round)
                return;
            if (!reply.ok()) {
                askCost(reply.status() == 404 ? triesLeft - 1 : 0);
                return;
            }
            const auto call = reply.object();
            const auto cost = call.value(QLatin1String("cost")).toString();
            m_cost = cost.isEmpty() ? tr("cost unknown") : moneyText(QLocale(), cost);
            if (!cost.isEmpty() && call.value(QLatin1String("pretend")).toBool())
                m_cost = tr("%1 pretend", "money").arg(m_cost);
            showFigures();
        });
    });
}

void Lane::setBusy(bool busy) {
    m_busy = busy;
    const auto& answer = m_stream->answer();
    m_copy->setEnabled(!busy && !answer.text.isEmpty());
    m_log->setEnabled(!busy && !answer.requestId.isEmpty());
    m_retry->setEnabled(canRetry());
    Q_EMIT busyChanged();
}

} // namespace gatehouse::ui
