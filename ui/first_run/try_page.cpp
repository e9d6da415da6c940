// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/try_page.h"

#include "ui/first_run/call_strip.h"
#include "ui/first_run/preparation.h"
#include "ui/widgets/secret_clipboard.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int commandLines = 4;
constexpr int answerLines = 2;
const QString model = QStringLiteral("demo/echo");

QLabel* heading(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("role", QStringLiteral("section"));
    return label;
}

} // namespace

TryPage::TryPage(Console& console, Preparation& preparation, QWidget* parent)
    : QWidget(parent), m_console(console), m_preparation(preparation), m_send(new QPushButton(tr("Send test call"))),
      m_answer(new QLabel), m_fault(new QLabel), m_call(new CallStrip(console.client)),
      m_log(new QPushButton(tr("Show in the log"))) {
    auto* sentence = new QLabel(tr("A short question goes through the gateway's real port to the demo model %1. The "
                                   "answer streams back, and the call shows up in the log.")
                                    .arg(model));
    sentence->setTextFormat(Qt::PlainText);
    sentence->setWordWrap(true);
    m_send->setObjectName(QStringLiteral("sendTestCall"));
    m_send->setProperty("role", QStringLiteral("primary"));
    m_send->setIcon(console.theme.icon(QStringLiteral("send"), Theme::Tone::OnAccent));
    m_answer->setObjectName(QStringLiteral("testAnswer"));
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setWordWrap(true);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_answer->setAccessibleName(tr("Answer"));
    m_answer->setProperty("role", QStringLiteral("card"));
    m_answer->setContentsMargins(space::medium, space::small, space::medium, space::small);
    m_answer->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_answer->setMinimumHeight(answerLines * m_answer->fontMetrics().lineSpacing() + 2 * space::medium);
    m_fault->setObjectName(QStringLiteral("testFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->hide();
    m_call->setObjectName(QStringLiteral("testCall"));
    m_call->hide();
    m_log->setObjectName(QStringLiteral("showInLog"));
    m_log->hide();
    auto* sending = new QHBoxLayout;
    sending->addWidget(m_send);
    sending->addStretch();
    sending->addWidget(m_log);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(sentence);
    layout->addLayout(sending);
    layout->addWidget(m_answer);
    layout->addWidget(m_fault);
    layout->addWidget(m_call);
    layout->addWidget(makeCommand());
    layout->addStretch();
    connect(m_send, &QPushButton::clicked, this, &TryPage::send);
    connect(m_log, &QPushButton::clicked, this,
            [this] { Q_EMIT openLog(QStringLiteral("id:") + m_stream.answer().requestId); });
    connect(&m_stream, &ChatStream::progressed, this, &TryPage::showAnswer);
    connect(&m_stream, &ChatStream::finished, this, &TryPage::finish);
    connect(m_call, &CallStrip::filled, this, [this] {
        m_call->show();
        m_log->show();
        Q_EMIT worked();
    });
}

QWidget* TryPage::makeCommand() {
    auto* part = new QWidget;
    m_command = new QPlainTextEdit;
    m_command->setObjectName(QStringLiteral("testCommand"));
    m_command->setAccessibleName(tr("The same call as a command"));
    m_command->setReadOnly(true);
    m_command->setTabChangesFocus(true);
    m_command->setFont(m_console.theme.fixedFont());
    m_command->setLayoutDirection(Qt::LeftToRight);
    m_command->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    const int line = QFontMetrics(m_command->font()).lineSpacing();
    m_command->setFixedHeight((commandLines + 1) * line + 2 * space::medium);
    auto* copy = new QPushButton(tr("Copy command"));
    copy->setObjectName(QStringLiteral("copyCommand"));
    copy->setIcon(m_console.theme.icon(QStringLiteral("copy")));
    m_copyKey = new QPushButton(tr("Copy key"));
    m_copyKey->setObjectName(QStringLiteral("copyFirstKey"));
    m_copyKey->setIcon(m_console.theme.icon(QStringLiteral("key")));
    m_copyKey->setToolTip(
        tr("The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.")
            .arg(QLatin1String(Preparation::keyName)));
    auto* top = new QHBoxLayout;
    top->addWidget(heading(tr("The same from a terminal")));
    top->addStretch();
    top->addWidget(copy);
    top->addWidget(m_copyKey);
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, space::small, 0, 0);
    layout->setSpacing(space::small);
    layout->addLayout(top);
    layout->addWidget(m_command);
    connect(copy, &QPushButton::clicked, this, [this] {
        copyText(command());
        m_console.toast.say(tr("Command copied. It reads the key from the variable GATEHOUSE_KEY."));
    });
    connect(m_copyKey, &QPushButton::clicked, this, [this] {
        copySecret(QString::fromUtf8(m_preparation.key()));
        m_copyKey->setText(tr("Key copied"));
    });
    return part;
}

void TryPage::show() {
    m_command->setPlainText(command());
    m_copyKey->setVisible(!m_preparation.key().isEmpty());
    m_send->setEnabled(m_preparation.isReady());
}

QJsonObject TryPage::body() const {
    const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                              {QStringLiteral("content"), tr("Hello, Gatehouse! Is everything ready?")}};
    return {{QStringLiteral("model"), model},
            {QStringLiteral("stream"), true},
            {QStringLiteral("messages"), QJsonArray{message}}};
}

QString TryPage::command() const {
    QUrl url(m_console.client.address().gateway);
    url.setPath(QStringLiteral("/v1/chat/completions"));
    QString json = QString::fromUtf8(QJsonDocument(body()).toJson(QJsonDocument::Compact));
    json.replace(QLatin1Char('\''), QLatin1String("'\\''")); // as a shell wants it within single quotes
    return QStringLiteral("curl %1 \\\n  -H \"Authorization: Bearer $GATEHOUSE_KEY\" \\\n"
                          "  -H \"Content-Type: application/json\" \\\n  -d '%2'")
        .arg(url.toString(), json);
}

void TryPage::send() {
    m_send->setEnabled(false);
    m_fault->hide();
    m_call->hide();
    m_log->hide();
    m_answer->setText(tr("Waiting for the first word…"));
    if (!m_preparation.key().isEmpty()) {
        sendWith(m_preparation.key());
        return;
    }
    // The first key was made earlier and is not known any more: the console has one of its own.
    m_console.key.obtain(this, [this](const QByteArray& key, const Problem& problem) {
        if (!key.isEmpty()) {
            sendWith(key);
            return;
        }
        m_answer->clear();
        m_fault->setText(problem.detail);
        m_fault->show();
        m_send->setEnabled(true);
    });
}

void TryPage::sendWith(const QByteArray& key) {
    ChatRequest request;
    request.key = key;
    request.body = body();
    m_stream.start(m_console.client.address(), request);
}

void TryPage::showAnswer() {
    if (!m_stream.answer().text.isEmpty())
        m_answer->setText(m_stream.answer().text);
}

void TryPage::finish() {
    const auto& answer = m_stream.answer();
    m_send->setEnabled(true);
    m_send->setText(tr("Send again"));
    showAnswer();
    if (answer.end == ChatAnswer::End::Complete) {
        m_call->showCall(answer.requestId);
        return;
    }
    if (answer.text.isEmpty())
        m_answer->clear();
    m_fault->setText(answer.sentence);
    m_fault->show();
}

} // namespace gatehouse::ui
