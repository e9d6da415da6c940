// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/body_page.h"

#include "ui/client/aside.h"
#include "ui/log/json_tree.h"
#include "ui/log/shown_text.h"
#include "ui/models/format.h"
#include "ui/widgets/notice_panel.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

// More events than that are read in the raw text.
constexpr qsizetype mostEvents = 2'000;
QString conversationText(const QVector<Utterance>& said) {
    QString text;
    for (const auto& one : said) {
        if (!text.isEmpty())
            text += QStringLiteral("\n\n");
        text += (one.who.isEmpty() ? QStringLiteral("–") : one.who) + QStringLiteral(":\n") + one.text;
    }
    return text;
}

} // namespace

BodyPage::BodyPage(const Theme& theme, Side side, QWidget* parent) : QWidget(parent), m_theme(theme), m_side(side) {
    setObjectName(side == Side::Request ? QStringLiteral("inspectorRequest") : QStringLiteral("inspectorResponse"));
    m_notice = new NoticePanel(theme);
    connect(m_notice, &NoticePanel::pressed, this, &BodyPage::noticePressed);
    m_content = new QWidget;
    auto* inside = new QVBoxLayout(m_content);
    inside->setContentsMargins(0, space::medium, 0, 0);
    inside->setSpacing(space::small);
    inside->addWidget(makeTop());
    m_about = new QLabel;
    m_about->setObjectName(QStringLiteral("bodyAbout"));
    m_about->setProperty("role", QStringLiteral("caption"));
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    inside->addWidget(m_about);
    inside->addWidget(makeForms(), 1);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
}

QWidget* BodyPage::makeTop() {
    auto* top = new QWidget;
    const bool request = m_side == Side::Request;
    m_received = new QPushButton(tr("As received"));
    m_received->setObjectName(QStringLiteral("bodyReceived"));
    m_received->setToolTip(request ? tr("What the client sent") : tr("What the provider answered"));
    m_sent = new QPushButton(tr("As sent"));
    m_sent->setObjectName(QStringLiteral("bodySent"));
    m_sent->setToolTip(request ? tr("What the provider got") : tr("What the client got"));
    auto* group = new QButtonGroup(this);
    for (auto* button : {m_received, m_sent}) {
        button->setCheckable(true);
        group->addButton(button);
    }
    (request ? m_received : m_sent)->setChecked(true);
    connect(group, &QButtonGroup::buttonClicked, this, &BodyPage::choose);
    m_form = new QComboBox;
    m_form->setObjectName(QStringLiteral("bodyForm"));
    m_form->setAccessibleName(tr("Shown as"));
    connect(m_form, &QComboBox::activated, this, [this] {
        m_wanted = m_form->currentData().toInt();
        showForm();
    });
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::tiny);
    row->addWidget(m_received);
    row->addWidget(m_sent);
    row->addStretch();
    row->addWidget(m_form);
    return top;
}

