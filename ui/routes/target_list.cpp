// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/target_list.h"

#include "ui/routes/model_book.h"
#include "ui/routes/route_fields.h"
#include "ui/routes/target_row.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

// A short name of its own, such as ids are.
QString nameOfModel(const QString& model) {
    constexpr int longest = 40;
    QString name;
    for (const QChar character : model.section(u'/', -1).toLower()) {
        const bool fits = (character >= u'a' && character <= u'z') || (character >= u'0' && character <= u'9') ||
                          ((character == u'-' || character == u'.' || character == u'_') && !name.isEmpty());
        if (fits && name.size() < longest)
            name += character;
    }
    return name.isEmpty() ? QStringLiteral("target") : name;
}

} // namespace

TargetList::TargetList(const Theme& theme, ModelBook& book, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_book(book), m_layout(new QVBoxLayout(this)),
      m_add(new QPushButton(theme.icon(QStringLiteral("plus")), tr("Add target"))) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::small);
    m_add->setObjectName(QStringLiteral("addTarget"));
    m_add->setAutoDefault(false);
    m_layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] {
        add({})->modelEdit()->setFocus();
        Q_EMIT edited();
    });
    add({});
}

TargetRow* TargetList::add(const QJsonObject& target) {
    auto* row = new TargetRow(m_theme, m_book, this);
    if (!target.isEmpty())
        row->show(target);
    m_layout->insertWidget(static_cast<int>(m_rows.size()), row);
    m_rows.append(row);
    connect(row, &TargetRow::edited, this, &TargetList::edited);
    connect(row, &TargetRow::renamed, this, &TargetList::renamed);
    connect(row, &TargetRow::moveAsked, this, [this, row](int by) { move(row, by); });
    connect(row, &TargetRow::removeAsked, this, [this, row] {
        m_rows.removeOne(row);
        row->deleteLater();
        place();
        Q_EMIT edited();
    });
    place();
    if (m_rows.size() > 1) {
        auto* before = m_rows[m_rows.size() - 2];
        setTabOrder(before, row);
    }
    setTabOrder(row, m_add);
    return row;
}

void TargetList::move(TargetRow* row, int by) {
    const auto from = m_rows.indexOf(row);
    const auto to = from + by;
    if (to < 0 || to >= m_rows.size())
        return;
    auto* focus = QApplication::focusWidget();
    m_rows.move(from, to);
    m_layout->removeWidget(row);
    m_layout->insertWidget(static_cast<int>(to), row);
    place();
    for (qsizetype i = 1; i < m_rows.size(); ++i)
        setTabOrder(m_rows[i - 1], m_rows[i]);
    if (focus != nullptr && row->isAncestorOf(focus))
        focus->setFocus();
    Q_EMIT edited();
}

void TargetList::place() {
    static const bool named = routeHas("targets.name");
    for (int i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setPlace(i, static_cast<int>(m_rows.size()), m_weighted);
        m_rows[i]->setNamed(named && (m_rows.size() > 1 || !m_rows[i]->name().isEmpty()));
    }
}

QStringList TargetList::shownNames() const {
    QStringList names;
    for (const auto* row : m_rows)
        names.append(row->shownName());
    return names;
}

QString TargetList::nameFor(const QString& shown) {
    for (auto* row : std::as_const(m_rows)) {
        if (row->shownName() != shown)
            continue;
        if (!row->name().isEmpty() || shownNames().count(shown) == 1)
            return shown;
        const auto model = row->modelEdit()->text().trimmed();
        const auto base = nameOfModel(model);
        auto name = base;
        for (int number = 2; shownNames().contains(name); ++number)
            name = QStringLiteral("%1-%2").arg(base).arg(number);
        row->setName(name);
        return name;
    }
    return {};
}

void TargetList::show(const QJsonArray& targets) {
    for (auto* row : std::as_const(m_rows))
        delete row;
    m_rows.clear();
    for (const auto& target : targets)
        add(target.toObject());
    if (m_rows.isEmpty())
        add({});
}

QJsonArray TargetList::value() const {
    QJsonArray targets;
    for (const auto* row : m_rows)
        targets.append(row->value());
    return targets;
}

void TargetList::setWeighted(bool weighted) {
    m_weighted = weighted;
    place();
}

QString TargetList::fault() const {
    for (const auto* row : m_rows) {
        if (auto fault = row->fault(); !fault.isEmpty())
            return fault;
    }
    return {};
}

} // namespace gatehouse::ui
