// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/price_dialog.h"

#include "ui/models/resource_list.h"
#include "ui/routes/price_words.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QDate>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QUrl>

namespace gatehouse::ui {
namespace {

// An exact decimal string as the gateway takes it.
QString dollarsOf(const QLineEdit* edit) {
    return edit->text().trimmed().replace(u',', u'.');
}

} // namespace

PriceDialog::PriceDialog(Console& console, const ResourceList& providers, const QJsonArray& targets, QWidget* parent)
    : FormDialog(console.theme, tr("Set price"), tr("Set price"), parent), m_console(console), m_providers(providers),
      m_targets(targets), m_target(new QComboBox), m_input(new QLineEdit), m_cached(new QLineEdit),
      m_write(new QLineEdit), m_output(new QLineEdit), m_source(new QLineEdit),
      m_forget(new QPushButton(tr("Use the listed price"))) {
    setObjectName(QStringLiteral("priceDialog"));
    for (const auto& target : targets)
        m_target->addItem(targetName(target.toObject()));
    form().addField(QStringLiteral("target"), tr("Model"), m_target);
    form().addSection(tr("Dollars per million tokens"));
    const auto check = [this](const QLineEdit* edit, bool needed) {
        return [this, edit, needed] { return dollarsFault(edit, needed); };
    };
    m_input->setPlaceholderText(QStringLiteral("2.50"));
    m_output->setPlaceholderText(QStringLiteral("10"));
    form().addField(QStringLiteral("input"), tr("Input"), m_input, {}, check(m_input, true));
    form().addField(QStringLiteral("output"), tr("Output"), m_output, {}, check(m_output, true));
    for (auto* edit : {m_cached, m_write})
        edit->setPlaceholderText(tr("As input"));
    form().addField(QStringLiteral("cached_input"), tr("Cached input"), m_cached, {}, check(m_cached, false));
    form().addField(QStringLiteral("cache_write"), tr("Cache writes"), m_write, {}, check(m_write, false));
    m_source->setPlaceholderText(tr("Contract, price page …"));
    form().addField(QStringLiteral("source"), tr("Source"), m_source,
                    tr("Where the figures come from. Costs and budgets count with them from the next call on."));
    m_forget->setObjectName(QStringLiteral("forgetPrice"));
    addButton(m_forget);
    connect(m_forget, &QPushButton::clicked, this, &PriceDialog::forget);
    connect(m_target, &QComboBox::currentIndexChanged, this, &PriceDialog::show);
    // The one that lacks a price is the one that is meant.
    for (int i = 0; i < targets.size(); ++i) {
        if (!isKnownPrice(targets[i].toObject().value(QLatin1String("price")))) {
            m_target->setCurrentIndex(i);
            break;
        }
    }
    show();
    m_input->setFocus();
    setSave([this] { save(); });
}

void PriceDialog::show() {
    const auto price = m_targets[m_target->currentIndex()].toObject().value(QLatin1String("price")).toObject();
    const auto text = [&price](const char* name) { return price.value(QLatin1String(name)).toString(); };
    m_input->setText(text("input"));
    m_output->setText(text("output"));
    m_cached->setText(text("cached_input"));
    m_write->setText(text("cache_write"));
    const bool set = price.value(QLatin1String("set")).toBool();
    m_source->setText(set ? text("source") : QString());
    m_forget->setVisible(set);
    form().clearFaults();
}

QString PriceDialog::dollarsFault(const QLineEdit* edit, bool needed) const {
    static const QRegularExpression dollars(QStringLiteral("^[0-9]{1,6}([.,][0-9]{1,12})?$"));
    const auto text = edit->text().trimmed();
    if (text.isEmpty())
        return needed ? tr("Enter dollars per million tokens, such as 2.50. 0 is free.") : QString();
    return dollars.match(text).hasMatch() ? QString() : tr("Enter dollars such as 2.50, with at most 12 decimals.");
}

QString PriceDialog::providerName() const {
    return m_targets[m_target->currentIndex()].toObject().value(QLatin1String("provider")).toString();
}

QString PriceDialog::modelName() const {
    return m_targets[m_target->currentIndex()].toObject().value(QLatin1String("model")).toString();
}

QJsonObject PriceDialog::provider() const {
    const auto* found = m_providers.find(providerName());
    return found != nullptr ? *found : QJsonObject();
}

QJsonArray PriceDialog::otherPrices() const {
    QJsonArray others;
    const auto prices = provider().value(QLatin1String("prices")).toArray();
    for (const auto& price : prices) {
        if (price.toObject().value(QLatin1String("model")).toString() != modelName())
            others.append(price);
    }
    return others;
}

void PriceDialog::save() {
    QJsonObject price{{QStringLiteral("model"), modelName()}};
    const auto put = [&price](const char* name, const QLineEdit* edit) {
        if (const auto dollars = dollarsOf(edit); !dollars.isEmpty())
            price.insert(QLatin1String(name), dollars);
    };
    put("input", m_input);
    put("cached_input", m_cached);
    put("cache_write", m_write);
    put("output", m_output);
    if (const auto source = m_source->text().trimmed(); !source.isEmpty())
        price.insert(QStringLiteral("source"), source);
    price.insert(QStringLiteral("date"), QDate::currentDate().toString(Qt::ISODate));
    auto prices = otherPrices();
    prices.append(price);
    submit(prices, tr("Set price of %1/%2").arg(providerName(), modelName()));
}

void PriceDialog::forget() {
    setBusy(true);
    submit(otherPrices(), tr("Use the listed price of %1/%2").arg(providerName(), modelName()));
}

void PriceDialog::submit(const QJsonArray& prices, const QString& title) {
    const auto before = provider();
    if (before.isEmpty()) {
        Problem gone;
        gone.detail = tr("There is no provider %1 any more. Close this and look again.").arg(providerName());
        failed(gone);
        return;
    }
    Change change;
    change.path = QString(QStringLiteral("/providers/") + QString::fromLatin1(QUrl::toPercentEncoding(providerName())));
    change.title = title;
    change.before = before;
    change.after = before;
    change.after.insert(QLatin1String("prices"), prices);
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
