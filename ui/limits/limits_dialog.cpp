// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limits_dialog.h"

#include "ui/limits/limit_grid.h"
#include "ui/models/scope_words.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QStringList partsOf(const QString& text) {
    QStringList list;
    for (const auto& part : text.split(u',')) {
        if (const auto name = part.trimmed(); !name.isEmpty() && !list.contains(name))
            list.append(name);
    }
    return list;
}

QString joined(const QJsonValue& value) {
    QStringList parts;
    for (const auto& part : value.toArray())
        parts.append(part.toString());
    return parts.join(QStringLiteral(", "));
}

void putList(QJsonObject& object, const char* field, const QStringList& parts) {
    if (joined(object.value(QLatin1String(field))) != parts.join(QStringLiteral(", ")))
        object.insert(QLatin1String(field), QJsonArray::fromStringList(parts));
}

} // namespace

LimitsDialog::LimitsDialog(Console& console, const ScopeObjects& objects, const QString& scope, const QString& name,
                           QWidget* parent)
    : FormDialog(console.theme, scope.isEmpty() ? tr("Set limits") : tr("Limits of %1").arg(scopeText(scope, name)),
                 tr("Save"), parent),
      m_console(console), m_objects(objects), m_scope(scope.isEmpty() ? QStringLiteral("team") : scope), m_name(name),
      m_limits(new LimitGrid(QStringLiteral("limits"))), m_userLimits(new LimitGrid(QStringLiteral("user_limits"))),
      m_models(new QLineEdit), m_allow(new QLineEdit), m_deny(new QLineEdit), m_maxBody(new QLineEdit),
      m_maxOutput(limitBox(tr("No cap"))), m_priority(new QComboBox) {
    setObjectName(QStringLiteral("limitsDialog"));
    if (scope.isEmpty())
        makeChooser();
    addGrid(tr("All its calls"), m_limits, tr("The last minute, hour or day counts. 0 is no limit."));
    m_userBlock = addGrid(tr("Each end user"), m_userLimits,
                          tr("Whom a request names as its user. A call that names nobody is held to no such limit."));
    makeAccessFields();
    connect(m_limits, &LimitGrid::edited, &form(), &Form::edited);
    connect(m_userLimits, &LimitGrid::edited, &form(), &Form::edited);
    if (m_scopes != nullptr)
        showNames();
    else
        showObject();
    setSave([this] { save(); });
}

void LimitsDialog::makeChooser() {
    m_scopes = new QComboBox;
    m_scopes->setObjectName(QStringLiteral("limitsScope"));
    m_scopes->setAccessibleName(tr("Whose limits"));
    for (const auto* scope : {"organisation", "team", "app", "key", "route"})
        m_scopes->addItem(scopeKindText(QLatin1String(scope)), QLatin1String(scope));
    m_scopes->setCurrentIndex(m_scopes->findData(m_scope));
    m_names = new QComboBox;
    m_names->setObjectName(QStringLiteral("limitsName"));
    m_names->setAccessibleName(tr("Its name"));
    auto* whom = new QWidget;
    auto* row = new QHBoxLayout(whom);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_scopes);
    row->addWidget(m_names, 1);
    whom->setFocusProxy(m_scopes);
    form().addField(QStringLiteral("for"), tr("For"), whom, {},
                    [this] { return m_before.isEmpty() ? tr("Choose whose limits these are.") : QString(); });
    connect(m_scopes, &QComboBox::currentIndexChanged, this, [this] { showNames(); });
    // What was not read yet when the form opened.
    connect(&m_objects, &ScopeObjects::changed, this, [this] {
        if (m_before.isEmpty() && !isEdited())
            showNames();
    });
    connect(m_names, &QComboBox::currentIndexChanged, this, [this] {
        m_name = m_names->currentText();
        showObject();
    });
}

// Across the whole form: three columns of numbers need the room.
QWidget* LimitsDialog::addGrid(const QString& title, LimitGrid* grid, const QString& hint) {
    const auto label = [](const QString& text, const char* role) {
        auto* made = new QLabel(text);
        made->setTextFormat(Qt::PlainText);
        made->setWordWrap(true);
        made->setProperty("role", QLatin1String(role));
        return made;
    };
    auto* block = new QWidget;
    auto* layout = new QVBoxLayout(block);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addWidget(label(title, "section"));
    layout->addWidget(grid);
    layout->addWidget(label(hint, "caption"));
    form().addWide(block);
    return block;
}

