// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_editor.h"

#include "ui/prompts/chain_run_page.h"
#include "ui/prompts/chain_words.h"
#include "ui/prompts/chain_write_page.h"
#include "ui/prompts/prompt_dialogs.h"
#include "ui/prompts/prompt_words.h"
#include "ui/prompts/versions_page.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/notice_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace gatehouse::ui {
namespace {

constexpr int notFound = 404;
constexpr int accepted = 202;

} // namespace

ChainEditor::ChainEditor(Console& console, QWidget* parent)
    : QWidget(parent), m_console(console), m_feed(console.client, this),
      m_models(console.client, QStringLiteral("/models")), m_prompts(console.client, QStringLiteral("/prompts")),
      m_apis(console.client, QStringLiteral("/apis")), m_title(new QLabel), m_state(new QLabel),
      m_commands(new QHBoxLayout), m_stack(new QStackedWidget), m_notice(new NoticePanel(console.theme)),
      m_tabs(new QTabWidget), m_write(new ChainWritePage(console.theme, m_feed)),
      m_run(new ChainRunPage(console, m_feed)), m_versions(new VersionsPage(console, chainKind())) {
    m_tabs->setObjectName(QStringLiteral("chainPages"));
    m_tabs->setAccessibleName(tr("Pages of the chain"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_write, tr("Write"));
    m_tabs->addTab(m_run, tr("Run"));
    m_tabs->addTab(m_versions, tr("Versions"));
    m_notice->setObjectName(QStringLiteral("chainNotice"));
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed"))
            load();
    });
    connect(&console.client, &GatewayClient::refreshNeeded, this, &ChainEditor::refresh);
    // Another gateway's chains are not this one's.
    connect(&console.client, &GatewayClient::gatewayChosen, this, [this] {
        m_kept.clear();
        m_chain = {};
        if (!m_id.isEmpty())
            Q_EMIT backPressed();
    });
    connect(m_notice, &NoticePanel::pressed, this, &ChainEditor::load);
    connect(m_write, &ChainWritePage::edited, this, &ChainEditor::wasEdited);
    connect(m_run, &ChainRunPage::valuesEdited, this,
            [this] { m_feed.ask(m_id, m_write->content(), m_run->values()); });
    connect(m_run, &ChainRunPage::stateChanged, this, &ChainEditor::stateChanged);
    connect(m_run, &ChainRunPage::logWanted, this, &ChainEditor::logWanted);
    connect(m_versions, &VersionsPage::openWanted, this, &ChainEditor::editFrom);
    connect(m_versions, &VersionsPage::diffWanted, this, &ChainEditor::compare);
    connect(m_versions, &VersionsPage::selectionMoved, this, &ChainEditor::stateChanged);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ChainEditor::stateChanged);
    for (auto* list : {&m_models, &m_prompts, &m_apis})
        connect(list, &ResourceList::changed, this, &ChainEditor::takeUses);
}

