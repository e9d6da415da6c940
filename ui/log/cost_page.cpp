// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/cost_page.h"

#include "ui/models/format.h"
#include "ui/theme/tokens.h"

#include <QGridLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QString className(const QString& name) {
    if (name == QLatin1String("input"))
        return CostPage::tr("Input");
    if (name == QLatin1String("cached_input"))
        return CostPage::tr("Cached input");
    if (name == QLatin1String("cache_write"))
        return CostPage::tr("Cache written");
    if (name == QLatin1String("cache_write_long"))
        return CostPage::tr("Cache written for longer");
    if (name == QLatin1String("output"))
        return CostPage::tr("Output");
    return name;
}

// Exact, as the gateway told it.
QString exactDollars(const QString& dollars) {
    return QString(QStringLiteral("$") + dollars);
}

void addCell(QGridLayout* grid, int row, int column, const QString& text, const char* role = nullptr) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    if (role != nullptr)
        label->setProperty("role", QLatin1String(role));
    grid->addWidget(label, row, column, (column == 0 ? Qt::AlignLeading : Qt::AlignTrailing) | Qt::AlignVCenter);
}

} // namespace

CostPage::CostPage(QWidget* parent) : DetailPage("inspectorCost", parent) {}

void CostPage::show(const QJsonObject& call) {
    clear();
    const auto explain = call.value(QLatin1String("explain")).toObject();
    const auto tokens = call.value(QLatin1String("tokens")).toObject();
    if (text(call, "cost").isEmpty())
        addUnknown(call);
    else
        addLines(call);
    const QLocale locale;
    addSection(tr("Tokens"));
    const auto count = [&](const char* name) { return tokens.value(QLatin1String(name)).toInteger(); };
    addRow(tr("Input"), countText(locale, count("input")));
    addRow(tr("Cached input"), countText(locale, count("cached_input")));
    addRow(tr("Cache written"), countText(locale, count("cache_write")));
    addRow(tr("Output"), countText(locale, count("output")));
    if (const auto reasoning = count("reasoning"); reasoning > 0)
        addRow(tr("Of it reasoning"), countText(locale, reasoning));
    if (tokens.value(QLatin1String("estimated")).toBool())
        addText(tr("The provider told no count: these are estimates from the length of the text."), "secondary");
}

void CostPage::addUnknown(const QJsonObject& call) {
    addRow(tr("Cost"), tr("unknown"));
    addRow(tr("Why"), text(call.value(QLatin1String("explain")).toObject(), "price"));
    auto* button = new QPushButton(tr("Set price…"));
    button->setObjectName(QStringLiteral("setPrice"));
    connect(
        button, &QPushButton::clicked, this,
        [this, provider = text(call, "provider"), model = text(call, "model")] { Q_EMIT priceAsked(provider, model); });
    addWidget(button);
}

void CostPage::addLines(const QJsonObject& call) {
    const QLocale locale;
    const auto explain = call.value(QLatin1String("explain")).toObject();
    const auto billed = explain.value(QLatin1String("billed")).toArray();
    auto* table = new QWidget;
    table->setObjectName(QStringLiteral("costLines"));
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::large);
    grid->setVerticalSpacing(space::small);
    grid->setColumnStretch(0, 1);
    const QStringList titles{tr("Class"), tr("Tokens"), tr("Per million"), tr("Line")};
    for (int column = 0; column < titles.size(); ++column)
        addCell(grid, 0, column, titles[column], "secondary");
    int row = 1;
    for (const auto& value : billed) {
        const auto line = value.toObject();
        addCell(grid, row, 0, className(text(line, "class")));
        addCell(grid, row, 1, countText(locale, line.value(QLatin1String("tokens")).toInteger()));
        addCell(grid, row, 2, exactDollars(text(line, "per_million")));
        addCell(grid, row, 3, exactDollars(text(line, "cost")));
        ++row;
    }
    addCell(grid, row, 0, tr("Together"), "section");
    addCell(grid, row, 3, exactDollars(text(call, "cost")), "section");
    addWidget(table);
    if (call.value(QLatin1String("pretend")).toBool())
        addText(tr("Pretend money of the demo provider: it is not counted as spend."), "secondary");
    const QString source = text(explain, "price_source");
    addRow(tr("Price from"), source);
    if (!source.isEmpty()) {
        const QDate date = QDate::fromString(text(explain, "price_date"), Qt::ISODate);
        addRow(tr("Read on"),
               date.isValid() ? locale.toString(date, QLocale::LongFormat) : text(explain, "price_date"));
    } else {
        addRow(tr("Price"), text(explain, "price"));
    }
}

} // namespace gatehouse::ui
