// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/replay_dialog.h"

#include "ui/log/conversation.h"
#include "ui/models/format.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr QSize usualSize(860, 520);

QWidget* titled(const QString& title, QWidget* below) {
    auto* side = new QWidget;
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    auto* label = new QLabel(title);
    label->setProperty("role", QStringLiteral("section"));
    label->setBuddy(below);
    layout->addWidget(label);
    layout->addWidget(below, 1);
    return side;
}

} // namespace

ReplayDialog::ReplayDialog(const Theme& theme, GatewayClient& client, CallRequest request, QWidget* parent)
    : QDialog(parent), m_request(std::move(request)), m_replay(client) {
    setObjectName(QStringLiteral("replayDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Edit and replay"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    auto* about =
        new QLabel(tr("%1 %2, with a key of the console's own. It is recorded and paid for like any other call.")
                       .arg(QString::fromLatin1(m_request.method), m_request.path));
    about->setWordWrap(true);
    about->setProperty("role", QStringLiteral("secondary"));
    layout->addWidget(about);
    m_fault = new QLabel;
    m_fault->setObjectName(QStringLiteral("replayFault"));
    m_fault->setWordWrap(true);
    m_fault->setProperty("role", QStringLiteral("fault"));
    layout->addWidget(makeSides(theme), 1);
    layout->addWidget(m_fault);
    layout->addWidget(makeButtons());
    connect(&m_replay, &Replay::progressed, this, [this](const QByteArray& piece) {
        m_answer->moveCursor(QTextCursor::End);
        m_answer->insertPlainText(QString::fromUtf8(piece));
    });
    connect(&m_replay, &Replay::finished, this, &ReplayDialog::take);
    resize(usualSize);
    check();
    if (!m_request.hindrance.isEmpty())
        m_fault->setText(m_request.hindrance);
    m_fault->setVisible(!m_fault->text().isEmpty());
}

QWidget* ReplayDialog::makeSides(const Theme& theme) {
    m_edit = new QPlainTextEdit;
    m_edit->setObjectName(QStringLiteral("replayBody"));
    m_edit->setAccessibleName(tr("Request"));
    m_edit->setFont(theme.fixedFont());
    m_edit->setTabChangesFocus(true);
    m_edit->setPlainText(prettyJson(QString::fromUtf8(m_request.body)));
    m_answer = new QPlainTextEdit;
    m_answer->setObjectName(QStringLiteral("replayAnswer"));
    m_answer->setAccessibleName(tr("Answer"));
    m_answer->setFont(theme.fixedFont());
    m_answer->setReadOnly(true);
    m_answer->setTabChangesFocus(true);
    m_answer->setPlaceholderText(tr("The answer comes here."));
    connect(m_edit, &QPlainTextEdit::textChanged, this, &ReplayDialog::check);
    auto* sides = new QSplitter;
    sides->setChildrenCollapsible(false);
    sides->setHandleWidth(space::medium);
    sides->setProperty("role", QStringLiteral("gap"));
    sides->addWidget(titled(tr("Request"), m_edit));
    sides->addWidget(titled(tr("Answer"), m_answer));
    return sides;
}

QWidget* ReplayDialog::makeButtons() {
    auto* buttons = new QWidget;
    m_state = new QLabel;
    m_state->setObjectName(QStringLiteral("replayState"));
    m_state->setProperty("role", QStringLiteral("secondary"));
    m_compare = new QPushButton(tr("Compare with the first"));
    m_compare->setObjectName(QStringLiteral("replayCompare"));
    m_compare->setEnabled(false);
    m_stop = new QPushButton(tr("Stop"));
    m_stop->setObjectName(QStringLiteral("replayStop"));
    m_stop->setEnabled(false);
    auto* close = new QPushButton(tr("Close"));
    m_send = new QPushButton(tr("Send"));
    m_send->setObjectName(QStringLiteral("replaySend"));
    m_send->setProperty("role", QStringLiteral("primary"));
    m_send->setDefault(true);
    m_send->setShortcut(QKeySequence(QStringLiteral("Ctrl+Return")));
    connect(m_send, &QPushButton::clicked, this, &ReplayDialog::send);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_replay.cancel();
        setRunning(false);
        m_state->setText(tr("Stopped."));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_compare, &QPushButton::clicked, this, [this] { Q_EMIT compareAsked(m_lastId); });
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_state, 1);
    for (auto* button : {m_compare, m_stop, close, m_send})
        row->addWidget(button);
    return buttons;
}

// What is no JSON is told at once; JSON is what all of these addresses take.
void ReplayDialog::check() {
    QJsonParseError error;
    QJsonDocument::fromJson(m_edit->toPlainText().toUtf8(), &error);
    const bool right = error.error == QJsonParseError::NoError;
    m_fault->setText(
        right ? QString()
              : tr("This is no JSON: %1, at character %2.").arg(error.errorString(), QLocale().toString(error.offset)));
    m_fault->setVisible(!right);
    m_send->setEnabled(right && !m_replay.isRunning());
}

void ReplayDialog::send() {
    m_request.body = m_edit->toPlainText().toUtf8();
    m_answer->clear();
    m_replay.start(m_request);
    setRunning(true);
    m_state->setText(tr("Sending…"));
}

void ReplayDialog::take(const Replay::Result& result) {
    setRunning(false);
    m_lastId = result.requestId;
    // While it comes it is shown as it comes; now, what it says.
    const QString body = QString::fromUtf8(result.body);
    const bool stream = body.startsWith(QLatin1String("data:")) || body.startsWith(QLatin1String("event:"));
    QStringList said;
    for (const auto& one : conversationIn(body, stream))
        said.append(one.text);
    if (!said.isEmpty())
        m_answer->setPlainText(said.join(QStringLiteral("\n\n")));
    m_compare->setEnabled(!m_lastId.isEmpty());
    m_state->setText(result.sentence.isEmpty()
                         ? tr("Status %1 after %2")
                               .arg(QString::number(result.status),
                                    durationText(QLocale(), static_cast<double>(result.milliseconds)))
                         : QString());
    m_fault->setText(result.sentence);
    m_fault->setVisible(!result.sentence.isEmpty());
}

void ReplayDialog::setRunning(bool running) {
    m_send->setEnabled(!running);
    m_stop->setEnabled(running);
    m_compare->setEnabled(!running && !m_lastId.isEmpty());
}

} // namespace gatehouse::ui
