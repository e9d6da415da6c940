// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/translation_lens.h"

#include "ui/client/aside.h"
#include "ui/log/fate_words.h"
#include "ui/log/match_tree.h"
#include "ui/log/shown_text.h"
#include "ui/log/stream_collector.h"
#include "ui/models/format.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/notice_panel.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int besideWidth = 720;        // pixels: narrower, one side goes below the other
constexpr int allWordsWidth = 460;      // of a side: narrower, the sign alone says what became of a field
constexpr std::size_t opensWhole = 400; // nodes: a larger tree opens at its first level and where something was lost
constexpr int lossHeight = 140;

enum Form { Fields, Bytes };
enum LossColumn { Became, Field, Where, Why };
constexpr std::array allFates{Fate::Kept, Fate::Renamed, Fate::Approximated, Fate::Dropped, Fate::Added};

// The path in a request's first line: "POST /v1/messages HTTP/1.1", "POST claude: /v1/messages".
QString pathIn(const CallHead* head) {
    if (head == nullptr)
        return {};
    const auto words = head->line.split(u' ');
    const auto path =
        std::find_if(words.begin() + 1, words.end(), [](const QString& word) { return word.startsWith(u'/'); });
    return words.size() < 2 || path == words.end() ? QString() : *path;
}

// What says the operation: the last step of a path, and the verb behind a colon.
QString operationIn(const CallHead* head) {
    const QString step = pathIn(head).section(u'?', 0, 0).section(u'/', -1);
    return step.contains(u':') ? step.section(u':', -1) : step;
}

// "POST /v1/messages"
QString addressIn(const CallHead* head) {
    const QString path = pathIn(head);
    return path.isEmpty() ? QString() : QString(head->line.section(u' ', 0, 0) + u' ' + path);
}

// Wide enough for its header too, whose letters are bold.
void fitColumn(QTreeView& tree, int column) {
    tree.resizeColumnToContents(column);
    tree.setColumnWidth(column, tree.columnWidth(column) + space::medium);
}

QLabel* plainLabel(const char* name, const char* role) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setProperty("role", QLatin1String(role));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

TranslationLens::TranslationLens(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("translationLens"));
    m_notice = new NoticePanel(theme);
    connect(m_notice, &NoticePanel::pressed, this, &TranslationLens::noticePressed);
    m_sides = new QSplitter(Qt::Horizontal);
    m_sides->setObjectName(QStringLiteral("lensSides"));
    m_sides->setChildrenCollapsible(false);
    m_sides->addWidget(makePane(Client));
    m_sides->addWidget(makePane(Provider));
    m_field = plainLabel("lensField", "caption");
    m_content = new QWidget;
    auto* inside = new QVBoxLayout(m_content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(space::tiny);
    inside->addWidget(m_sides, 1);
    inside->addWidget(m_field);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_content);
    m_all = new QSplitter(Qt::Vertical);
    m_all->setObjectName(QStringLiteral("lensParts"));
    m_all->setChildrenCollapsible(false);
    m_all->addWidget(m_stack);
    m_all->addWidget(makeLosses());
    m_all->setStretchFactor(0, 1);
    m_all->setSizes({3 * lossHeight, lossHeight});
    m_about = plainLabel("lensAbout", "caption");
    m_bar = new QWidget;
    auto* bar = new QVBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(space::small);
    bar->addWidget(makeTop());
    bar->addWidget(makeLegend());
    bar->addWidget(m_about);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_bar);
    layout->addWidget(m_all, 1);
}

