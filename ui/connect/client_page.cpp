// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/client_page.h"

#include "ui/connect/apply_dialog.h"
#include "ui/connect/background.h"
#include "ui/connect/environment_check.h"
#include "ui/widgets/form.h"
#include "ui/widgets/secret_clipboard.h"

#include <QComboBox>
#include <QCompleter>
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QLabel* plain(const char* role) {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

QString told(const QString& text) {
    return QCoreApplication::translate("Clients", text.toUtf8().constData());
}

void clear(QLayout* layout) {
    while (auto* item = layout->takeAt(0)) {
        if (auto* inner = item->layout())
            clear(inner);
        if (auto* widget = item->widget())
            widget->deleteLater();
        delete item;
    }
}

QHBoxLayout* statusRow(QLabel*& icon, QLabel*& words, const char* name) {
    icon = new QLabel;
    words = plain("secondary");
    words->setObjectName(QLatin1String(name));
    words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(words, 1);
    return row;
}

} // namespace

ClientPage::ClientPage(Console& console, QWidget* parent) : QWidget(parent), m_console(console) {
    auto* body = new QHBoxLayout;
    body->setSpacing(space::large);
    body->addWidget(makeSide(), 1);
    body->addWidget(makeSnippets(), 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    layout->addWidget(m_banner);
    layout->addLayout(body, 1);
    connect(m_key, &KeyPicker::changed, this, &ClientPage::showState);
    connect(&m_console.client, &GatewayClient::event, this, &ClientPage::heard);
}

QPushButton* ClientPage::addButton(const char* name, const QString& text, const QString& icon) {
    auto* button = new QPushButton(m_console.theme.icon(icon), text);
    button->setObjectName(QLatin1String(name));
    return button;
}

QWidget* ClientPage::makeTop() {
    auto* all =
        addButton("connectBack", tr("All clients"),
                  layoutDirection() == Qt::RightToLeft ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left"));
    connect(all, &QPushButton::clicked, this, &ClientPage::back);
    m_name = plain("title");
    m_name->setWordWrap(false);
    m_banner = plain("impact");
    m_banner->setObjectName(QStringLiteral("connectBanner"));
    m_banner->hide();
    auto* top = new QWidget;
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::large);
    row->addWidget(m_name);
    row->addStretch();
    row->addWidget(all);
    return top;
}

QWidget* ClientPage::makeSide() {
    m_form = new Form;
    m_key = new KeyPicker(m_console);
    m_model = new QComboBox;
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->completer()->setFilterMode(Qt::MatchContains);
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_model->setEditText(QStringLiteral("demo/echo"));
    m_way = new QComboBox;
    m_way->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_way->setMinimumContentsLength(8);
    m_model->setMinimumContentsLength(8);
    m_form->addField(QStringLiteral("key"), tr("Key"), m_key);
    m_form->addField(QStringLiteral("model"), tr("Model"), m_model, {},
                     [this] { return m_model->currentText().trimmed().isEmpty() ? tr("Choose a model.") : QString(); });
    m_form->addField(QStringLiteral("way"), tr("Gets the key"), m_way);
    connect(m_model, &QComboBox::editTextChanged, this, &ClientPage::showState);
    connect(m_way, &QComboBox::currentIndexChanged, this, &ClientPage::showState);

    m_helper = plain("caption");
    m_helper->setObjectName(QStringLiteral("connectHelper"));
    m_helper->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* traps = plain("section");
    traps->setText(tr("Good to know"));
    m_traps = new QVBoxLayout;
    m_traps->setSpacing(space::small);
    auto* check = plain("section");
    check->setText(tr("Does it work?"));
    m_check = addButton("connectCheck", tr("Check variables"), QStringLiteral("shield-check"));
    m_verify = addButton("connectVerify", tr("Wait for its first call"), QStringLiteral("activity"));
    connect(m_check, &QPushButton::clicked, this, &ClientPage::check);
    connect(m_verify, &QPushButton::clicked, this, &ClientPage::verify);

    auto* inside = new QWidget;
    auto* layout = new QVBoxLayout(inside);
    layout->setContentsMargins(0, 0, space::medium, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_form);
    layout->addWidget(m_key->shownKey());
    layout->addWidget(m_helper);
    layout->addWidget(traps);
    layout->addLayout(m_traps);
    layout->addWidget(check);
    layout->addWidget(m_check, 0, Qt::AlignLeading);
    layout->addLayout(statusRow(m_resultIcon, m_result, "connectResult"));
    layout->addWidget(m_verify, 0, Qt::AlignLeading);
    layout->addLayout(statusRow(m_verifyIcon, m_verified, "connectVerified"));
    layout->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    scroll->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    return scroll;
}

QWidget* ClientPage::makeSnippets() {
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(QStringLiteral("connectSnippets"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_copy = addButton("connectCopy", tr("Copy"), QStringLiteral("copy"));
    m_copy->setProperty("role", QStringLiteral("primary"));
    m_copy->setIcon(m_console.theme.icon(QStringLiteral("copy"), Theme::Tone::OnAccent));
    m_apply = addButton("connectApply", {}, QStringLiteral("edit"));
    m_undo = addButton("connectUndo", tr("Undo"), QStringLiteral("arrow-back-up"));
    connect(m_copy, &QPushButton::clicked, this, &ClientPage::copySnippet);
    connect(m_apply, &QPushButton::clicked, this, &ClientPage::apply);
    connect(m_undo, &QPushButton::clicked, this, &ClientPage::undo);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addStretch();
    buttons->addWidget(m_undo);
    buttons->addWidget(m_apply);
    buttons->addWidget(m_copy);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(space::medium, space::small, space::medium, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(m_tabs, 1);
    layout->addLayout(buttons);
    return card;
}

void ClientPage::show(const ClientDescription& client) {
    // Pages are not the tab widget's to delete; and nothing may be filled while there are those of another client.
    while (m_tabs->count() > 0) {
        auto* page = m_tabs->widget(0);
        m_tabs->removeTab(0);
        page->deleteLater();
    }
    m_client = client;
    m_applied.reset();
    m_awaited.clear();
    m_name->setText(client.name);
    m_key->setClient(client.id, client.name);
    sayResult({}, Theme::Tone::Secondary, {});
    sayVerify({}, Theme::Tone::Secondary, {});
    for (const auto& snippet : client.snippets) {
        auto* text = new QPlainTextEdit;
        text->setProperty("role", QStringLiteral("answer"));
        text->setReadOnly(true);
        text->setTabChangesFocus(true);
        text->setLineWrapMode(QPlainTextEdit::NoWrap);
        text->setLayoutDirection(Qt::LeftToRight);
        text->setFont(m_console.theme.fixedFont());
        text->setAccessibleName(told(snippet.title));
        m_tabs->addTab(text, told(snippet.title));
    }
    m_check->setVisible(!client.conflicts.isEmpty());
    fillWays();
    fillTraps();
    showState();
}

void ClientPage::fillWays() {
    const QSignalBlocker quiet(m_way);
    m_way->clear();
    const auto add = [this](const QString& words, KeyWay way) {
        if (m_client.takes(way))
            m_way->addItem(words, static_cast<int>(way));
    };
    add(tr("From a helper command"), KeyWay::Helper);
    add(tr("From its settings file"), KeyWay::Written);
    add(tr("From a variable"), KeyWay::Variable);
    m_form->setFieldVisible(QStringLiteral("way"), m_way->count() > 1);
}

void ClientPage::fillTraps() {
    clear(m_traps);
    for (const auto& trap : m_client.traps) {
        auto* icon = new QLabel;
        icon->setPixmap(m_console.theme.icon(QStringLiteral("info-circle"), Theme::Tone::Info).pixmap(smallIconPixels));
        auto* words = plain("secondary");
        words->setText(told(trap));
        auto* row = new QHBoxLayout;
        row->setSpacing(space::small);
        row->addWidget(icon, 0, Qt::AlignTop);
        row->addWidget(words, 1);
        m_traps->addLayout(row);
    }
}

void ClientPage::setMissing(bool missing) {
    m_missing = missing;
    showState();
}

void ClientPage::setModels(const QStringList& names) {
    const QSignalBlocker quiet(m_model);
    const QString written = m_model->currentText();
    m_model->clear();
    m_model->addItems(names);
    m_model->setEditText(written);
}

KeyWay ClientPage::way() const {
    return m_way->count() == 0 ? KeyWay::Variable : static_cast<KeyWay>(m_way->currentData().toInt());
}

Filling ClientPage::filling() const {
    return {m_console.client.address().gateway, m_model->currentText().trimmed(), m_key->keyText(), m_client.id};
}

bool ClientPage::canApply() const {
    const bool known = way() != KeyWay::Written || !m_key->keyText().isEmpty();
    return m_client.file && !m_missing && known && !m_model->currentText().trimmed().isEmpty();
}

void ClientPage::fillSnippets() {
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto* text = qobject_cast<QPlainTextEdit*>(m_tabs->widget(i));
        auto with = filling();
        with.key.clear(); // a snippet names the variable, never the key
        const auto now = filled(m_client.snippets[i].text, with);
        if (text != nullptr && text->toPlainText() != now)
            text->setPlainText(now);
    }
}

void ClientPage::showState() {
    fillSnippets();
    const bool local = QHostAddress(m_console.client.address().gateway.host()).isLoopback();
    if (m_missing)
        m_banner->setText(
            tr("This gateway does not have the address %1, which %2 needs. The settings work once it has.")
                .arg(m_client.needs, m_client.name));
    else if (local && !m_client.loopback)
        m_banner->setText(
            tr("This gateway listens on this computer only, where %1 does not reach it.").arg(m_client.name));
    m_banner->setVisible(m_missing || (local && !m_client.loopback));
    m_apply->setVisible(m_client.file.has_value());
    if (m_client.file)
        m_apply->setText(tr("Change %1…").arg(m_client.file->path));
    m_apply->setEnabled(canApply());
    m_apply->setToolTip(way() == KeyWay::Written && m_key->keyText().isEmpty()
                            ? tr("Make a new key first: a key is known once only, when it is made")
                            : QString());
    m_undo->setVisible(canUndo());
    m_verify->setEnabled(!m_key->keyId().isEmpty());
    const bool helps = way() == KeyWay::Helper;
    m_helper->setText(
        helps ? tr("The client runs “%1” and reads the key from your key chain. Keep the key there under this name.")
                    .arg(helperCommand(m_client.id))
              : tr("“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.")
                    .arg(helperCommand(m_client.id)));
    Q_EMIT changed();
}

void ClientPage::copySnippet() {
    if (auto* text = qobject_cast<QPlainTextEdit*>(m_tabs->currentWidget())) {
        copyText(text->toPlainText());
        m_console.toast.say(tr("Copied."));
    }
}

void ClientPage::copyHelper() {
    copyText(helperCommand(m_client.id));
    m_console.toast.say(tr("Copied."));
}

void ClientPage::apply() {
    if (!canApply() || !m_form->check())
        return;
    const auto file = *m_client.file;
    const auto settings = settingsFor(file, way(), filling());
    inBackground([file, settings] { return planChange(file.path, file.format, settings); }, this,
                 [this, id = m_client.id](const FileChange& change) {
                     if (id != m_client.id)
                         return;
                     if (!change.problem.isEmpty()) {
                         sayResult(QStringLiteral("circle-x"), Theme::Tone::Error, change.problem);
                         return;
                     }
                     if (!change.changesAnything()) {
                         sayResult(QStringLiteral("circle-check"), Theme::Tone::Success,
                                   tr("%1 says so already.").arg(change.path));
                         return;
                     }
                     auto* dialog = new ApplyDialog(
                         m_console.theme, change, m_key->keyText(),
                         [this](const FileChange& made, const FileDone& done) {
                             m_applied = made;
                             sayResult(QStringLiteral("circle-check"), Theme::Tone::Success,
                                       done.backup.isEmpty()
                                           ? tr("%1 was made.").arg(made.path)
                                           : tr("%1 was changed. The backup is %2.").arg(made.path, done.backup));
                             showState();
                         },
                         this);
                     dialog->open();
                 });
}

void ClientPage::undo() {
    if (!m_applied)
        return;
    inBackground([change = *m_applied] { return undoChange(change); }, this,
                 [this](const FileDone& done) {
                     if (done.problem.isEmpty()) {
                         sayResult(QStringLiteral("circle-check"), Theme::Tone::Success,
                                   tr("%1 is as it was before.").arg(m_applied->path));
                         m_applied.reset();
                     } else {
                         sayResult(QStringLiteral("circle-x"), Theme::Tone::Error, done.problem);
                     }
                     showState();
                 });
}

void ClientPage::check() {
    inBackground([names = m_client.conflicts] { return findVariables(names, QDir::homePath()); }, this,
                 [this](const QVector<SetVariable>& found) {
                     if (found.isEmpty()) {
                         sayResult(QStringLiteral("circle-check"), Theme::Tone::Success,
                                   tr("No environment variable is in the way."));
                         return;
                     }
                     QStringList lines;
                     for (const auto& one : found)
                         lines.append(
                             one.source.isEmpty()
                                 ? tr("%1 is set in this session.").arg(one.name)
                                 : tr("%1 is set in %2.", "variable, file and line").arg(one.name, one.source));
                     lines.append(tr("Take them away there unless they name this gateway."));
                     sayResult(QStringLiteral("alert-triangle"), Theme::Tone::Warning, lines.join(u'\n'));
                 });
}

void ClientPage::verify() {
    m_awaited = m_key->keyId();
    sayVerify(QStringLiteral("loader-2"), Theme::Tone::Secondary,
              tr("Waiting for a call with this key. Use %1 now.").arg(m_client.name));
}

void ClientPage::heard(const QString& type, const QJsonObject& call) {
    if (m_awaited.isEmpty() || type != QLatin1String("call.finished") ||
        call.value(QLatin1String("key")).toString() != m_awaited)
        return;
    m_awaited.clear();
    const auto at = QLocale().toString(QDateTime::currentDateTime().time(), QLocale::ShortFormat);
    const auto agent = call.value(QLatin1String("client")).toString();
    const auto from = agent.isEmpty() ? m_client.name : agent.section(u' ', 0, 0).section(u'/', 0, 0);
    const int status = call.value(QLatin1String("status")).toInt();
    if (status < 400)
        sayVerify(QStringLiteral("circle-check"), Theme::Tone::Success,
                  tr("✓ %1 from %2", "time, program").arg(at, from));
    else
        sayVerify(
            QStringLiteral("alert-triangle"), Theme::Tone::Warning,
            tr("%1 from %2, answered with %3. The log says why.", "time, program, status").arg(at, from).arg(status));
}

void ClientPage::sayResult(const QString& icon, Theme::Tone tone, const QString& sentence) {
    m_resultIcon->setPixmap(icon.isEmpty() ? QPixmap() : m_console.theme.icon(icon, tone).pixmap(smallIconPixels));
    m_result->setText(sentence);
    m_resultIcon->setVisible(!sentence.isEmpty());
    m_result->setVisible(!sentence.isEmpty());
}

void ClientPage::sayVerify(const QString& icon, Theme::Tone tone, const QString& sentence) {
    m_verifyIcon->setPixmap(icon.isEmpty() ? QPixmap() : m_console.theme.icon(icon, tone).pixmap(smallIconPixels));
    m_verified->setText(sentence);
    m_verifyIcon->setVisible(!sentence.isEmpty());
    m_verified->setVisible(!sentence.isEmpty());
}

} // namespace gatehouse::ui
