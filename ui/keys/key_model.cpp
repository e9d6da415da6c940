// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/key_model.h"

#include "ui/keys/key_words.h"
#include "ui/models/format.h"
#include "ui/widgets/bar_delegate.h"

#include <QBrush>
#include <QJsonArray>
#include <algorithm>
#include <limits>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

QString idOf(const QJsonObject& key) {
    return text(key, "id");
}

QDateTime now() {
    return QDateTime::currentDateTimeUtc();
}

QDateTime expiryOf(const QJsonObject& key) {
    return QDateTime::fromString(text(key, "expires"), Qt::ISODateWithMs);
}

} // namespace

KeyModel::KeyModel(const Theme& theme, const ResourceList& keys, const ResourceList& apps, const KeyFigures& figures,
                   QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_list(keys), m_apps(apps), m_figures(figures) {
    connect(&keys, &ResourceList::changed, this, &KeyModel::take);
    connect(&apps, &ResourceList::changed, this, &KeyModel::repaint);
    connect(&figures, &KeyFigures::changed, this, &KeyModel::repaint);
    connect(&theme, &Theme::changed, this, &KeyModel::repaint);
    take();
}

// Newest first: ids say nothing.
void KeyModel::take() {
    auto items = m_list.items();
    std::stable_sort(items.begin(), items.end(), [](const QJsonObject& a, const QJsonObject& b) {
        return text(a, "created") > text(b, "created");
    });
    putRows(std::move(items), idOf);
}

QModelIndex KeyModel::find(const QString& id) const {
    return findRow(idOf, id);
}

QJsonObject KeyModel::appOf(const QJsonObject& key) const {
    const auto* app = m_apps.find(text(key, "app"));
    return app != nullptr ? *app : QJsonObject();
}

// The application's own, else its team's.
const KeyFigures::Budget* KeyModel::budgetOf(const QJsonObject& key) const {
    if (const auto* own = m_figures.budgetOf(QStringLiteral("app"), text(key, "app")))
        return own;
    return m_figures.budgetOf(QStringLiteral("team"), text(appOf(key), "team"));
}

QString KeyModel::budgetText(const QJsonObject& key) const {
    const auto* budget = budgetOf(key);
    if (budget == nullptr)
        return tr("No limit");
    return tr("%1 of %2", "spent, limit").arg(moneyText(m_locale, budget->spent), moneyText(m_locale, budget->limit));
}

QString KeyModel::textAt(const QJsonObject& key, int column) const {
    const auto id = idOf(key);
    switch (column) {
    case Name:
        return keyNameOf(key);
    case Key:
        return keyTextOf(key);
    case State:
        return keyStateText(keyStateOf(key, now()));
    case Owner: {
        const auto team = text(appOf(key), "team");
        return team.isEmpty() ? text(key, "app") : tr("%1 · %2", "application, team").arg(text(key, "app"), team);
    }
    case Models: {
        QStringList models;
        for (const auto& model : appOf(key).value(QLatin1String("models")).toArray())
            models.append(model.toString());
        if (models.isEmpty())
            return tr("None");
        return models == QStringList{QStringLiteral("*")} ? tr("All") : m_locale.createSeparatedList(models);
    }
    case Budget:
        return budgetText(key);
    case Calls:
        return countText(m_locale, m_figures.calls(id));
    case Spend:
        return m_figures.calls(id) == 0 ? QStringLiteral("–") : moneyText(m_locale, m_figures.cost(id));
    case LastUsed:
        return m_figures.known() ? agoText(m_locale, m_figures.lastUsed(id), now()) : QString();
    case Expires:
        return untilText(m_locale, expiryOf(key), now());
    default:
        return {};
    }
}

QVariant KeyModel::sortValue(const QJsonObject& key, int column) const {
    const auto id = idOf(key);
    switch (column) {
    case Budget: {
        const auto* budget = budgetOf(key);
        return budget == nullptr ? -1.0 : budget->share();
    }
    case Calls:
        return m_figures.calls(id);
    case Spend:
        return m_figures.cost(id).toDouble();
    case LastUsed: {
        const auto used = m_figures.lastUsed(id);
        return used.isValid() ? used.toMSecsSinceEpoch() : 0;
    }
    case Expires: {
        const auto expires = expiryOf(key);
        return expires.isValid() ? expires.toMSecsSinceEpoch() : std::numeric_limits<qint64>::max();
    }
    default:
        return textAt(key, column);
    }
}

QString KeyModel::toolTip(const QJsonObject& key, int column) const {
    if (column == Budget) {
        const auto* budget = budgetOf(key);
        if (budget == nullptr)
            return tr("Neither its application nor its team has a budget.");
        const auto spent =
            tr("%1 spent %2", "$1.20 of $10 spent this month").arg(budgetText(key), periodText(budget->period));
        if (!budget->resets.isValid())
            return spent;
        return tr("%1; starts anew %2")
            .arg(spent, m_locale.toString(budget->resets.toLocalTime(), QLocale::ShortFormat));
    }
    const auto moment = column == LastUsed  ? m_figures.lastUsed(idOf(key))
                        : column == Expires ? expiryOf(key)
                                            : QDateTime();
    return moment.isValid() ? m_locale.toString(moment.toLocalTime(), QLocale::LongFormat) : QString();
}

QVariant KeyModel::roleAt(const QJsonObject& key, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole: {
        if (column != State)
            return {};
        const auto state = keyStateOf(key, now());
        return m_theme.icon(keyStateIcon(state), keyStateTone(state));
    }
    case Qt::ForegroundRole: {
        const auto state = keyStateOf(key, now());
        const bool dead = state == KeyState::Revoked || state == KeyState::Expired || state == KeyState::Disabled;
        if (dead || column == Owner || column == Models || column == LastUsed)
            return QBrush(m_theme.color(Theme::Tone::Secondary));
        return {};
    }
    case Qt::FontRole:
        return column == Key ? QVariant(m_theme.fixedFont()) : QVariant();
    case Qt::ToolTipRole:
        return toolTip(key, column);
    case BarDelegate::ShareRole: {
        const auto* budget = column == Budget ? budgetOf(key) : nullptr;
        return budget == nullptr ? QVariant() : QVariant(budget->share());
    }
    case ObjectRole:
        return key;
    default:
        return {};
    }
}

QString KeyModel::title(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Key:
        return tr("Key");
    case State:
        return tr("State");
    case Owner:
        return tr("Owner");
    case Models:
        return tr("Models");
    case Budget:
        return tr("Budget");
    case Calls:
        return tr("Calls");
    case Spend:
        return tr("Spend");
    case LastUsed:
        return tr("Last used");
    case Expires:
        return tr("Expires");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