QWidget* TranslationLens::makeTop() {
    auto* top = new QWidget;
    m_request = new QPushButton(tr("Request"));
    m_request->setObjectName(QStringLiteral("lensRequest"));
    m_answer = new QPushButton(tr("Answer"));
    m_answer->setObjectName(QStringLiteral("lensAnswer"));
    auto* group = new QButtonGroup(this);
    for (auto* button : {m_request, m_answer}) {
        button->setCheckable(true);
        group->addButton(button);
    }
    m_request->setChecked(true);
    connect(group, &QButtonGroup::buttonToggled, this, [this](QAbstractButton*, bool checked) {
        if (checked)
            choosePart();
    });
    m_form = new QComboBox;
    m_form->setObjectName(QStringLiteral("lensForm"));
    m_form->setAccessibleName(tr("Shown as"));
    m_form->addItem(tr("Fields"), Fields);
    m_form->addItem(tr("Bytes"), Bytes);
    connect(m_form, &QComboBox::currentIndexChanged, this, &TranslationLens::showPart);
    m_window = new QPushButton(m_theme.icon(QStringLiteral("external-link")), {});
    m_window->setObjectName(QStringLiteral("lensWindow"));
    m_window->setAccessibleName(tr("Open translation in a window"));
    m_window->setToolTip(m_window->accessibleName());
    m_window->hide();
    connect(m_window, &QPushButton::clicked, this, &TranslationLens::windowAsked);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::tiny);
    row->addWidget(m_request);
    row->addWidget(m_answer);
    row->addStretch();
    row->addWidget(m_form);
    row->addWidget(m_window);
    return top;
}

QWidget* TranslationLens::makeLegend() {
    auto* legend = new QWidget;
    legend->setObjectName(QStringLiteral("lensLegend"));
    auto* layout = new FlowLayout(space::medium, legend);
    for (const auto fate : allFates) {
        auto* label = new QLabel;
        label->setTextFormat(Qt::PlainText);
        label->setObjectName(QString(QStringLiteral("lensCount%1").arg(static_cast<int>(fate))));
        m_legend[static_cast<std::size_t>(fate)] = label;
        layout->addWidget(label);
    }
    connect(&m_theme, &Theme::changed, this, &TranslationLens::fillLegend);
    return legend;
}

QWidget* TranslationLens::makePane(Side side) {
    auto& pane = m_panes[side];
    const bool client = side == Client;
    pane.title = plainLabel(client ? "lensClientTitle" : "lensProviderTitle", "section");
    pane.model = new MatchTree(m_theme, this);
    pane.tree = new QTreeView;
    pane.tree->setObjectName(client ? QStringLiteral("lensClient") : QStringLiteral("lensProvider"));
    pane.tree->setAccessibleName(client ? tr("The client's fields") : tr("The provider's fields"));
    pane.tree->setModel(pane.model);
    pane.tree->setUniformRowHeights(true);
    pane.tree->setProperty("role", QStringLiteral("roomy"));
    pane.tree->header()->setStretchLastSection(false);
    pane.tree->header()->setSectionResizeMode(MatchTree::Value, QHeaderView::Stretch);
    connect(pane.tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this, side](const QModelIndex& now) { onNode(side, m_panes[side].model->nodeAt(now)); });
    pane.text = new QPlainTextEdit;
    pane.text->setObjectName(client ? QStringLiteral("lensClientText") : QStringLiteral("lensProviderText"));
    pane.text->setAccessibleName(client ? tr("The client's bytes") : tr("The provider's bytes"));
    pane.text->setReadOnly(true);
    pane.text->setTabChangesFocus(true);
    pane.text->setFont(m_theme.fixedFont());
    pane.stack = new QStackedWidget;
    pane.stack->addWidget(pane.tree);
    pane.stack->addWidget(pane.text);
    auto* whole = new QWidget;
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addWidget(pane.title);
    layout->addWidget(pane.stack, 1);
    return whole;
}

QWidget* TranslationLens::makeLosses() {
    m_lossTitle = plainLabel("lensLossTitle", "section");
    m_losses = new QTreeWidget;
    m_losses->setObjectName(QStringLiteral("lensLosses"));
    m_losses->setAccessibleName(tr("Losses"));
    m_losses->setHeaderLabels({tr("What became of it"), tr("Field"), tr("Where"), tr("Why")});
    m_losses->setRootIsDecorated(false);
    m_losses->setUniformRowHeights(true);
    m_losses->setProperty("role", QStringLiteral("roomy"));
    m_losses->setAlternatingRowColors(true);
    m_losses->setSelectionMode(QAbstractItemView::SingleSelection);
    m_losses->header()->setStretchLastSection(true);
    connect(m_losses, &QTreeWidget::itemClicked, this, &TranslationLens::onLoss);
    connect(m_losses, &QTreeWidget::itemActivated, this, &TranslationLens::onLoss);
    auto* whole = new QWidget;
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addWidget(m_lossTitle);
    layout->addWidget(m_losses, 1);
    return whole;
}

