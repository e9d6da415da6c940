// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/failure_part.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

QString FallbackList::causeName(const QString& cause) {
    if (cause == QLatin1String("any"))
        return tr("any failure");
    if (cause == QLatin1String("connect"))
        return tr("no connection");
    if (cause == QLatin1String("timeout"))
        return tr("timeout");
    if (cause == QLatin1String("429"))
        return tr("rate limit (429)");
    if (cause == QLatin1String("5xx"))
        return tr("provider error (5xx)");
    if (cause == QLatin1String("context"))
        return tr("context too long");
    if (cause == QLatin1String("refused"))
        return tr("content refused");
    if (cause == QLatin1String("auth"))
        return tr("key rejected");
    return cause;
}

FallbackList::FallbackList(const Theme& theme, std::function<QStringList()> routes, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_routes(std::move(routes)), m_layout(new QVBoxLayout(this)),
      m_add(new QPushButton(theme.icon(QStringLiteral("plus")), tr("Add fallback"))) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::small);
    m_add->setObjectName(QStringLiteral("addFallback"));
    m_add->setAutoDefault(false);
    m_layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] {
        add({{QStringLiteral("on"), QJsonArray{QStringLiteral("any")}}});
        Q_EMIT edited();
    });
}

void FallbackList::add(const QJsonObject& fallback) {
    Row row;
    row.line = new QWidget;
    auto* layout = new QHBoxLayout(row.line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    row.causes = new QToolButton;
    row.causes->setObjectName(QStringLiteral("fallbackCauses"));
    row.causes->setProperty("role", QStringLiteral("menu"));
    row.causes->setPopupMode(QToolButton::InstantPopup);
    row.causes->setToolButtonStyle(Qt::ToolButtonTextOnly);
    row.causes->setFocusPolicy(Qt::StrongFocus);
    row.menu = new QMenu(row.causes);
    const auto on = textsOf(fallback, "on");
    auto known = routeChoices("fallbacks.on");
    for (const auto& cause : on) {
        if (!known.contains(cause))
            known.append(cause);
    }
    for (const auto& cause : std::as_const(known)) {
        auto* action = row.menu->addAction(causeName(cause));
        action->setData(cause);
        action->setCheckable(true);
        action->setChecked(on.contains(cause));
    }
    row.causes->setMenu(row.menu);
    row.route = new QComboBox;
    row.route->setObjectName(QStringLiteral("fallbackRoute"));
    row.route->setAccessibleName(tr("Route to go on with"));
    row.route->addItems(m_routes());
    const auto route = textOf(fallback, "route");
    if (!route.isEmpty() && row.route->findText(route) < 0)
        row.route->addItem(route);
    if (!route.isEmpty())
        row.route->setCurrentText(route);
    auto* remove = new QToolButton;
    remove->setObjectName(QStringLiteral("fallbackRemove"));
    remove->setIcon(m_theme.icon(QStringLiteral("x")));
    remove->setToolTip(tr("Remove fallback"));
    remove->setAccessibleName(tr("Remove fallback"));
    auto* arrow = new QLabel(tr("go on with"));
    arrow->setProperty("role", QStringLiteral("secondary"));
    layout->addWidget(row.causes);
    layout->addWidget(arrow);
    layout->addWidget(row.route, 1);
    layout->addWidget(remove);
    m_layout->insertWidget(count(), row.line);
    m_rows.append(row);
    showCauses(row);
    connect(row.menu, &QMenu::triggered, this, [this, row] {
        showCauses(row);
        Q_EMIT edited();
    });
    connect(row.route, &QComboBox::activated, this, &FallbackList::edited);
    connect(remove, &QToolButton::clicked, this, [this, line = row.line] {
        m_rows.removeIf([line](const Row& each) { return each.line == line; });
        line->hide();
        line->deleteLater();
        Q_EMIT edited();
    });
    if (count() > 1)
        setTabOrder(m_rows[count() - 2].line, row.line);
    setTabOrder(row.line, m_add);
}

void FallbackList::showCauses(const Row& row) {
    QStringList names;
    for (const auto* action : row.menu->actions()) {
        if (action->isChecked())
            names.append(action->text());
    }
    const auto words = names.isEmpty() ? tr("Choose when") : tr("On %1").arg(names.join(u", "));
    row.causes->setText(words);
    row.causes->setAccessibleName(words);
}

void FallbackList::show(const QJsonArray& fallbacks) {
    for (const auto& row : std::as_const(m_rows))
        delete row.line;
    m_rows.clear();
    for (const auto& fallback : fallbacks)
        add(fallback.toObject());
}

QJsonArray FallbackList::value() const {
    QJsonArray fallbacks;
    for (const auto& row : m_rows) {
        QJsonArray on;
        for (const auto* action : row.menu->actions()) {
            if (action->isChecked())
                on.append(action->data().toString());
        }
        fallbacks.append(QJsonObject{{QStringLiteral("on"), on}, {QStringLiteral("route"), row.route->currentText()}});
    }
    return fallbacks;
}

QString FallbackList::fault() const {
    for (const auto& value : value()) {
        const auto fallback = value.toObject();
        if (fallback.value(QLatin1String("on")).toArray().isEmpty())
            return tr("Choose when to go on with the other route.");
        if (textOf(fallback, "route").isEmpty())
            return tr("There is no other route yet. Create one first, or remove the fallback.");
    }
    return {};
}

} // namespace gatehouse::ui
