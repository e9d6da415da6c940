// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/version_editor.h"

#include "ui/prompts/prompt_dialogs.h"
#include "ui/prompts/prompt_words.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/notice_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int soonMilliseconds = 150; // changes come in bunches
constexpr int notFound = 404;
constexpr int accepted = 202;

} // namespace

VersionEditor::VersionEditor(Console& console, VersionedKind kind, Words words, QWidget* parent)
    : QWidget(parent), m_console(console), m_kind(kind), m_words(std::move(words)), m_soon(new QTimer(this)),
      m_title(new QLabel), m_state(new QLabel), m_commands(new QHBoxLayout), m_stack(new QStackedWidget),
      m_notice(new NoticePanel(console.theme)), m_tabs(new QTabWidget), m_versions(new VersionsPage(console, kind)) {
    m_tabs->setObjectName(QString(m_words.prefix + QStringLiteral("Pages")));
    m_tabs->setAccessibleName(m_words.pages);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_notice->setObjectName(QString(m_words.prefix + QStringLiteral("Notice")));
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);
    m_soon->setSingleShot(true);
    m_soon->setInterval(soonMilliseconds);
    connect(m_soon, &QTimer::timeout, this, &VersionEditor::load);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed") && !m_id.isEmpty() && !m_soon->isActive())
            m_soon->start();
    });
    connect(&console.client, &GatewayClient::refreshNeeded, this, &VersionEditor::refresh);
    // Another gateway's objects are not this one's.
    connect(&console.client, &GatewayClient::gatewayChosen, this, [this] {
        m_kept.clear();
        m_object = {};
        if (!m_id.isEmpty())
            Q_EMIT backPressed();
    });
    connect(m_notice, &NoticePanel::pressed, this, &VersionEditor::load);
    connect(m_tabs, &QTabWidget::currentChanged, this, &VersionEditor::stateChanged);
    connect(m_versions, &VersionsPage::openWanted, this, &VersionEditor::editFrom);
    connect(m_versions, &VersionsPage::diffWanted, this, &VersionEditor::compare);
    connect(m_versions, &VersionsPage::selectionMoved, this, &VersionEditor::stateChanged);
}

