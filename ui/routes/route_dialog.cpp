// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/route_dialog.h"

#include "core/contract/descriptions.h"
#include "ui/models/resource_list.h"
#include "ui/routes/evaluation_dialog.h"
#include "ui/routes/failure_part.h"
#include "ui/routes/keeping_part.h"
#include "ui/routes/model_book.h"
#include "ui/routes/rule_list.h"
#include "ui/routes/strategy_part.h"
#include "ui/routes/target_list.h"
#include "ui/routes/target_row.h"
#include "ui/routes/traffic_book.h"
#include "ui/routes/trial_part.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QUrl>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 92;
constexpr double mostOfScreen = 0.9;

QString idOf(const QJsonObject& route) {
    return textOf(route, "model");
}

} // namespace

RouteDialog::RouteDialog(Console& console, const Known& known, const QJsonObject& route, QWidget* parent,
                         std::function<void(const QString&)> saved)
    : FormDialog(console.theme, route.isEmpty() ? tr("Create route") : tr("Edit route %1").arg(idOf(route)),
                 route.isEmpty() ? tr("Create route") : tr("Save"), parent),
      m_console(console), m_known(known), m_before(route), m_saved(std::move(saved)), m_name(new QLineEdit),
      m_targets(new TargetList(console.theme, known.models)),
      m_rules(new RuleList(console, *m_targets, [this] { return otherRoutes(); })),
      m_strict(new QCheckBox(tr("Refuse calls that lose a field"))), m_bodies(new QComboBox) {
    setObjectName(QStringLiteral("routeDialog"));
    setMinimumWidth(std::min(fontMetrics().averageCharWidth() * charactersWide,
                             static_cast<int>(screen()->availableSize().width() * mostOfScreen)));
    addMain();
    addFolds();
    addRecords();
    show(route);
    m_evaluate = new QPushButton(tr("Evaluate…"));
    m_evaluate->setObjectName(QStringLiteral("evaluateRoute"));
    m_evaluate->setToolTip(tr("What the calls of the last days would have done with this route"));
    addButton(m_evaluate);
    connect(m_evaluate, &QPushButton::clicked, this, &RouteDialog::evaluate);
    connect(&known.models, &ModelBook::modelsChanged, this, &RouteDialog::offerNames);
    offerNames();
    connect(m_targets, &TargetList::edited, &form(), &Form::edited);
    connect(m_rules, &RuleList::edited, &form(), &Form::edited);
    connect(&known.traffic, &TrafficBook::changed, this, &RouteDialog::showLive);
    known.traffic.watch(this);
    showLive();
    m_name->setFocus();
    setSave([this] { save(); });
}

RouteDialog::~RouteDialog() = default;

void RouteDialog::addMain() {
    m_name->setPlaceholderText(tr("smart"));
    form().addField(QStringLiteral("model"), tr("Name"), m_name, tr("What clients ask for as their model."),
                    [this] { return nameFault(); });
    m_name->setReadOnly(!m_before.isEmpty());
    auto strategy = std::make_unique<StrategyPart>(form());
    m_strategy = strategy.get();
    m_strategy->addStrategy();
    const auto weigh = [this] {
        const auto chosen = m_strategy->strategy()->currentData().toString();
        m_targets->setWeighted(chosen == QLatin1String("weighted") || chosen == QLatin1String("consistent_hash") ||
                               chosen == QLatin1String("least_busy"));
    };
    connect(m_strategy->strategy(), &QComboBox::currentIndexChanged, this, weigh);
    weigh();
    form().addField(QStringLiteral("targets"), tr("Targets"), m_targets,
                    tr("Where one fails, the next one serves. Drag them into their order, or press Alt+Up and "
                       "Alt+Down."),
                    [this] { return targetsFault(); });
    form().addField(QStringLiteral("rules"), tr("Rules"), m_rules,
                    tr("The first rule that fits a call says where it goes; where none fits, all targets stand."),
                    [this] { return m_rules->fault(); });
    form().setFieldVisible(QStringLiteral("rules"), routeHas("rules"));
    m_strategy->addPlaces(regions());
    m_parts.push_back(std::move(strategy));
}

void RouteDialog::addFolds() {
    const auto routes = [this] { return otherRoutes(); };
    form().addFold(QStringLiteral("failure"), tr("When a target fails"));
    m_parts.push_back(std::make_unique<FailurePart>(form(), m_console.theme, routes));
    if (routeHas("canary")) {
        form().addFold(QStringLiteral("canary"), tr("Canary"));
        m_parts.push_back(std::make_unique<CanaryPart>(form(), *m_targets));
    }
    if (routeHas("experiment")) {
        form().addFold(QStringLiteral("experiment"), tr("Experiment"));
        m_parts.push_back(std::make_unique<ExperimentPart>(form(), *m_targets));
    }
    if (routeHas("shadow")) {
        form().addFold(QStringLiteral("shadow"), tr("Shadow"));
        m_parts.push_back(std::make_unique<ShadowPart>(form(), m_known.models));
    }
    if (routeHas("limits")) {
        form().addFold(QStringLiteral("limits"), tr("Limits"));
        m_parts.push_back(std::make_unique<RouteLimitsPart>(form()));
    }
    if (routeHas("cache.mode")) {
        form().addFold(QStringLiteral("cache"), tr("Cache"));
        m_parts.push_back(std::make_unique<RouteCachePart>(form(), otherRoutes()));
    }
}