void TranslationLens::setWindowOffered(bool offered) {
    m_window->setVisible(offered);
}

bool TranslationLens::isTranslated(const QJsonObject& call, const CallContents* contents) {
    const auto notes = notesOf(call);
    if (!notes.losses.isEmpty() || !notes.dialect.isEmpty())
        return true;
    // A gateway that says so in its record is believed; one from before is judged by where the call went.
    if (call.value(QLatin1String("explain")).toObject().contains(QLatin1String("translated_to")) || contents == nullptr)
        return false;
    const QString asked = operationIn(contents->head(requestReceived));
    const QString went = operationIn(contents->head(requestSent));
    return !asked.isEmpty() && !went.isEmpty() && asked != went;
}

TranslationLens::Prepared TranslationLens::prepare(const TranslationNotes& notes, const CallContents& contents) {
    Prepared prepared;
    const char* const names[2][SideCount] = {{requestReceived, requestSent}, {answerSent, answerReceived}};
    QJsonValue json[2][SideCount];
    for (std::size_t i = 0; i < 2; ++i) {
        for (int side = 0; side < SideCount; ++side) {
            const CallBody* body = contents.body(names[i][side]);
            if (body == nullptr)
                continue;
            const auto read = bodyJson(*body);
            auto& part = prepared.parts[i];
            const auto at = static_cast<std::size_t>(side);
            json[i][side] = read.json;
            part.isJson[at] = read.json.isObject() || read.json.isArray();
            part.events[at] = read.events;
            part.texts[at] = shownText(read.events == 0 ? prettyJson(body->text) : body->text);
        }
    }
    auto [ofRequest, ofAnswer] = partNotes(notes, json[0][Client], json[1][Client]);
    prepared.parts[0].match = matchBodies(json[0][Client], json[0][Provider], ofRequest, Direction::ToProvider);
    prepared.parts[1].match = matchBodies(json[1][Client], json[1][Provider], ofAnswer, Direction::ToClient);
    prepared.parts[0].notes = std::move(ofRequest);
    prepared.parts[1].notes = std::move(ofAnswer);
    return prepared;
}

void TranslationLens::show(const QJsonObject& call, const CallContents& contents) {
    m_call = call;
    m_contents = contents;
    const auto round = ++m_round;
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Comparing both sides…"), {});
    m_stack->setCurrentWidget(m_notice);
    runAside(
        this, [notes = notesOf(call), contents] { return prepare(notes, contents); },
        [this, round](Prepared prepared) {
            if (round == m_round)
                take(std::move(prepared));
        });
}

void TranslationLens::showWithout(const QJsonObject& call, const QString& icon, Theme::Tone tone,
                                  const QString& sentence, const QString& button) {
    ++m_round;
    m_call = call;
    m_contents = {};
    Prepared prepared;
    prepared.parts[0].notes = notesOf(call);
    for (auto& pane : m_panes)
        pane.model->show(nullptr);
    m_prepared = std::move(prepared);
    m_bar->hide();
    m_notice->show(icon, tone, sentence, button);
    m_stack->setCurrentWidget(m_notice);
    fillLosses();
}

void TranslationLens::take(Prepared prepared) {
    for (auto& pane : m_panes)
        pane.model->show(nullptr); // what it looks at goes
    m_prepared = std::move(prepared);
    m_bar->show();
    m_stack->setCurrentWidget(m_content);
    fillLosses();
    choosePart();
}

void TranslationLens::fillLosses() {
    m_losses->clear();
    const bool known = m_stack->currentWidget() == m_content;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& notes = m_prepared.parts[i].notes;
        for (int index = 0; index < notes.losses.size(); ++index) {
            const auto& loss = notes.losses[index];
            const QString where = known ? (i == 0 ? tr("Request") : tr("Answer")) : QString();
            auto* item = new QTreeWidgetItem(
                {QString(signOf(loss.fate) + u' ' + wordOf(loss.fate)), loss.field, where, loss.detail});
            item->setData(0, Qt::UserRole, static_cast<int>(i));
            item->setData(0, Qt::UserRole + 1, index);
            item->setForeground(Became, m_theme.color(toneOf(loss.fate)));
            item->setToolTip(Field, loss.field);
            item->setToolTip(Why, loss.detail);
            m_losses->addTopLevelItem(item);
        }
    }
    const int count = m_losses->topLevelItemCount();
    m_lossTitle->setText(count == 0 ? tr("Nothing was lost in translation.") : tr("%n loss(es)", nullptr, count));
    m_losses->setVisible(count > 0);
    m_losses->setColumnHidden(Where, !known);
    for (const auto column : {Became, Field, Where})
        fitColumn(*m_losses, column);
    constexpr int widest = 280;
    m_losses->setColumnWidth(Field, std::min(m_losses->columnWidth(Field), widest));
}

