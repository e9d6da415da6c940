// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/models/format.h"
#include "ui/shell/palette_delegate.h"
#include "ui/widgets/shortcuts.h"

#include <QAccessible>
#include <QDateTime>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int widest = 640;
constexpr int highest = 420;
constexpr int soonMilliseconds = 150;
constexpr int callsAsked = 12;
constexpr int shortestId = 4; // of letters and digits, before calls are looked up without "#"
const QString logView = QStringLiteral("log");

bool looksLikeAnId(const QString& text) {
    return text.size() >= shortestId && std::any_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); }) &&
           std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c == u'-' || c == u'_'; });
}

QString idPart(const QString& typed) {
    return typed.startsWith(u'#') ? typed.mid(1).trimmed() : typed.trimmed();
}

} // namespace

CommandPalette::CommandPalette(const Theme& theme, GatewayClient& client, PaletteContent content, QWidget* window)
    : QDialog(window, Qt::Popup | Qt::FramelessWindowHint), m_theme(theme), m_client(client),
      m_content(std::move(content)), m_model(new PaletteModel(this)), m_typed(new QLineEdit), m_list(new QListView),
      m_hint(new QLabel) {
    setObjectName(QStringLiteral("commandPalette"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Search and commands"));
    m_typed->setObjectName(QStringLiteral("paletteText"));
    m_typed->setPlaceholderText(tr("Search or run a command"));
    m_typed->setAccessibleName(tr("Search or run a command"));
    m_typed->setClearButtonEnabled(true);
    m_typed->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("What fits"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("role", QStringLiteral("caption"));
    m_hint->setWordWrap(true);
    m_hint->setObjectName(QStringLiteral("paletteHint"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::small, space::small, space::small, space::small);
    layout->setSpacing(space::small);
    layout->addWidget(m_typed);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_hint);
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &CommandPalette::lookUpCalls);
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::typed);
    connect(m_typed, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) {
        choose(index.row());
        run();
    });
    gather();
    typed({});
    m_typed->setFocus();
}

void CommandPalette::openBelow(const QWidget* header) {
    const int wide = std::min(widest, parentWidget()->width() - 2 * space::huge);
    resize(wide, std::min(highest, parentWidget()->height() - header->height() - 2 * space::huge));
    const int x = (parentWidget()->width() - wide) / 2;
    const int y = header->mapTo(parentWidget(), QPoint(0, header->height())).y();
    move(parentWidget()->mapToGlobal(QPoint(x, y - space::small)));
    show();
}

bool CommandPalette::knows(const QString& view) const {
    return std::any_of(m_content.views->begin(), m_content.views->end(),
                       [&view](const ViewEntry& entry) { return entry.id == view; });
}

// Views that only teams need are found where they are shown.
bool CommandPalette::isShown(const QString& view) const {
    return std::any_of(m_content.actions.begin(), m_content.actions.end(), [&view](const QAction* action) {
        return action->isVisible() && action->objectName() == QString(QStringLiteral("actionOpen_") + view);
    });
}

void CommandPalette::setObjects(const QVector<FoundObject>& objects) {
    m_content.objects = objects;
    gather();
    choose(0);
}

void CommandPalette::gather() {
    std::vector<PaletteItem> items;
    addViews(items);
    addActions(items);
    addObjects(items);
    m_model->setItems(std::move(items));
}

void CommandPalette::addActions(std::vector<PaletteItem>& items) const {
    for (auto* action : m_content.actions) {
        if (action->objectName().startsWith(QLatin1String("actionOpen_")) || !action->isVisible())
            continue; // views have rows of their own
        PaletteItem item;
        item.kind = PaletteItem::Kind::Action;
        item.key = action->objectName();
        item.title = plainText(*action);
        item.possible = action->isEnabled();
        const QString why = action->property("why").toString();
        item.note = item.possible ? tr("Command") : why.isEmpty() ? tr("Not possible now") : why;
        item.keys = action->shortcut().toString(QKeySequence::NativeText);
        item.icon = action->icon().isNull() ? m_theme.icon(QStringLiteral("command")) : action->icon();
        item.run = [guard = QPointer<QAction>(action)] {
            if (guard != nullptr)
                guard->trigger();
        };
        items.push_back(std::move(item));
    }
}

void CommandPalette::addViews(std::vector<PaletteItem>& items) {
    for (const auto& entry : *m_content.views) {
        if (entry.isForTeams && !isShown(entry.id))
            continue;
        PaletteItem item;
        item.kind = PaletteItem::Kind::View;
        item.key = QString(QStringLiteral("view:") + entry.id);
        item.title = entry.title;
        item.note = tr("View");
        for (const auto* action : m_content.actions) {
            if (action->objectName() == QString(QStringLiteral("actionOpen_") + entry.id))
                item.keys = action->shortcut().toString(QKeySequence::NativeText);
        }
        item.icon = m_theme.icon(entry.icon);
        item.run = [this, id = entry.id] { Q_EMIT openAsked(id, {}); };
        items.push_back(std::move(item));
        for (const auto& page : entry.pages) {
            PaletteItem part;
            part.kind = PaletteItem::Kind::Setting;
            part.key = QStringLiteral("page:%1/%2").arg(entry.id, page.id);
            part.title = page.title;
            part.note = entry.title;
            part.words = page.words;
            part.icon = m_theme.icon(entry.icon);
            part.run = [this, view = entry.id, id = page.id] { Q_EMIT openAsked(view, id); };
            items.push_back(std::move(part));
        }
    }
}

