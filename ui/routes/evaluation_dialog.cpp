// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/evaluation_dialog.h"

#include "ui/models/format.h"
#include "ui/routes/route_fields.h"
#include "ui/widgets/notice_panel.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr QSize usual(860, 620);
constexpr int notesShare = 2;
constexpr int tableShare = 3;

QLabel* plainLabel(const char* name, const char* role) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setProperty("role", QLatin1String(role));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QStandardItem* makeItem(const QString& text, bool number) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    item->setTextAlignment((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return item;
}

qint64 countOf(const QJsonObject& object, const char* name) {
    return static_cast<qint64>(numberOf(object, name));
}

} // namespace

EvaluationDialog::EvaluationDialog(Console& console, const QString& title, const QJsonObject& question, QWidget* parent)
    : QDialog(parent), m_console(console), m_question(question) {
    setObjectName(QStringLiteral("evaluationDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("evaluationNotice"));
    connect(m_notice, &NoticePanel::pressed, this, &EvaluationDialog::run);
    m_result = makeResult();
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_result);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("evaluationProgress"));
    m_progress->setAccessibleName(tr("Evaluating"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    layout->addWidget(m_progress);
    layout->addWidget(m_stack, 1);
    layout->addWidget(makeButtons());
    resize(usual);
    run();
}

QWidget* EvaluationDialog::makeTop() {
    auto* top = new QWidget;
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    auto* about = plainLabel("evaluationAbout", "secondary");
    about->setText(tr("Recorded calls are led anew, by the very rules that calls go by. Nothing is sent, saved or "
                      "changed."));
    m_days = new QComboBox;
    m_days->setObjectName(QStringLiteral("evaluationDays"));
    m_days->setAccessibleName(tr("Calls of which time"));
    for (const int days : {1, 7, 30})
        m_days->addItem(tr("Calls of the last %n day(s)", nullptr, days), days);
    m_days->setCurrentIndex(1);
    connect(m_days, &QComboBox::activated, this, &EvaluationDialog::run);
    layout->addWidget(about, 1);
    layout->addWidget(m_days);
    return top;
}

QWidget* EvaluationDialog::makeResult() {
    auto* result = new QWidget;
    m_money = plainLabel("evaluationMoney", "title");
    m_calls = plainLabel("evaluationCalls", "secondary");
    m_model = new QStandardItemModel(this);
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("evaluationTable"));
    m_table->setAccessibleName(tr("Calls and cost by target, before and after"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_table);
    auto* notes = new QWidget;
    m_notes = new QVBoxLayout(notes);
    m_notes->setContentsMargins(0, 0, 0, 0);
    m_notes->setSpacing(space::small);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("evaluationNotes"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(notes);
    auto* layout = new QVBoxLayout(result);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_money);
    layout->addWidget(m_calls);
    layout->addWidget(card, tableShare);
    layout->addWidget(scroll, notesShare);
    return result;
}

QWidget* EvaluationDialog::makeButtons() {
    auto* buttons = new QWidget;
    auto* layout = new QHBoxLayout(buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    m_start = new QPushButton(tr("Evaluate again"));
    m_start->setObjectName(QStringLiteral("evaluationStart"));
    m_start->setAutoDefault(false);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("evaluationCancel"));
    m_cancel->setAutoDefault(false);
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("evaluationClose"));
    layout->addStretch(1);
    layout->addWidget(m_start);
    layout->addWidget(m_cancel);
    layout->addWidget(close);
    connect(m_start, &QPushButton::clicked, this, &EvaluationDialog::run);
    connect(m_cancel, &QPushButton::clicked, this, &EvaluationDialog::cancel);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    return buttons;
}

void EvaluationDialog::setRunning(bool running) {
    m_progress->setVisible(running);
    m_start->setVisible(!running);
    m_cancel->setVisible(running);
}

void EvaluationDialog::run() {
    auto question = m_question;
    question.insert(QStringLiteral("days"), m_days->currentData().toInt());
    setRunning(true);
    if (m_stack->currentWidget() != m_result || m_model->rowCount() == 0) {
        m_stack->setCurrentWidget(m_notice);
        m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Leading the recorded calls anew…"), {});
    }
    const auto round = ++m_round;
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/evaluate"), question, this,
                          [this, round](const Reply& reply) {
                              if (round == m_round)
                                  take(reply);
                          });
}