const char* TranslationLens::bodyName(Side side) const {
    if (m_chosen == 0)
        return side == Client ? requestReceived : requestSent;
    return side == Client ? answerSent : answerReceived;
}

bool TranslationLens::canCompare() const {
    return part().isJson[Client] && part().isJson[Provider];
}

void TranslationLens::choosePart() {
    m_chosen = m_answer->isChecked() ? 1 : 0;
    if (m_stack->currentWidget() != m_content)
        return;
    showPart();
}

QString TranslationLens::titleOf(Side side) const {
    if (side == Client) {
        const QString address = addressIn(m_contents.head(requestReceived));
        const QString client = m_call.value(QLatin1String("dialect")).toString();
        return address.isEmpty() ? tr("Client · %1").arg(client) : tr("Client · %1 · %2").arg(client, address);
    }
    const auto notes = notesOf(m_call);
    QStringList parts{tr("Provider %1").arg(m_call.value(QLatin1String("provider")).toString())};
    if (!notes.dialect.isEmpty())
        parts.append(notes.dialect);
    if (const QString address = addressIn(m_contents.head(requestSent)); !address.isEmpty())
        parts.append(address);
    return parts.join(QStringLiteral(" · "));
}

void TranslationLens::showPart() {
    const bool fields = m_form->currentData().toInt() == Fields && canCompare();
    for (const auto side : {Client, Provider}) {
        auto& pane = m_panes[side];
        pane.title->setText(titleOf(side));
        pane.model->show(side == Client ? &part().match.client : &part().match.provider);
        const CallBody* body = m_contents.body(bodyName(side));
        if (body == nullptr)
            pane.text->setPlainText(tr("There is nothing on this side of the call."));
        else
            pane.text->setPlainText(body->kept ? part().texts[side] : body->note);
        if (fields)
            openTree(side);
        pane.stack->setCurrentWidget(fields ? static_cast<QWidget*>(pane.tree) : pane.text);
    }
    m_field->clear();
    m_field->setVisible(fields);
    m_form->setEnabled(canCompare());
    fillLegend();
    describePart();
    fitWidth();
}

// All of it, or where something is told.
void TranslationLens::openTree(Side side) {
    const auto& nodes = side == Client ? part().match.client : part().match.provider;
    auto& pane = m_panes[side];
    if (nodes.size() <= opensWhole)
        pane.tree->expandAll();
    else
        pane.tree->expandToDepth(0);
    for (const auto& place : part().match.places) {
        for (auto index = pane.model->indexOf(side == Client ? place.client : place.provider).parent(); index.isValid();
             index = index.parent())
            pane.tree->expand(index);
    }
    fitColumn(*pane.tree, MatchTree::Name);
    fitColumn(*pane.tree, MatchTree::Became);
    const int most = pane.tree->viewport()->width() / 2;
    if (most > 0)
        pane.tree->setColumnWidth(MatchTree::Name, std::min(pane.tree->columnWidth(MatchTree::Name), most));
}

void TranslationLens::fillLegend() {
    const bool shown = canCompare();
    for (const auto fate : allFates) {
        auto* label = m_legend[static_cast<std::size_t>(fate)];
        const int count = part().match.counts[static_cast<std::size_t>(fate)];
        label->setText(QString(signOf(fate) + u' ' + countText(fate, count)));
        auto palette = label->palette();
        palette.setColor(QPalette::WindowText, m_theme.color(toneOf(fate)));
        label->setPalette(palette);
        label->setVisible(shown);
    }
    for (int i = 0; i < m_losses->topLevelItemCount(); ++i) {
        auto* item = m_losses->topLevelItem(i);
        const auto& losses =
            m_prepared.parts[static_cast<std::size_t>(item->data(0, Qt::UserRole).toInt())].notes.losses;
        item->setForeground(Became, m_theme.color(toneOf(losses[item->data(0, Qt::UserRole + 1).toInt()].fate)));
    }
}

