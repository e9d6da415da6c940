// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/route_dialog.h"

#include "core/contract/descriptions.h"
#include "ui/models/resource_list.h"
#include "ui/routes/model_book.h"
#include "ui/routes/target_list.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QUrl>

namespace gatehouse::ui {
namespace {

constexpr int mostAttempts = 10;
constexpr int leastStatus = 400;
constexpr int mostStatus = 599;

QString idOf(const QJsonObject& route) {
    return route.value(QLatin1String("model")).toString();
}

// The strategies that this version knows, from the contract.
QStringList strategies() {
    QStringList names;
    const auto* field = contract::descriptionOf(contract::Kind::Route).field("strategy");
    for (const auto& name : field->type.oneOf)
        names.append(QString::fromStdString(name));
    return names;
}

// Empty: one of them is no status.
std::optional<QJsonArray> statusesOf(const QString& text) {
    QJsonArray statuses;
    for (const auto& part : text.split(u',', Qt::SkipEmptyParts)) {
        if (part.trimmed().isEmpty())
            continue;
        bool isNumber = false;
        const int status = part.trimmed().toInt(&isNumber);
        if (!isNumber || status < leastStatus || status > mostStatus)
            return std::nullopt;
        if (!statuses.contains(status))
            statuses.append(status);
    }
    return statuses;
}

} // namespace

RouteDialog::RouteDialog(Console& console, ModelBook& book, const ResourceList& routes, const QJsonObject& route,
                         QWidget* parent, std::function<void(const QString&)> saved)
    : FormDialog(console.theme, route.isEmpty() ? tr("Create route") : tr("Edit route %1").arg(idOf(route)),
                 route.isEmpty() ? tr("Create route") : tr("Save"), parent),
      m_console(console), m_routes(routes), m_before(route), m_saved(std::move(saved)), m_name(new QLineEdit),
      m_strategy(new QComboBox), m_targets(new TargetList(console.theme, book)), m_attempts(new QSpinBox),
      m_onConnect(new QCheckBox(tr("no connection"))), m_onTimeout(new QCheckBox(tr("timeout"))),
      m_on5xx(new QCheckBox(tr("5xx"))), m_statuses(new QLineEdit),
      m_strict(new QCheckBox(tr("Refuse calls that lose a field"))), m_bodies(new QComboBox) {
    setObjectName(QStringLiteral("routeDialog"));
    addFields();
    show(route);
    // Names that clients ask for often are those of the models themselves.
    const auto offerNames = [this, &book] {
        QStringList names;
        const auto targets = m_targets->value();
        for (const auto& target : targets)
            names += book.modelsOf(target.toObject().value(QLatin1String("provider")).toString());
        names.removeDuplicates();
        auto* completer = new QCompleter(names, m_name);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        delete m_name->completer();
        m_name->setCompleter(completer);
    };
    connect(&book, &ModelBook::modelsChanged, this, offerNames);
    offerNames();
    connect(m_targets, &TargetList::edited, &form(), &Form::edited);
    m_name->setFocus();
    setSave([this] { save(); });
}

void RouteDialog::addFields() {
    m_name->setPlaceholderText(tr("smart"));
    form().addField(QStringLiteral("model"), tr("Name"), m_name, tr("What clients ask for as their model."),
                    [this] { return nameFault(); });
    m_name->setReadOnly(!m_before.isEmpty());
    m_strategy->addItems(strategies());
    form().addField(QStringLiteral("strategy"), tr("Strategy"), m_strategy);
    // One that cannot be chosen otherwise need not be asked for.
    form().setFieldVisible(QStringLiteral("strategy"), m_strategy->count() > 1);
    connect(m_strategy, &QComboBox::currentTextChanged, this,
            [this](const QString& name) { m_targets->setWeighted(name == QLatin1String("weighted")); });
    form().addField(QStringLiteral("targets"), tr("Targets"), m_targets,
                    tr("Tried from the first to the last: the next one serves where one fails."),
                    [this] { return targetsFault(); });
    m_attempts->setRange(1, mostAttempts);
    form().addField(QStringLiteral("retry.attempts"), tr("Tries"), m_attempts,
                    tr("On one target, before the next one is tried."));
    auto* conditions = new QWidget;
    auto* row = new QHBoxLayout(conditions);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::medium);
    m_onConnect->setObjectName(QStringLiteral("retryConnect"));
    m_onTimeout->setObjectName(QStringLiteral("retryTimeout"));
    m_on5xx->setObjectName(QStringLiteral("retry5xx"));
    m_statuses->setObjectName(QStringLiteral("retryStatuses"));
    m_statuses->setAccessibleName(tr("Further statuses"));
    m_statuses->setPlaceholderText(tr("Statuses"));
    for (QWidget* widget :
         {static_cast<QWidget*>(m_onConnect), static_cast<QWidget*>(m_onTimeout), static_cast<QWidget*>(m_on5xx)})
        row->addWidget(widget);
    row->addWidget(m_statuses, 1);
    conditions->setFocusProxy(m_onConnect);
    form().addField(QStringLiteral("retry.on"), tr("Try again on"), conditions,
                    tr("Statuses of the provider parted by commas, such as 408, 429."), [this] {
                        return statusesOf(m_statuses->text()) ? QString()
                                                              : tr("Enter statuses from 400 to 599, parted by commas.");
                    });
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

void RouteDialog::show(const QJsonObject& route) {
    if (route.isEmpty()) {
        const contract::RetrySpec usual;
        m_attempts->setValue(static_cast<int>(usual.attempts));
        for (auto* box : {m_onConnect, m_onTimeout, m_on5xx})
            box->setChecked(true);
        m_statuses->setText(QStringLiteral("408, 429"));
        return;
    }
    m_name->setText(idOf(route));
    m_strategy->setCurrentText(route.value(QLatin1String("strategy")).toString());
    m_targets->show(route.value(QLatin1String("targets")).toArray());
    const auto retry = route.value(QLatin1String("retry")).toObject();
    m_attempts->setValue(retry.value(QLatin1String("attempts")).toInt(1));
    const auto on = retry.value(QLatin1String("on")).toArray();
    m_onConnect->setChecked(on.contains(QStringLiteral("connect")));
    m_onTimeout->setChecked(on.contains(QStringLiteral("timeout")));
    m_on5xx->setChecked(on.contains(QStringLiteral("5xx")));
    QStringList statuses;
    for (const auto& condition : on) {
        if (condition.isDouble())
            statuses.append(QString::number(condition.toInt()));
    }
    m_statuses->setText(statuses.join(QStringLiteral(", ")));
    m_strict->setChecked(route.value(QLatin1String("strict")).toBool());
    m_bodies->setCurrentIndex(std::max(0, m_bodies->findData(route.value(QLatin1String("bodies")).toString())));
}

QJsonObject RouteDialog::value() const {
    auto route = m_before;
    route.insert(QLatin1String("model"), m_name->text().trimmed());
    route.insert(QLatin1String("strategy"), m_strategy->currentText());
    route.insert(QLatin1String("targets"), m_targets->value());
    QJsonArray on;
    const auto add = [&on](const QCheckBox* box, const char* word) {
        if (box->isChecked())
            on.append(QLatin1String(word));
    };
    add(m_onConnect, "connect");
    add(m_onTimeout, "timeout");
    const auto statuses = statusesOf(m_statuses->text()).value_or(QJsonArray());
    for (const auto& status : statuses)
        on.append(status);
    add(m_on5xx, "5xx");
    route.insert(QLatin1String("retry"),
                 QJsonObject{{QStringLiteral("attempts"), m_attempts->value()}, {QStringLiteral("on"), on}});
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
    return m_before.isEmpty() && m_routes.find(name) != nullptr
               ? tr("There is a route of this name. Edit that one, or take another name.")
               : QString();
}

QString RouteDialog::targetsFault() const {
    return m_targets->fault();
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