void RouteDialog::addRecords() {
    form().addFold(QStringLiteral("records"), tr("Translation and records"));
    form().addField(
        QStringLiteral("strict"), tr("Translation"), m_strict,
        tr("Where a provider's dialect cannot say a field, the client gets an error that names it instead of an "
           "answer without it. A target that can say all is taken first."));
    m_bodies->addItem(tr("As the settings say"));
    m_bodies->addItem(tr("None"), QStringLiteral("off"));
    m_bodies->addItem(tr("Of failed calls"), QStringLiteral("errors"));
    m_bodies->addItem(tr("Of all calls"), QStringLiteral("all"));
    form().addField(QStringLiteral("bodies"), tr("Recorded bodies"), m_bodies,
                    tr("Of the settings of key, application and route the most private one counts."));
}

// Names that clients ask for often are those of the models themselves.
void RouteDialog::offerNames() {
    QStringList names;
    const auto targets = m_targets->value();
    for (const auto& target : targets)
        names += m_known.models.modelsOf(textOf(target.toObject(), "provider"));
    names.removeDuplicates();
    auto* completer = new QCompleter(names, m_name);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    delete m_name->completer();
    m_name->setCompleter(completer);
}

QStringList RouteDialog::otherRoutes() const {
    QStringList names;
    for (const auto& route : m_known.routes.items()) {
        if (idOf(route) != idOf(m_before))
            names.append(idOf(route));
    }
    return names;
}

QStringList RouteDialog::regions() const {
    QStringList names;
    for (const auto& provider : m_known.providers.items())
        names += textsOf(provider, "regions");
    names.removeDuplicates();
    names.sort();
    return names;
}

void RouteDialog::show(const QJsonObject& route) {
    m_name->setText(idOf(route));
    if (!route.isEmpty())
        m_targets->show(route.value(QLatin1String("targets")).toArray());
    m_rules->show(route.value(QLatin1String("rules")).toArray());
    for (const auto& part : m_parts)
        part->show(route);
    m_strict->setChecked(route.value(QLatin1String("strict")).toBool());
    m_bodies->setCurrentIndex(std::max(0, m_bodies->findData(textOf(route, "bodies"))));
}

void RouteDialog::showLive() {
    for (auto* row : m_targets->rows())
        row->setLive(m_before.isEmpty() ? QString() : m_known.traffic.sentenceOf(idOf(m_before), row->value()));
}

QJsonObject RouteDialog::value() const {
    auto route = m_before;
    route.insert(QLatin1String("model"), m_name->text().trimmed());
    for (const auto& part : m_parts)
        part->write(route);
    if (const auto rules = m_rules->value(); !rules.isEmpty() || route.contains(QLatin1String("rules")))
        route.insert(QLatin1String("rules"), rules);
    route.insert(QLatin1String("targets"), m_targets->value()); // parts may have given them names
    route.insert(QLatin1String("strict"), m_strict->isChecked());
    route.remove(QLatin1String("bodies"));
    if (m_bodies->currentIndex() > 0)
        route.insert(QLatin1String("bodies"), m_bodies->currentData().toString());
    return route;
}

QString RouteDialog::nameFault() const {
    const auto name = m_name->text().trimmed();
    if (!contract::isModelName(name.toStdString()))
        return name.isEmpty() ? tr("Name the route, such as smart.")
                              : tr("Use printable characters only, 256 at most.");
    return m_before.isEmpty() && m_known.routes.find(name) != nullptr
               ? tr("There is a route of this name. Edit that one, or take another name.")
               : QString();
}

QString RouteDialog::targetsFault() const {
    return m_targets->fault();
}

void RouteDialog::evaluate() {
    if (form().check())
        (new EvaluationDialog(m_console, tr("Route %1 on recorded calls").arg(m_name->text().trimmed()),
                              {{QStringLiteral("route"), value()}}, this))
            ->open();
}

void RouteDialog::save() {
    const auto route = value();
    const auto name = idOf(route);
    Change change;
    change.path = m_before.isEmpty()
                      ? QStringLiteral("/routes")
                      : QString(QStringLiteral("/routes/") + QString::fromLatin1(QUrl::toPercentEncoding(name)));
    change.title = (m_before.isEmpty() ? tr("Create route %1") : tr("Change route %1")).arg(name);
    change.before = m_before;
    change.after = route;
    if (route == m_before) {
        succeeded();
        return;
    }
    m_console.changes.submit(change, this, [this, name](const Reply& reply) {
        if (!reply.ok()) {
            failed(reply.problem());
            return;
        }
        const auto saved = m_saved;
        succeeded();
        saved(name);
    });
}

} // namespace gatehouse::ui
