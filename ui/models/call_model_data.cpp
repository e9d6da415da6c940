// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the log say.
#include "core/contract/filter.h"
#include "ui/models/call_model.h"
#include "ui/models/format.h"

namespace gatehouse::ui {
namespace {

bool isNumber(int column) {
    switch (column) {
    case CallModel::Input:
    case CallModel::Cached:
    case CallModel::Output:
    case CallModel::FirstByte:
    case CallModel::Total:
    case CallModel::Cost:
    case CallModel::Retries:
        return true;
    default:
        return false;
    }
}

QString termOf(contract::FilterField field, const QString& value) {
    return value.isEmpty() ? QString() : QString::fromStdString(contract::termText(field, value.toStdString(), false));
}

// Where a figure stands, its neighbours are of interest: what is at least as large.
QString atLeast(const char* field, double value, const char* unit) {
    return value <= 0 ? QString()
                      : QString(QLatin1String(field) + QStringLiteral(">=") + QString::number(value, 'f', 0) +
                                QLatin1String(unit));
}

} // namespace

QVariant CallModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const CallRow& call = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(call, index.column());
    case Qt::ToolTipRole:
        return text(call, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(
            static_cast<int>((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case CallRole:
        return call.id;
    case StateRole:
        return static_cast<int>(stateOf(call));
    case RunningRole:
        return call.running;
    case PretendRole:
        return call.pretend;
    case FilterTermRole:
        return term(call, index.column());
    default:
        return {};
    }
}

QString CallModel::term(const CallRow& call, int column) const {
    using contract::FilterField;
    switch (column) {
    case Time: // the calls of this minute and later
        return QString(QStringLiteral("after:") +
                       call.startedAt.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:00Z")));
    case Status:
        if (call.running)
            return {};
        if (call.outcome == QLatin1String("ok") || call.outcome == QLatin1String("provider_error"))
            return termOf(FilterField::Status, QString::number(call.status));
        return call.error.isEmpty() ? termOf(FilterField::Outcome, call.outcome)
                                    : termOf(FilterField::ErrorCode, call.error);
    case Model:
        return termOf(FilterField::Model, call.modelAsked);
    case Provider:
        return termOf(FilterField::Provider, call.provider);
    case Key:
        return termOf(FilterField::Key, call.key);
    case Route:
        return termOf(FilterField::Route, call.route);
    case Input:
        return atLeast("tokens", static_cast<double>(call.inputTokens + call.outputTokens), "");
    case Cached:
        return atLeast("cached", static_cast<double>(call.cachedTokens), "");
    case Output:
        return atLeast("output", static_cast<double>(call.outputTokens), "");
    case FirstByte:
        return call.firstByteMs ? atLeast("ttft", *call.firstByteMs, "ms") : QString();
    case Total:
        return call.totalMs ? atLeast("latency", *call.totalMs, "ms") : QString();
    case Cost:
        return call.cost.isEmpty() || call.cost == QLatin1String("0") ? QString()
                                                                      : QString(QStringLiteral("cost>=") + call.cost);
    case Cache:
        return termOf(FilterField::Cache, call.cache);
    case Retries:
        return call.attempts > 0 ? QString(QStringLiteral("attempts:") + QString::number(call.attempts)) : QString();
    case Client:
        return termOf(FilterField::Client, call.client);
    case Tags:
        return termOf(FilterField::Tag, call.tags.section(QLatin1String(", "), 0, 0));
    default:
        return {};
    }
}

QVariant CallModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(static_cast<int>((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role == Qt::ToolTipRole && section == FirstByte)
        return tr("Time until the first byte of the answer");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Status:
        return tr("Status");
    case Model:
        return tr("Model");
    case Provider:
        return tr("Provider");
    case Key:
        return tr("Key");
    case Route:
        return tr("Route");
    case Input:
        return tr("Tokens in");
    case Cached:
        return tr("Cached");
    case Output:
        return tr("Tokens out");
    case FirstByte:
        return tr("First byte");
    case Total:
        return tr("Total");
    case Cost:
        return tr("Cost");
    case Cache:
        return tr("Cache");
    case Retries:
        return tr("Retries");
    case Client:
        return tr("Client");
    case Tags:
        return tr("Tags");
    default:
        return {};
    }
}

QString CallModel::text(const CallRow& call, int column) const {
    const QLocale locale;
    switch (column) {
    case Time:
        return clockText(locale, call.startedAt);
    case Status:
        return statusText(call);
    case Model:
        return call.modelServed.isEmpty() || call.modelAsked.endsWith(call.modelServed)
                   ? call.modelAsked
                   : tr("%1 → %2", "model asked, model served").arg(call.modelAsked, call.modelServed);
    case Provider:
        return call.provider;
    case Key:
        return call.key;
    case Route:
        return call.route;
    case Input:
        return call.running ? QString() : countText(locale, call.inputTokens);
    case Cached:
        return call.cachedTokens == 0 ? QString() : countText(locale, call.cachedTokens);
    case Output:
        if (call.running && call.outputTokens == 0)
            return {};
        return call.tokensEstimated ? tr("~%1", "about so many tokens").arg(countText(locale, call.outputTokens))
                                    : countText(locale, call.outputTokens);
    case FirstByte:
        return durationText(locale, call.firstByteMs);
    case Total:
        return durationText(locale, call.totalMs);
    case Cost:
        if (call.running)
            return QStringLiteral("–");
        return call.cost.isEmpty() ? tr("unknown") : moneyText(locale, call.cost);
    case Cache:
        return cacheText(call.cache);
    case Retries:
        return call.attempts > 1 ? countText(locale, call.attempts - 1) : QString();
    case Client:
        return call.client;
    case Tags:
        return call.tags;
    default:
        return {};
    }
}

CallModel::State CallModel::stateOf(const CallRow& call) {
    if (call.running)
        return State::Running;
    if (call.outcome == QLatin1String("ok"))
        return call.attempts > 1 ? State::Retried : State::Ok;
    if (call.outcome == QLatin1String("refused"))
        return State::Refused;
    if (call.outcome == QLatin1String("cancelled"))
        return State::Cancelled;
    return State::Failed;
}

QString CallModel::statusText(const CallRow& call) {
    if (call.cancelling)
        return tr("cancelling…");
    if (call.running)
        return call.firstByteMs ? tr("streaming…") : tr("waiting…");
    QString text = QString::number(call.status);
    if (call.outcome == QLatin1String("truncated"))
        return tr("%1 · cut off").arg(text);
    if (call.error == QLatin1String("cancelled_by_admin"))
        return tr("cancelled");
    if (call.outcome == QLatin1String("cancelled"))
        return tr("client left");
    if (!call.error.isEmpty())
        return QString(text + QStringLiteral(" · ") + QString(call.error).replace(u'_', u' '));
    if (call.attempts > 1)
        return tr("%1 · %n retries", nullptr, call.attempts - 1).arg(text);
    return text;
}

} // namespace gatehouse::ui