void LimitsDialog::makeAccessFields() {
    form().addField(QStringLiteral("models"), tr("Models"), m_models,
                    tr("Names parted by commas. * allows all, gpt-* all that begin so."));
    m_allow->setPlaceholderText(tr("Anywhere"));
    form().addField(QStringLiteral("allow_from"), tr("Only from"), m_allow,
                    tr("Addresses or networks such as 10.0.0.0/8, parted by commas."),
                    [this] { return networksFault(m_allow); });
    m_deny->setPlaceholderText(tr("Nowhere"));
    form().addField(QStringLiteral("deny_from"), tr("Never from"), m_deny, tr("Counts before what is allowed."),
                    [this] { return networksFault(m_deny); });
    m_maxBody->setPlaceholderText(tr("No cap"));
    form().addField(QStringLiteral("max_body"), tr("Largest request"), m_maxBody, tr("Such as 64KiB or 8MiB."),
                    [this] { return sizeFault(); });
    form().addField(QStringLiteral("max_output_tokens"), tr("Longest answer"), m_maxOutput,
                    tr("In tokens. A call that asks for more is refused."));
    m_priority->addItem(tr("High: goes first where calls wait"), QStringLiteral("high"));
    m_priority->addItem(tr("Normal"), QStringLiteral("normal"));
    m_priority->addItem(tr("Low: waits for the others"), QStringLiteral("low"));
    form().addField(QStringLiteral("priority"), tr("Priority"), m_priority);
}

void LimitsDialog::showNames() {
    m_scope = m_scopes->currentData().toString();
    {
        const QSignalBlocker quiet(m_names);
        m_names->clear();
        m_names->addItems(m_objects.namesOf(m_scope));
    }
    m_names->setVisible(m_scope != QLatin1String("organisation"));
    m_name = m_names->currentText();
    showObject();
}

bool LimitsDialog::holds(const char* field) const {
    const QLatin1String name(field);
    if (name == QLatin1String("limits"))
        return true;
    if (name == QLatin1String("user_limits") || name == QLatin1String("priority"))
        return m_scope == QLatin1String("app");
    return m_scope != QLatin1String("organisation") && m_scope != QLatin1String("route");
}

void LimitsDialog::showObject() {
    m_before = m_objects.find(m_scope, m_name);
    const auto text = [this](const char* field) { return m_before.value(QLatin1String(field)).toString(); };
    m_userBlock->setVisible(holds("user_limits"));
    for (const auto* field : {"models", "allow_from", "deny_from", "max_body", "max_output_tokens", "priority"})
        form().setFieldVisible(QLatin1String(field), holds(field));
    m_limits->show(m_before.value(QLatin1String("limits")).toObject());
    m_userLimits->show(m_before.value(QLatin1String("user_limits")).toObject());
    const auto models = m_before.value(QLatin1String("models"));
    m_models->setText(models.isArray() ? joined(models) : QStringLiteral("*"));
    m_allow->setText(joined(m_before.value(QLatin1String("allow_from"))));
    m_deny->setText(joined(m_before.value(QLatin1String("deny_from"))));
    m_maxBody->setText(text("max_body"));
    m_maxOutput->setValue(m_before.value(QLatin1String("max_output_tokens")).toDouble());
    const int priority = m_priority->findData(text("priority"));
    m_priority->setCurrentIndex(priority < 0 ? 1 : priority);
}

QString LimitsDialog::networksFault(const QLineEdit* field) const {
    for (const auto& part : partsOf(field->text())) {
        if (QHostAddress::parseSubnet(part).second < 0)
            return tr("“%1” is no address and no network.").arg(part);
    }
    return {};
}

QString LimitsDialog::sizeFault() const {
    static const QRegularExpression size(QStringLiteral("^[1-9][0-9]{0,5}(KiB|MiB|GiB)$"));
    const auto text = m_maxBody->text().trimmed();
    return text.isEmpty() || size.match(text).hasMatch() ? QString() : tr("Enter a size such as 64KiB or 8MiB.");
}

QJsonObject LimitsDialog::wanted() const {
    auto object = m_before;
    const auto putLimits = [&object](const char* field, const LimitGrid& grid) {
        const auto before = object.value(QLatin1String(field)).toObject();
        if (const auto after = grid.applyTo(before); after != before)
            object.insert(QLatin1String(field), after);
    };
    putLimits("limits", *m_limits);
    if (holds("user_limits"))
        putLimits("user_limits", *m_userLimits);
    if (holds("priority") &&
        m_priority->currentData() != object.value(QLatin1String("priority")).toString(QStringLiteral("normal")))
        object.insert(QLatin1String("priority"), m_priority->currentData().toString());
    if (!holds("models"))
        return object;
    const auto models = partsOf(m_models->text());
    if (object.contains(QLatin1String("models")) || models != QStringList{QStringLiteral("*")})
        putList(object, "models", models);
    putList(object, "allow_from", partsOf(m_allow->text()));
    putList(object, "deny_from", partsOf(m_deny->text()));
    if (const auto size = m_maxBody->text().trimmed(); size.isEmpty())
        object.remove(QLatin1String("max_body"));
    else
        object.insert(QLatin1String("max_body"), size);
    if (object.value(QLatin1String("max_output_tokens")).toDouble() != m_maxOutput->value())
        object.insert(QLatin1String("max_output_tokens"), static_cast<qint64>(m_maxOutput->value()));
    return object;
}

void LimitsDialog::save() {
    Change change;
    change.path = ScopeObjects::pathOf(m_scope, m_scope == QLatin1String("organisation") ? QString() : m_name);
    change.title = tr("Change the limits of %1").arg(scopeText(m_scope, m_name));
    change.before = m_before;
    change.after = wanted();
    if (change.after == change.before) {
        succeeded();
        return;
    }
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