QWidget* VersionEditor::makeHead() {
    auto* back = new QToolButton;
    back->setObjectName(QString(m_words.prefix + QStringLiteral("Back")));
    back->setIcon(m_console.theme.icon(isRightToLeft() ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left")));
    back->setToolTip(m_words.all);
    back->setAccessibleName(m_words.all);
    back->setFocusPolicy(Qt::StrongFocus);
    connect(back, &QToolButton::clicked, this, &VersionEditor::backPressed);
    m_title->setObjectName(QString(m_words.prefix + QStringLiteral("Title")));
    m_title->setProperty("role", QStringLiteral("title"));
    m_title->setProperty("data", true);
    m_state->setObjectName(QString(m_words.prefix + QStringLiteral("State")));
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

void VersionEditor::addPages(const QList<QPair<QWidget*, QString>>& pages) {
    for (const auto& [page, title] : pages)
        m_tabs->addTab(page, title);
    m_tabs->addTab(m_versions, tr("Versions"));
}

void VersionEditor::addCommands(const QList<QWidget*>& buttons) {
    for (auto* button : buttons)
        m_commands->addWidget(button);
}

void VersionEditor::open(const QString& id) {
    if (id == m_id && !m_object.isEmpty())
        return;
    close();
    m_id = id;
    m_base = 0;
    m_object = {};
    begin();
    m_title->setText(id);
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, m_words.reading, {});
    m_stack->setCurrentWidget(m_notice);
    showState();
    refresh();
}

void VersionEditor::close() {
    if (m_id.isEmpty())
        return;
    if (isEdited())
        m_kept.insert(m_id, {draft(), m_base});
    else
        m_kept.remove(m_id);
    m_id.clear();
    m_object = {};
    ++m_round;
}

void VersionEditor::refresh() {
    load();
}

void VersionEditor::load() {
    if (m_id.isEmpty())
        return;
    m_console.client.get(m_kind.path(m_id, {}), {}, this, [this, round = ++m_round](const Reply& reply) {
        if (round != m_round)
            return;
        if (reply.ok()) {
            take(reply.object());
            return;
        }
        if (!m_object.isEmpty() && reply.status() != notFound)
            return; // what is shown stays; the list says that it is old
        m_object = {};
        m_notice->show(QStringLiteral("circle-x"), Theme::Tone::Error,
                       reply.status() == notFound ? m_words.gone.arg(m_id) : reply.problem().detail, tr("Retry"));
        m_stack->setCurrentWidget(m_notice);
        showState();
    });
}

void VersionEditor::take(const QJsonObject& object) {
    const bool first = m_object.isEmpty();
    const bool edited = !first && isEdited();
    const int before = newest();
    m_object = object;
    const auto title = object.value(QLatin1String("title")).toString();
    m_title->setText(title.isEmpty() ? m_id : title);
    if (first && m_kept.contains(m_id)) {
        const auto kept = m_kept.take(m_id);
        m_base = kept.base;
        setSaved(versionOf(kept.base));
        putDraft(kept.draft);
    } else if (first || (!edited && m_base == before && before != newest())) {
        putVersion(newest());
    }
    m_versions->show(object);
    shown(first);
    m_stack->setCurrentWidget(m_tabs);
    showState();
}

void VersionEditor::compare() {
    if (!m_object.isEmpty())
        m_versions->compare(isEdited() ? written() : QJsonObject());
}

// What was written on another version is not lost without a word.
void VersionEditor::editFrom(int version) {
    if (!isEdited()) {
        showVersion(version);
        return;
    }
    Confirmation what;
    what.title = tr("Discard your edits?");
    what.text = tr("What you wrote on version %1 has not been saved.").arg(QLocale().toString(m_base));
    what.verb = tr("Discard");
    confirm(this, what, [this, version] { showVersion(version); });
}

int VersionEditor::newest() const {
    int newest = 0;
    for (const auto& version : m_object.value(QLatin1String("versions")).toArray())
        newest = std::max(newest, version.toObject().value(QLatin1String("version")).toInt());
    return newest;
}

QJsonObject VersionEditor::versionOf(int number) const {
    for (const auto& value : m_object.value(QLatin1String("versions")).toArray()) {
        if (value.toObject().value(QLatin1String("version")).toInt() == number)
            return value.toObject();
    }
    return {};
}

void VersionEditor::putVersion(int version) {
    const bool again = m_base != 0;
    m_base = version;
    fill(versionOf(version), again);
    showState();
}

void VersionEditor::showVersion(int version) {
    if (versionOf(version).isEmpty())
        return;
    putVersion(version);
    m_tabs->setCurrentIndex(0);
}

void VersionEditor::discard() {
    putVersion(m_base);
}

void VersionEditor::save() {
    if (m_object.isEmpty() || !check())
        return;
    auto* dialog = new SaveVersionDialog(m_console.theme, newest() + 1, this);
    connect(dialog, &SaveVersionDialog::saveWanted, this,
            [this, dialog](const QString& comment) { send(comment, dialog); });
    dialog->open();
}

void VersionEditor::send(const QString& comment, SaveVersionDialog* dialog) {
    Change change;
    change.path = m_kind.path(m_id, QStringLiteral("/versions"));
    change.title = m_words.saved.arg(QLocale().toString(newest() + 1), m_id);
    change.after = written();
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
        takeWrittenAsSaved();
        m_base = newest(); // the new one is read now
        load();
    });
}

void VersionEditor::showState() {
    QStringList parts;
    if (m_base > 0)
        parts.append(tr("Version %1").arg(QLocale().toString(m_base)));
    for (const auto& label : promptLabels(m_object)) {
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