void TranslationLens::describePart() {
    QStringList sentences;
    for (const auto side : {Client, Provider}) {
        const CallBody* body = m_contents.body(bodyName(side));
        if (body != nullptr && body->cut)
            sentences.append(side == Client ? tr("Of the client's bytes only the beginning is kept.")
                                            : tr("Of the provider's bytes only the beginning is kept."));
    }
    if (const int events = std::max(part().events[Client], part().events[Provider]); events > 0 && canCompare())
        sentences.append(tr("Put together from %n event(s).", nullptr, events));
    if (part().match.isCut)
        sentences.append(tr("Only the first fields of this large body are compared."));
    if (!canCompare())
        sentences.append(tr("The fields cannot be compared: both sides must be kept whole and be JSON."));
    m_about->setText(sentences.join(u' '));
    m_about->setVisible(!sentences.isEmpty());
}

// The other tree goes along.
void TranslationLens::onNode(Side side, int node) {
    if (node <= 0)
        return;
    describeNode(side, node);
    if (m_following)
        return;
    const auto& nodes = side == Client ? part().match.client : part().match.provider;
    int partner = -1;
    for (int at = node; at > 0 && partner < 0; at = nodes[static_cast<std::size_t>(at)].parent)
        partner = nodes[static_cast<std::size_t>(at)].partner;
    if (partner > 0)
        goTo(side == Client ? Provider : Client, partner);
    describeNode(side, node);
}

void TranslationLens::goTo(Side side, int node) {
    auto& pane = m_panes[side];
    const auto index = pane.model->indexOf(node);
    if (!index.isValid())
        return;
    m_following = true;
    pane.tree->setCurrentIndex(index);
    pane.tree->scrollTo(index, QAbstractItemView::PositionAtCenter);
    m_following = false;
}

void TranslationLens::describeNode(Side side, int node) {
    const auto& nodes = side == Client ? part().match.client : part().match.provider;
    const auto& one = nodes[static_cast<std::size_t>(node)];
    if (one.isGroup && one.loss < 0 && one.fate == Fate::Kept) {
        m_field->setText(one.path);
        return;
    }
    const QString what = tr("%1: %2.", "field, what became of it").arg(one.path, wordOf(one.fate));
    m_field->setText(one.detail.isEmpty() ? what : QString(what + u' ' + one.detail));
}

void TranslationLens::onLoss() {
    auto* item = m_losses->currentItem();
    if (item == nullptr || m_stack->currentWidget() != m_content)
        return;
    const auto wanted = static_cast<std::size_t>(item->data(0, Qt::UserRole).toInt());
    (wanted == 0 ? m_request : m_answer)->setChecked(true);
    m_form->setCurrentIndex(m_form->findData(Fields));
    if (!canCompare())
        return;
    const int index = item->data(0, Qt::UserRole + 1).toInt();
    const auto place = part().match.places.value(index);
    const auto& loss = part().notes.losses[index];
    for (auto& pane : m_panes)
        pane.tree->clearSelection();
    goTo(Provider, place.provider);
    goTo(Client, place.client);
    m_field->setText(
        place.client > 0 || place.provider > 0
            ? tr("%1: %2. %3", "field, what became of it, why").arg(loss.field, wordOf(loss.fate), loss.detail)
            : tr("%1 is not in the recorded body. %2", "field, why it was lost").arg(loss.field, loss.detail));
}

void TranslationLens::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitWidth();
}

void TranslationLens::fitWidth() {
    const bool beside = width() >= besideWidth;
    m_sides->setOrientation(beside ? Qt::Horizontal : Qt::Vertical);
    const int each = beside ? width() / 2 : width();
    for (auto& pane : m_panes)
        pane.tree->setColumnHidden(MatchTree::Became, each < allWordsWidth);
}

} // namespace gatehouse::ui
