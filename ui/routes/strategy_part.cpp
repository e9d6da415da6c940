// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/strategy_part.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QCompleter>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RouteStrategy)
};

constexpr char headerPrefix[] = "header:";

} // namespace

QString StrategyPart::nameOf(const QString& strategy) {
    if (strategy == QLatin1String("priority"))
        return Words::tr("In order");
    if (strategy == QLatin1String("weighted"))
        return Words::tr("By weight");
    if (strategy == QLatin1String("round_robin"))
        return Words::tr("In turn");
    if (strategy == QLatin1String("least_busy"))
        return Words::tr("Least busy");
    if (strategy == QLatin1String("lowest_latency"))
        return Words::tr("Lowest latency");
    if (strategy == QLatin1String("lowest_cost"))
        return Words::tr("Lowest cost");
    if (strategy == QLatin1String("consistent_hash"))
        return Words::tr("Same caller, same target");
    return strategy;
}

QString StrategyPart::sentenceOf(const QString& strategy) {
    if (strategy == QLatin1String("priority"))
        return Words::tr("The first target that can serve does; the next ones stand by.");
    if (strategy == QLatin1String("weighted"))
        return Words::tr("Calls are shared out at random, in proportion to the weights.");
    if (strategy == QLatin1String("round_robin"))
        return Words::tr("Each target takes its turn, one call after the other.");
    if (strategy == QLatin1String("least_busy"))
        return Words::tr("The target with the fewest calls under way serves.");
    if (strategy == QLatin1String("lowest_latency"))
        return Words::tr("The target that lately began to answer soonest serves; now and then another is tried.");
    if (strategy == QLatin1String("lowest_cost"))
        return Words::tr("The target that costs least for the tokens that are expected serves.");
    if (strategy == QLatin1String("consistent_hash"))
        return Words::tr("Whoever is the same caller comes to the same target, also after targets are added.");
    return {};
}

StrategyPart::StrategyPart(Form& form)
    : m_form(form), m_strategy(new QComboBox), m_hash(new QComboBox), m_header(new QLineEdit),
      m_affinity(new QComboBox), m_regions(new QLineEdit) {}

void StrategyPart::addStrategy() {
    for (const auto& name : routeChoices("strategy"))
        m_strategy->addItem(nameOf(name), name);
    m_form.addField(QStringLiteral("strategy"), Words::tr("Strategy"), m_strategy);
    // One that cannot be chosen otherwise need not be asked for.
    m_form.setFieldVisible(QStringLiteral("strategy"), m_strategy->count() > 1);
    QObject::connect(m_strategy, &QComboBox::currentIndexChanged, &m_form, [this] { showFitting(); });

    auto* hash = new QWidget;
    auto* row = new QHBoxLayout(hash);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    m_hash->setObjectName(QStringLiteral("hashOn"));
    m_hash->setAccessibleName(Words::tr("Who is the same caller"));
    m_hash->addItem(Words::tr("Same key"), QStringLiteral("key"));
    m_hash->addItem(Words::tr("Same end user"), QStringLiteral("user"));
    m_hash->addItem(Words::tr("Same session"), QStringLiteral("session"));
    m_hash->addItem(Words::tr("Same value of a header"), QLatin1String(headerPrefix));
    m_header->setObjectName(QStringLiteral("hashHeader"));
    m_header->setAccessibleName(Words::tr("Name of the header"));
    m_header->setPlaceholderText(QStringLiteral("x-customer"));
    row->addWidget(m_hash, 1);
    row->addWidget(m_header, 1);
    hash->setFocusProxy(m_hash);
    m_form.addField(QStringLiteral("hash_on"), Words::tr("Same caller"), hash, {}, [this] { return hashFault(); });
    QObject::connect(m_hash, &QComboBox::currentIndexChanged, &m_form, [this] { showFitting(); });
    showFitting();
}

void StrategyPart::addPlaces(const QStringList& regions) {
    m_affinity->addItem(Words::tr("None"), QStringLiteral("off"));
    m_affinity->addItem(Words::tr("Of a session"), QStringLiteral("session"));
    m_affinity->addItem(Words::tr("Of a prompt's beginning"), QStringLiteral("prompt"));
    m_form.addField(QStringLiteral("affinity"), Words::tr("Stay with the account"), m_affinity,
                    Words::tr("Calls go where the provider already holds the prompt in its cache, and move only when "
                              "that account fails."));
    m_form.setFieldVisible(QStringLiteral("affinity"), routeHas("affinity"));
    m_regions->setPlaceholderText(Words::tr("Anywhere"));
    auto* completer = new QCompleter(regions, m_regions);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_regions->setCompleter(completer);
    const auto hint = Words::tr("Only providers that bear one of these tags, parted by commas, such as eu.");
    m_form.addField(QStringLiteral("regions"), Words::tr("Regions"), m_regions,
                    regions.isEmpty() ? hint : QString(hint + u' ' + Words::tr("Known: %1.").arg(regions.join(u", "))));
    m_form.setFieldVisible(QStringLiteral("regions"), routeHas("regions"));
}

void StrategyPart::showFitting() {
    const auto strategy = m_strategy->currentData().toString();
    m_form.setHint(QStringLiteral("strategy"), sentenceOf(strategy));
    m_form.setFieldVisible(QStringLiteral("hash_on"),
                           strategy == QLatin1String("consistent_hash") && routeHas("hash_on"));
    m_header->setVisible(m_hash->currentData().toString() == QLatin1String(headerPrefix));
}

QString StrategyPart::hashFault() const {
    const bool byHeader = m_hash->currentData().toString() == QLatin1String(headerPrefix);
    return byHeader && m_header->text().trimmed().isEmpty() ? Words::tr("Name the header, such as x-customer.")
                                                            : QString();
}

void StrategyPart::show(const QJsonObject& route) {
    chooseValue(m_strategy, textOf(route, "strategy"));
    const auto hash = textOf(route, "hash_on");
    if (hash.startsWith(QLatin1String(headerPrefix))) {
        chooseValue(m_hash, QLatin1String(headerPrefix));
        m_header->setText(hash.mid(static_cast<int>(sizeof(headerPrefix)) - 1));
    } else {
        chooseValue(m_hash, hash);
    }
    chooseValue(m_affinity, textOf(route, "affinity"));
    m_regions->setText(textsOf(route, "regions").join(QStringLiteral(", ")));
    showFitting();
}

void StrategyPart::write(QJsonObject& route) const {
    const auto strategy = m_strategy->currentData().toString();
    route.insert(QLatin1String("strategy"), strategy);
    auto hash = m_hash->currentData().toString();
    if (hash == QLatin1String(headerPrefix))
        hash += m_header->text().trimmed();
    if (route.contains(QLatin1String("hash_on")) || strategy == QLatin1String("consistent_hash"))
        route.insert(QLatin1String("hash_on"), hash);
    const auto affinity = m_affinity->currentData().toString();
    if (route.contains(QLatin1String("affinity")) || m_affinity->currentIndex() > 0)
        route.insert(QLatin1String("affinity"), affinity);
    const auto regions = partedAtCommas(m_regions->text());
    if (route.contains(QLatin1String("regions")) || !regions.isEmpty())
        route.insert(QLatin1String("regions"), QJsonArray::fromStringList(regions));
}

} // namespace gatehouse::ui
