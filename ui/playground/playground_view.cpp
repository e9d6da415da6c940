// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/playground_view.h"

#include "ui/playground/call_code.h"
#include "ui/playground/lane.h"
#include "ui/playground/message_list.h"
#include "ui/playground/parameter_panel.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/secret_clipboard.h"

#include <QAction>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr qsizetype mostLanes = 3;
constexpr int editorWidth = 340;

QString demoModel() {
    return QStringLiteral("demo/echo");
}

QScrollArea* scrolled(QWidget* inside, const char* name) {
    auto* area = new QScrollArea;
    area->setObjectName(QLatin1String(name));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(inside);
    area->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    return area;
}

} // namespace

PlaygroundView::PlaygroundView(Console& console)
    : m_console(console), m_models(console.client, QStringLiteral("/models")),
      m_messages(new MessageList(console.theme)), m_parameters(new ParameterPanel) {
    makeCommands();
    auto* splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("playgroundSplitter"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeEditor());
    splitter->addWidget(makeLanes());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({editorWidth, 2 * editorWidth});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    layout->addWidget(splitter, 1);
    connect(m_messages, &MessageList::edited, this, &PlaygroundView::showState);
    connect(m_parameters, &ParameterPanel::edited, this, &PlaygroundView::showState);
    connect(&m_models, &ResourceList::changed, this, &PlaygroundView::takeModels);
    addLane(demoModel());
}

QAction* PlaygroundView::addCommand(const char* name, const QString& text, const QString& icon,
                                    const QKeySequence& shortcut) {
    auto* action = View::addCommand(m_console.theme, name, text, icon);
    action->setShortcut(shortcut);
    return action;
}

void PlaygroundView::makeCommands() {
    m_send = addCommand("actionSend", tr("Send"), QStringLiteral("send"),
                        QKeySequence(Qt::ControlModifier | Qt::Key_Return));
    m_send->setShortcuts(
        {QKeySequence(Qt::ControlModifier | Qt::Key_Return), QKeySequence(Qt::ControlModifier | Qt::Key_Enter)});
    m_send->setIcon(m_console.theme.icon(QStringLiteral("send"), Theme::Tone::OnAccent));
    m_stop = addCommand("actionStop", tr("Stop"), QStringLiteral("player-stop"), QKeySequence(Qt::Key_Escape));
    m_retry = addCommand("actionRetry", tr("Try again"), QStringLiteral("refresh"));
    m_addLane = addCommand("actionAddModel", tr("Compare"), QStringLiteral("columns-3"));
    m_anew = addCommand("actionNewConversation", tr("New conversation"), QStringLiteral("message-plus"));
    m_log = addCommand("actionOpenInLog", tr("Open in the log"), QStringLiteral("list-details"));
    m_keep = addCommand("actionSaveAsPrompt", tr("Save as prompt…"), QStringLiteral("file-text"));
    auto* message = addCommand("actionAddMessage", tr("Add message"), QStringLiteral("plus"));
    auto* image = addCommand("actionAttachImage", tr("Attach an image…"), QStringLiteral("photo"));
    const auto code = [this](const char* name, const QString& text, Coder coder) {
        m_code.append(addCommand(name, text, QStringLiteral("copy")));
        connect(m_code.last(), &QAction::triggered, this, [this, coder] { copyCode(coder); });
    };
    code("actionCopyCurl", tr("Copy as curl"), &curlOf);
    code("actionCopyPython", tr("Copy as Python"), &pythonOf);
    code("actionCopyJavaScript", tr("Copy as JavaScript"), &javaScriptOf);
    connect(m_send, &QAction::triggered, this, &PlaygroundView::send);
    connect(m_stop, &QAction::triggered, this, &PlaygroundView::stop);
    connect(m_retry, &QAction::triggered, this, [this] {
        for (auto* lane : std::as_const(m_lanes))
            lane->retry();
    });
    connect(m_addLane, &QAction::triggered, this, [this] { addLane(m_lanes.last()->model()); });
    connect(m_anew, &QAction::triggered, this, &PlaygroundView::startAnew);
    connect(m_log, &QAction::triggered, this, [this] { openInLog(m_lanes.first()->requestId()); });
    connect(m_keep, &QAction::triggered, this, [this] {
        const auto body = draft().body(m_lanes.first()->model());
        Q_EMIT goTo(QStringLiteral("prompts"), QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact)));
    });
    connect(message, &QAction::triggered, m_messages, [this] { m_messages->add(); });
    connect(image, &QAction::triggered, m_messages, &MessageList::attachImage);
}