// The gateway ends by itself, soon; what it finds is not shown.
void EvaluationDialog::cancel() {
    ++m_round;
    setRunning(false);
    if (m_stack->currentWidget() == m_notice)
        m_notice->show(QStringLiteral("circle-x"), Theme::Tone::Secondary, tr("Cancelled."), tr("Evaluate"));
}

void EvaluationDialog::take(const Reply& reply) {
    setRunning(false);
    if (!reply.ok()) {
        m_stack->setCurrentWidget(m_notice);
        m_notice->show(QStringLiteral("alert-triangle"), Theme::Tone::Error, reply.problem().detail, tr("Retry"));
        return;
    }
    show(reply.object());
}

void EvaluationDialog::show(const QJsonObject& answer) {
    if (countOf(answer, "calls") == 0) {
        m_stack->setCurrentWidget(m_notice);
        m_notice->show(QStringLiteral("history"), Theme::Tone::Secondary,
                       tr("No call of this time is recorded that this would touch."), {});
        return;
    }
    m_money->setText(moneyWords(answer));
    m_calls->setText(callsWords(answer));
    showTargets(answer);
    showNotes(answer);
    m_stack->setCurrentWidget(m_result);
}

QString EvaluationDialog::moneyWords(const QJsonObject& answer) const {
    const auto before = textOf(answer.value(QLatin1String("before")).toObject(), "cost");
    const auto after = textOf(answer.value(QLatin1String("after")).toObject(), "cost");
    const auto change = textOf(answer, "difference");
    const auto words = tr("%1 before, %2 after", "money").arg(moneyText(m_locale, before), moneyText(m_locale, after));
    if (change.isEmpty() || change == QLatin1String("0"))
        return words;
    return change.startsWith(u'-') ? tr("%1: %2 less").arg(words, moneyText(m_locale, change.mid(1)))
                                   : tr("%1: %2 more").arg(words, moneyText(m_locale, change));
}

QString EvaluationDialog::callsWords(const QJsonObject& answer) const {
    const auto moved = countOf(answer, "moved");
    const auto from = QDateTime::fromString(textOf(answer, "from"), Qt::ISODateWithMs).toLocalTime();
    const auto until = QDateTime::fromString(textOf(answer, "until"), Qt::ISODateWithMs).toLocalTime();
    auto words =
        tr("%n call(s) from %1 to %2.", nullptr, static_cast<int>(countOf(answer, "calls")))
            .arg(m_locale.toString(from, QLocale::ShortFormat), m_locale.toString(until, QLocale::ShortFormat));
    words += u' ' + (moved == 0 ? tr("None would have gone elsewhere.")
                                : tr("%n would have gone elsewhere.", nullptr, static_cast<int>(moved)));
    const auto refused = countOf(answer.value(QLatin1String("after")).toObject(), "refused");
    return refused == 0 ? words
                        : QString(words + u' ' + tr("%n would have been refused.", nullptr, static_cast<int>(refused)));
}