QWidget* BodyPage::makeForms() {
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("bodyText"));
    m_text->setAccessibleName(m_side == Side::Request ? tr("Request") : tr("Response"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(m_theme.fixedFont());
    m_json = new JsonTree(this);
    m_tree = new QTreeView;
    m_tree->setObjectName(QStringLiteral("bodyTree"));
    m_tree->setAccessibleName(tr("Members"));
    m_tree->setModel(m_json);
    m_tree->setUniformRowHeights(true);
    m_tree->setProperty("role", QStringLiteral("roomy"));
    m_tree->setAlternatingRowColors(true);
    m_tree->header()->setStretchLastSection(true);
    m_events = new QTreeWidget;
    m_events->setObjectName(QStringLiteral("bodyEvents"));
    m_events->setAccessibleName(tr("Events"));
    m_events->setHeaderLabels({tr("Number"), tr("Event"), tr("Data")});
    m_events->setRootIsDecorated(false);
    m_events->setUniformRowHeights(true);
    m_events->setProperty("role", QStringLiteral("roomy"));
    m_events->setAlternatingRowColors(true);
    m_forms = new QStackedWidget;
    m_forms->addWidget(m_text);
    m_forms->addWidget(m_tree);
    m_forms->addWidget(m_events);
    return m_forms;
}

const char* BodyPage::part() const {
    const bool received = m_received->isChecked();
    if (m_side == Side::Request)
        return received ? requestReceived : requestSent;
    return received ? answerReceived : answerSent;
}

void BodyPage::show(const CallContents& contents) {
    m_contents = contents;
    choose();
}

void BodyPage::showNotice(const QString& icon, Theme::Tone tone, const QString& sentence, const QString& button) {
    ++m_round;
    m_notice->show(icon, tone, sentence, button);
    m_stack->setCurrentWidget(m_notice);
}

void BodyPage::choose() {
    m_stack->setCurrentWidget(m_content);
    const CallBody* body = m_contents.body(part());
    m_form->setVisible(body != nullptr && body->kept);
    m_forms->setVisible(body != nullptr && body->kept);
    if (body == nullptr) {
        ++m_round;
        m_about->setText(tr("There is nothing on this side of the call."));
        return;
    }
    describe(*body);
    if (body->kept)
        prepare(*body);
}

void BodyPage::describe(const CallBody& body) {
    const QLocale locale;
    QStringList parts{bytesText(locale, body.size)};
    if (!body.contentType.isEmpty())
        parts.append(body.contentType);
    if (body.cut)
        parts.append(tr("only the first %1 are kept").arg(bytesText(locale, body.text.toUtf8().size())));
    if (body.leftOut)
        parts.append(tr("images and sound are left out"));
    if (body.masked > 0)
        parts.append(tr("%n place(s) are masked", nullptr, body.masked));
    if (!body.note.isEmpty())
        parts.append(body.note);
    m_about->setText(parts.join(QStringLiteral(" · ")));
}

// Large bodies take their time to be read: aside.
void BodyPage::prepare(const CallBody& body) {
    const auto round = ++m_round;
    m_text->setPlainText(tr("Reading…"));
    m_forms->setCurrentWidget(m_text);
    runAside(
        this,
        [text = body.text, stream = body.isEventStream()] {
            Prepared prepared;
            prepared.said = shownText(conversationText(conversationIn(text, stream)));
            prepared.raw = shownText(text);
            if (stream) {
                prepared.events = eventsIn(text);
            } else {
                const auto json = QJsonDocument::fromJson(text.toUtf8());
                if (json.isObject())
                    prepared.json = json.object();
                else if (json.isArray())
                    prepared.json = json.array();
                prepared.pretty = shownText(prettyJson(text));
            }
            return prepared;
        },
        [this, round](const Prepared& prepared) {
            if (round == m_round)
                fillForms(prepared);
        });
}

void BodyPage::fillForms(const Prepared& prepared) {
    m_prepared = prepared;
    m_form->clear();
    if (!prepared.said.isEmpty())
        m_form->addItem(tr("Messages"), Messages);
    if (!prepared.json.isNull() && !prepared.json.isUndefined()) {
        m_form->addItem(tr("JSON"), Json);
        m_form->addItem(tr("Tree"), Tree);
    }
    if (!prepared.events.isEmpty())
        m_form->addItem(tr("Events"), Events);
    m_form->addItem(tr("Raw"), Raw);
    m_form->setCurrentIndex(std::max(0, m_form->findData(m_wanted)));
    showForm();
}

void BodyPage::showForm() {
    switch (m_form->currentData().toInt()) {
    case Messages:
        m_text->setPlainText(m_prepared.said);
        m_forms->setCurrentWidget(m_text);
        return;
    case Json:
        m_text->setPlainText(m_prepared.pretty);
        m_forms->setCurrentWidget(m_text);
        return;
    case Tree:
        m_json->show(m_prepared.json);
        m_tree->expandToDepth(0);
        m_tree->resizeColumnToContents(JsonTree::Name);
        m_forms->setCurrentWidget(m_tree);
        return;
    case Events: {
        m_events->clear();
        QList<QTreeWidgetItem*> items;
        const auto count = std::min<qsizetype>(m_prepared.events.size(), mostEvents);
        for (qsizetype i = 0; i < count; ++i) {
            const auto& event = m_prepared.events[i];
            const QString type = event.type.isEmpty() ? QStringLiteral("message") : event.type;
            items.append(new QTreeWidgetItem({QLocale().toString(i + 1), type, event.data}));
            items.last()->setToolTip(2, event.data.left(1'000));
        }
        if (count < m_prepared.events.size())
            items.append(new QTreeWidgetItem(
                {QString(), QString(),
                 tr("%n more event(s): see Raw", nullptr, static_cast<int>(m_prepared.events.size() - count))}));
        m_events->addTopLevelItems(items);
        m_events->resizeColumnToContents(0);
        m_events->resizeColumnToContents(1);
        m_forms->setCurrentWidget(m_events);
        return;
    }
    default:
        m_text->setPlainText(m_prepared.raw);
        m_forms->setCurrentWidget(m_text);
    }
}

} // namespace gatehouse::ui