QWidget* PlaygroundView::makeTop() {
    auto* title = new QLabel(tr("Playground"));
    title->setProperty("role", QStringLiteral("title"));
    auto* code = new QPushButton(m_console.theme.icon(QStringLiteral("code")), tr("Copy code"));
    code->setObjectName(QStringLiteral("copyCode"));
    code->setProperty("role", QStringLiteral("menu"));
    auto* menu = new QMenu(code);
    menu->addActions(m_code);
    code->setMenu(menu);
    auto* top = new QWidget;
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(title);
    // They go on in a second line where large type needs one.
    auto* commands = new QWidget;
    auto* flow = new FlowLayout(space::small, commands);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->addWidget(commandButton(m_anew, "newConversation"));
    flow->addWidget(commandButton(m_keep, "saveAsPrompt"));
    flow->addWidget(code);
    flow->addWidget(commandButton(m_addLane, "addModel"));
    row->addWidget(commands, 1);
    return top;
}

QWidget* PlaygroundView::makeEditor() {
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(QStringLiteral("playgroundTabs"));
    m_tabs->setAccessibleName(tr("What is sent"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    auto* messages = scrolled(m_messages, "messageScroll");
    messages->setAccessibleName(tr("Messages"));
    m_tabs->addTab(messages, tr("Messages"));
    auto* parameters = scrolled(m_parameters, "parameterScroll");
    parameters->setAccessibleName(tr("Parameters"));
    m_tabs->addTab(parameters, tr("Parameters"));
    connect(m_messages, &MessageList::grew, messages, [messages](QWidget* newest) {
        // Once the new card has its place.
        QMetaObject::invokeMethod(
            messages, [messages, newest] { messages->ensureWidgetVisible(newest); }, Qt::QueuedConnection);
    });
    m_hint = new QLabel;
    m_hint->setObjectName(QStringLiteral("sendHint"));
    m_hint->setProperty("role", QStringLiteral("caption"));
    m_hint->setWordWrap(true);
    auto* send = commandButton(m_send, "send");
    send->setProperty("role", QStringLiteral("primary"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, space::medium, 0);
    row->setSpacing(space::small);
    row->addWidget(m_hint, 1);
    row->addWidget(commandButton(m_stop, "stop"));
    row->addWidget(send);
    auto* editor = new QWidget;
    auto* layout = new QVBoxLayout(editor);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_tabs, 1);
    layout->addLayout(row);
    return editor;
}

QWidget* PlaygroundView::makeLanes() {
    auto* inside = new QWidget;
    m_laneRow = new QHBoxLayout(inside);
    m_laneRow->setContentsMargins(space::medium, 0, 0, 0);
    m_laneRow->setSpacing(space::medium);
    auto* area = scrolled(inside, "laneScroll");
    area->setAccessibleName(tr("Answers"));
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    return area;
}

void PlaygroundView::addLane(const QString& model) {
    if (m_lanes.size() >= mostLanes)
        return;
    auto* lane = new Lane(m_console);
    m_lanes.append(lane);
    m_laneRow->addWidget(lane, 1);
    lane->show();
    lane->setModel(model);
    connect(lane, &Lane::busyChanged, this, &PlaygroundView::showState);
    connect(lane, &Lane::modelEdited, this, [this] {
        m_modelChosen = true;
        showState();
    });
    connect(lane, &Lane::removeWanted, this, [this, lane] { removeLane(lane); });
    connect(lane, &Lane::logWanted, this, &PlaygroundView::openInLog);
    connect(lane, &Lane::continueWanted, m_messages, [this](const QString& text) { m_messages->addAnswer(text); });
    connect(lane, &Lane::answered, this, [this](const QString& text) {
        if (m_lanes.size() == 1)
            m_messages->addAnswer(text);
    });
    takeModels();
    showState();
}

void PlaygroundView::removeLane(Lane* lane) {
    if (m_lanes.size() == 1)
        return;
    lane->stop();
    m_lanes.removeOne(lane);
    lane->hide();
    lane->deleteLater();
    showState();
}

void PlaygroundView::takeModels() {
    QStringList names;
    for (const auto& item : m_models.items()) {
        if (item.value(QLatin1String("enabled")).toBool(true))
            names.append(item.value(QLatin1String("name")).toString());
    }
    for (auto* lane : std::as_const(m_lanes))
        lane->setModels(names);
    // Without the demo provider the first name there is, as long as nobody has chosen.
    if (!m_modelChosen && !names.isEmpty() && !names.contains(demoModel())) {
        m_lanes.first()->setModel(names.first());
        m_modelChosen = false;
    }
}

void PlaygroundView::open(const QString& argument) {
    const auto body = QJsonDocument::fromJson(argument.toUtf8());
    if (body.isObject())
        load(body.object());
    else if (!argument.isEmpty())
        m_lanes.first()->setModel(argument);
}

void PlaygroundView::load(const QJsonObject& body) {
    const auto draft = ChatDraft::fromBody(body);
    stop();
    m_messages->setAll(draft.system, draft.messages);
    m_parameters->setParameters(draft.parameters);
    if (const auto model = body.value(QLatin1String("model")).toString(); !model.isEmpty())
        m_lanes.first()->setModel(model);
    for (auto* lane : std::as_const(m_lanes))
        lane->forget();
}

void PlaygroundView::refresh() {
    m_models.reload();
}

ChatDraft PlaygroundView::draft() const {
    return {m_messages->system(), m_messages->messages(), m_parameters->parameters()};
}

void PlaygroundView::send() {
    if (!m_parameters->check()) {
        m_tabs->setCurrentIndex(1);
        m_parameters->check(); // puts the focus on the fault, now that it can be seen
        return;
    }
    const auto asked = draft();
    for (auto* lane : std::as_const(m_lanes)) {
        if (!lane->model().isEmpty())
            lane->start(asked.body(lane->model()));
    }
}

void PlaygroundView::stop() {
    for (auto* lane : std::as_const(m_lanes))
        lane->stop();
}

void PlaygroundView::startAnew() {
    const auto system = m_messages->system();
    const auto before = m_messages->messages();
    stop();
    for (auto* lane : std::as_const(m_lanes))
        lane->forget();
    m_messages->setAll(system, {});
    m_console.toast.say(tr("The conversation was cleared."), tr("Undo"),
                        [this, system, before] { m_messages->setAll(system, before); });
}

void PlaygroundView::copyCode(Coder coder) {
    copyText(coder(m_console.client.address().gateway, draft().body(m_lanes.first()->model())));
    m_console.toast.say(tr("Copied. Put your key into the variable %1.").arg(QLatin1String(keyVariable)));
}

void PlaygroundView::openInLog(const QString& requestId) {
    Q_EMIT goTo(QStringLiteral("log"), requestId);
}

void PlaygroundView::showState() {
    const bool busy = std::any_of(m_lanes.begin(), m_lanes.end(), [](const Lane* lane) { return lane->isBusy(); });
    const bool named =
        std::any_of(m_lanes.begin(), m_lanes.end(), [](const Lane* lane) { return !lane->model().isEmpty(); });
    const bool written = !m_messages->isEmpty();
    m_send->setEnabled(!busy && named && written);
    m_stop->setEnabled(busy);
    m_retry->setEnabled(std::any_of(m_lanes.begin(), m_lanes.end(), [](const Lane* lane) { return lane->canRetry(); }));
    m_log->setEnabled(!m_lanes.isEmpty() && !m_lanes.first()->requestId().isEmpty());
    m_addLane->setEnabled(m_lanes.size() < mostLanes);
    for (auto* action : std::as_const(m_code))
        action->setEnabled(written && named);
    for (auto* lane : std::as_const(m_lanes))
        lane->setAlone(m_lanes.size() == 1);
    m_hint->setText(!written ? tr("Write a message first.") : !named ? tr("Choose a model.") : QString());
    m_send->setProperty("why", m_hint->text());
    m_keep->setEnabled(written);
    m_keep->setProperty("why", written ? QString() : tr("Write a message first."));
    const int set = m_parameters->parameters().count();
    m_tabs->setTabText(1, set == 0 ? tr("Parameters") : tr("Parameters (%1)").arg(QLocale().toString(set)));
}

} // namespace gatehouse::ui