// Where no view shows an object, its calls are shown.
void CommandPalette::addObjects(std::vector<PaletteItem>& items) {
    for (const auto& object : m_content.objects) {
        PaletteItem item;
        item.kind = PaletteItem::Kind::Object;
        item.key = QStringLiteral("object:%1/%2").arg(object.view, object.id);
        item.title = object.title;
        item.words = object.id;
        item.note = object.title == object.id ? object.kind
                                              : tr("%1 %2", "kind and id of an object").arg(object.kind, object.id);
        item.icon = m_theme.icon(object.icon);
        const bool shown = knows(object.view);
        item.run = [this, view = shown ? object.view : logView, argument = shown ? object.argument : object.calls] {
            Q_EMIT openAsked(view, argument);
        };
        items.push_back(std::move(item));
    }
}

void CommandPalette::typed(const QString& text) {
    const bool calls = text.startsWith(u'#') || looksLikeAnId(idPart(text));
    if (!calls)
        m_model->setFound({});
    m_model->setTyped(text);
    if (calls)
        m_soon.start();
    else
        m_soon.stop();
    choose(0);
}

void CommandPalette::lookUpCalls() {
    const QString words = idPart(m_typed->text());
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(callsAsked));
    if (!words.isEmpty())
        query.addQueryItem(QStringLiteral("q"), QStringLiteral("id:%1*").arg(QString(words).remove(u'"')));
    m_client.get(QStringLiteral("/calls"), query, this, [this, words](const Reply& reply) {
        if (reply.ok() && idPart(m_typed->text()) == words)
            showCalls(words, reply.items());
    });
}

void CommandPalette::showCalls(const QString& words, const QJsonArray& calls) {
    Q_UNUSED(words)
    std::vector<PaletteItem> found;
    for (const auto& value : calls) {
        const auto call = value.toObject();
        const QString id = call.value(QLatin1String("id")).toString();
        const auto at = QDateTime::fromString(call.value(QLatin1String("started_at")).toString(), Qt::ISODateWithMs);
        PaletteItem item;
        item.kind = PaletteItem::Kind::Request;
        item.title = id;
        item.note = tr("%1, %2, status %3", "time, model and status of a call")
                        .arg(QLocale().toString(at.toLocalTime(), QLocale::ShortFormat),
                             call.value(QLatin1String("model_asked")).toString(tr("no model")),
                             QString::number(call.value(QLatin1String("status")).toInt()));
        item.icon = m_theme.icon(QStringLiteral("activity"));
        item.run = [this, id] { Q_EMIT openAsked(logView, QString(QStringLiteral("id:") + id)); };
        found.push_back(std::move(item));
    }
    m_model->setFound(std::move(found));
    choose(0);
}

// The list never has the focus; readers are told what the arrow keys chose.
void CommandPalette::choose(int row) {
    const auto index = m_model->index(std::clamp(row, 0, std::max(m_model->rowCount() - 1, 0)));
    m_list->setCurrentIndex(index);
    const auto* item = m_model->itemAt(index.row());
    m_hint->setText(item == nullptr ? tr("Nothing fits. Try fewer letters.")
                                    : tr("> for commands   @ for objects   # for requests"));
    if (item == nullptr)
        return;
    m_typed->setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
    QAccessibleEvent changed(m_list, QAccessible::Focus);
    changed.setChild(index.row());
    QAccessible::updateAccessibility(&changed);
}

void CommandPalette::run() {
    const auto* item = m_model->itemAt(m_list->currentIndex().row());
    if (item == nullptr || !item->possible)
        return; // its row says why
    m_model->used(*item);
    const auto todo = item->run;
    hide();
    todo();
    close();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    constexpr int page = 8;
    const int row = m_list->currentIndex().row();
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
        choose(row + 1 < m_model->rowCount() ? row + 1 : 0);
        return true;
    case Qt::Key_Up:
        choose(row > 0 ? row - 1 : m_model->rowCount() - 1);
        return true;
    case Qt::Key_PageDown:
        choose(row + page);
        return true;
    case Qt::Key_PageUp:
        choose(row - page);
        return true;
    case Qt::Key_Escape:
        if (!m_typed->text().isEmpty()) {
            m_typed->clear();
            return true;
        }
        break;
    default:
        break;
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace gatehouse::ui