QWidget* ChainEditor::makeHead() {
    auto* back = new QToolButton;
    back->setObjectName(QStringLiteral("chainBack"));
    back->setIcon(m_console.theme.icon(isRightToLeft() ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left")));
    back->setToolTip(tr("All chains"));
    back->setAccessibleName(tr("All chains"));
    back->setFocusPolicy(Qt::StrongFocus);
    connect(back, &QToolButton::clicked, this, &ChainEditor::backPressed);
    m_title->setObjectName(QStringLiteral("chainTitle"));
    m_title->setProperty("role", QStringLiteral("title"));
    m_title->setProperty("data", true);
    m_state->setObjectName(QStringLiteral("chainState"));
    m_state->setProperty("role", QStringLiteral("secondary"));
    for (auto* label : {m_title, m_state}) {
        label->setTextFormat(Qt::PlainText);
        label->setProperty("elided", true);
        label->setMinimumWidth(fontMetrics().averageCharWidth() * 8);
    }
    m_commands->setSpacing(space::small);
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(back);
    row->addWidget(m_title);
    row->addSpacing(space::small);
    row->addWidget(m_state, 1);
    row->addLayout(m_commands);
    return head;
}

void ChainEditor::addCommands(const QList<QWidget*>& buttons) {
    for (auto* button : buttons)
        m_commands->addWidget(button);
}

void ChainEditor::open(const QString& id) {
    if (id == m_id && !m_chain.isEmpty())
        return;
    close();
    m_id = id;
    m_base = 0;
    m_feed.forget();
    m_run->setChain(id);
    m_title->setText(id);
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading the chain…"), {});
    m_stack->setCurrentWidget(m_notice);
    showPage(Page::Write);
    showState();
    refresh();
}

void ChainEditor::close() {
    if (m_id.isEmpty())
        return;
    if (isEdited())
        m_kept.insert(m_id, {m_write->content(), m_base});
    else
        m_kept.remove(m_id);
    m_id.clear();
    m_chain = {};
    ++m_round;
}

void ChainEditor::refresh() {
    for (auto* list : {&m_models, &m_prompts, &m_apis})
        list->reload();
    load();
}

void ChainEditor::load() {
    if (m_id.isEmpty())
        return;
    m_console.client.get(chainPath(m_id), {}, this, [this, round = ++m_round](const Reply& reply) {
        if (round != m_round)
            return;
        if (reply.ok()) {
            take(reply.object());
            return;
        }
        if (!m_chain.isEmpty() && reply.status() != notFound)
            return; // what is shown stays; the list says that it is old
        m_chain = {};
        m_notice->show(QStringLiteral("circle-x"), Theme::Tone::Error,
                       reply.status() == notFound ? tr("There is no chain “%1” any more.").arg(m_id)
                                                  : reply.problem().detail,
                       tr("Retry"));
        m_stack->setCurrentWidget(m_notice);
        showState();
    });
}

void ChainEditor::take(const QJsonObject& chain) {
    const bool first = m_chain.isEmpty();
    const bool edited = !first && isEdited();
    const int before = newest();
    m_chain = chain;
    const auto title = chain.value(QLatin1String("title")).toString();
    m_title->setText(title.isEmpty() ? m_id : title);
    if (first && m_kept.contains(m_id)) {
        const auto kept = m_kept.take(m_id);
        m_base = kept.base;
        m_saved = chainContent(versionOf(kept.base));
        m_write->put(kept.content);
        wasEdited();
    } else if (first || (!edited && m_base == before && before != newest())) {
        putVersion(newest());
    }
    m_versions->show(chain);
    m_stack->setCurrentWidget(m_tabs);
    showState();
}

void ChainEditor::putVersion(int version) {
    m_base = version;
    m_saved = chainContent(versionOf(version));
    if (m_write->content() != m_saved || !m_write->isWhole())
        m_write->put(m_saved);
    wasEdited();
}

// What was written on another version is not lost without a word.
void ChainEditor::editFrom(int version) {
    const auto show = [this, version] {
        putVersion(version);
        showPage(Page::Write);
    };
    if (!isEdited()) {
        show();
        return;
    }
    Confirmation what;
    what.title = tr("Discard your edits?");
    what.text = tr("What you wrote on version %1 has not been saved.").arg(QLocale().toString(m_base));
    what.verb = tr("Discard");
    confirm(this, what, show);
}

int ChainEditor::newest() const {
    int newest = 0;
    for (const auto& version : m_chain.value(QLatin1String("versions")).toArray())
        newest = std::max(newest, version.toObject().value(QLatin1String("version")).toInt());
    return newest;
}

QJsonObject ChainEditor::versionOf(int number) const {
    for (const auto& value : m_chain.value(QLatin1String("versions")).toArray()) {
        if (value.toObject().value(QLatin1String("version")).toInt() == number)
            return value.toObject();
    }
    return {};
}

bool ChainEditor::isEdited() const {
    return !m_chain.isEmpty() && (m_write->content() != m_saved || !m_write->isWhole());
}

void ChainEditor::discard() {
    putVersion(m_base);
}

void ChainEditor::showPage(Page page) {
    m_tabs->setCurrentIndex(static_cast<int>(page));
}

void ChainEditor::compare() {
    if (!m_chain.isEmpty())
        m_versions->compare(isEdited() ? m_write->content() : QJsonObject());
}

void ChainEditor::wasEdited() {
    m_run->setDraft(m_write->content(), m_write->inputs());
    if (m_write->isWhole())
        m_feed.ask(m_id, m_write->content(), m_run->values());
    else
        m_feed.forget(); // what was told is of another text
    showState();
}

void ChainEditor::takeUses() {
    QHash<QString, QStringList> uses;
    for (const auto& item : m_models.items()) {
        if (item.value(QLatin1String("enabled")).toBool(true))
            uses[QStringLiteral("model")].append(item.value(QLatin1String("name")).toString());
    }
    for (const auto& prompt : m_prompts.items()) {
        const auto id = prompt.value(QLatin1String("id")).toString();
        for (const auto& label : promptLabels(prompt))
            uses[QStringLiteral("prompt")].append(QString(id + u'@' + label.name));
        if (const int latest = prompt.value(QLatin1String("latest")).toInt(); latest > 0)
            uses[QStringLiteral("prompt")].append(QStringLiteral("%1@%2").arg(id).arg(latest));
    }
    for (const auto& api : m_apis.items()) {
        for (const auto& version : api.value(QLatin1String("versions")).toArray())
            uses[QStringLiteral("api")].append(QString(api.value(QLatin1String("id")).toString() + u'/' +
                                                       version.toObject().value(QLatin1String("version")).toString()));
    }
    m_write->setUses(uses);
}

void ChainEditor::save() {
    if (m_chain.isEmpty() || !m_write->check())
        return;
    auto* dialog = new SaveVersionDialog(m_console.theme, newest() + 1, this);
    connect(dialog, &SaveVersionDialog::saveWanted, this,
            [this, dialog](const QString& comment) { send(comment, dialog); });
    dialog->open();
}

void ChainEditor::send(const QString& comment, SaveVersionDialog* dialog) {
    Change change;
    change.path = chainPath(m_id, QStringLiteral("/versions"));
    change.title = tr("Save version %1 of chain %2").arg(QLocale().toString(newest() + 1), m_id);
    change.after = m_write->content();
    change.after.insert(QStringLiteral("comment"), comment);
    if (m_base > 0)
        change.after.insert(QStringLiteral("from"), m_base);
    change.reversible = false; // a version stays
    m_console.changes.submit(change, dialog, [this, dialog](const Reply& reply) {
        if (!reply.ok()) {
            dialog->failed(reply.problem());
            return;
        }
        dialog->succeeded();
        if (reply.status() == accepted) {
            m_console.toast.say(tr("The version waits for review."));
            return;
        }
        m_saved = m_write->content();
        m_base = newest(); // the new one is read now
        load();
    });
}

void ChainEditor::showState() {
    QStringList parts;
    if (m_base > 0)
        parts.append(tr("Version %1").arg(QLocale().toString(m_base)));
    for (const auto& label : promptLabels(m_chain)) {
        if (label.version == m_base)
            parts.append(label.name);
    }
    if (isEdited())
        parts.append(tr("edited"));
    m_state->setText(parts.join(QStringLiteral(" · ")));
    m_state->setToolTip(m_state->text());
    Q_EMIT stateChanged();
}

} // namespace gatehouse::ui