void EvaluationDialog::showTargets(const QJsonObject& answer) {
    m_model->clear();
    m_model->setHorizontalHeaderLabels(
        {tr("Target"), tr("Calls before"), tr("Calls after"), tr("Cost before"), tr("Cost after")});
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_model->horizontalHeaderItem(column)->setTextAlignment((column > 0 ? Qt::AlignRight : Qt::AlignLeft) |
                                                                Qt::AlignVCenter);
    const auto money = [this](const QJsonObject& target, const char* name) {
        const auto cost = target.value(QLatin1String(name));
        return cost.isString() ? moneyText(m_locale, cost.toString()) : tr("unknown");
    };
    const auto targets = answer.value(QLatin1String("targets")).toArray();
    for (const auto& value : targets) {
        const auto target = value.toObject();
        m_model->appendRow({makeItem(textOf(target, "target"), false),
                            makeItem(countText(m_locale, countOf(target, "calls_before")), true),
                            makeItem(countText(m_locale, countOf(target, "calls_after")), true),
                            makeItem(money(target, "cost_before"), true), makeItem(money(target, "cost_after"), true)});
    }
    const auto refused = answer.value(QLatin1String("refused")).toArray();
    for (const auto& value : refused) {
        const auto by = value.toObject();
        m_model->appendRow({makeItem(tr("Refused: %1").arg(textOf(by, "by")), false), makeItem(tr("–"), true),
                            makeItem(countText(m_locale, countOf(by, "calls")), true), makeItem(tr("–"), true),
                            makeItem(tr("–"), true)});
    }
    m_table->resizeColumnsToContents();
    for (int column = 1; column < m_model->columnCount(); ++column) // headers are bold
        m_table->setColumnWidth(column, m_table->columnWidth(column) + space::huge);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

void EvaluationDialog::addNote(const QString& icon, const QString& sentence) {
    auto* note = new QWidget;
    auto* line = new QHBoxLayout(note);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    auto* sign = new QLabel;
    sign->setPixmap(m_console.theme.icon(icon, Theme::Tone::Secondary).pixmap(smallIconPixels));
    auto* words = plainLabel("evaluationNote", "secondary");
    words->setText(sentence);
    line->addWidget(sign, 0, Qt::AlignTop);
    line->addWidget(words, 1);
    m_notes->addWidget(note);
}

// What the figures do not know is said beside them.
void EvaluationDialog::showNotes(const QJsonObject& answer) {
    while (auto* item = m_notes->takeAt(0)) {
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const auto info = QStringLiteral("info-circle");
    if (answer.value(QLatin1String("sampled")).toBool())
        addNote(info, tr("There are more calls than are led anew at once: these are the newest of them."));
    if (answer.value(QLatin1String("pretend")).toBool())
        addNote(info, tr("The sums are of pretend money, at the demo provider's prices."));
    const auto unpriced = countOf(answer.value(QLatin1String("after")).toObject(), "unpriced");
    if (unpriced > 0)
        addNote(info, tr("The price of %n call(s) is unknown; they are not in the sum.", nullptr,
                         static_cast<int>(unpriced)));
    for (const auto& value : answer.value(QLatin1String("uncertain")).toArray()) {
        const auto uncertain = value.toObject();
        const auto why = textOf(uncertain, "why");
        const int calls = static_cast<int>(countOf(uncertain, "calls"));
        addNote(
            QStringLiteral("alert-triangle"),
            why == QLatin1String("headers")
                ? tr("%n call(s) are uncertain: a rule asks for headers, which are not recorded.", nullptr, calls)
            : why == QLatin1String("body")
                ? tr("%n call(s) are uncertain: a rule asks for metadata or request fields, which are not "
                     "recorded.",
                     nullptr, calls)
            : why == QLatin1String("user")
                ? tr("%n call(s) are uncertain: the end user is not recorded.", nullptr, calls)
            : why == QLatin1String("path")
                ? tr("%n call(s) are uncertain: a rule asks for the path, which is not recorded.", nullptr, calls)
            : why == QLatin1String("gone")
                ? tr("%n call(s) came from applications that are gone; they are taken as they were.", nullptr, calls)
            : why == QLatin1String("live")
                ? tr("%n call(s) hang on how busy or quick the targets were; this is replayed from the calls "
                     "themselves.",
                     nullptr, calls)
            : why == QLatin1String("chance")
                ? tr("%n call(s) were drawn by chance: another draw may differ by a few.", nullptr, calls)
                : why);
    }
    addNote(info, tr("Costs after the change count the tokens that each call really used, at the prices that are set "
                     "now. Another "
                     "model would have answered with other words."));
    m_notes->addStretch(1);
}

} // namespace gatehouse::ui
