// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budgets/budget_dialogs.h"

#include "ui/budgets/budget_words.h"
#include "ui/models/scope_words.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QRegularExpression>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int mostAlerts = 1'000; // per cent

QComboBox* periodBox(const QString& name) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    for (const auto& period : periods())
        box->addItem(periodName(period), period);
    return box;
}

QList<int> percentsIn(const QString& text) {
    QList<int> percents;
    for (const auto& part : text.split(u',', Qt::SkipEmptyParts)) {
        bool right = false;
        const int percent = part.trimmed().remove(u'%').trimmed().toInt(&right);
        if (!right || percent < 1 || percent > mostAlerts)
            return {-1};
        if (!percents.contains(percent))
            percents.append(percent);
    }
    std::sort(percents.begin(), percents.end());
    return percents;
}

// What a budget's name may hold.
QString idOf(const QString& words) {
    static const QRegularExpression others(QStringLiteral("[^A-Za-z0-9._-]+"));
    QString id = words.toLower();
    return id.replace(others, QStringLiteral("-"));
}

} // namespace

QString dollarsIn(const QString& text) {
    static const QRegularExpression dollars(QStringLiteral("^[0-9]{1,7}([.,][0-9]{1,12})?$"));
    auto amount = text.trimmed();
    return dollars.match(amount).hasMatch() ? amount.replace(u',', u'.') : QString();
}

BudgetDialog::BudgetDialog(Console& console, const BudgetBook& book, Start start, QWidget* parent)
    : FormDialog(console.theme, tr("Add budget"), tr("Add budget"), parent), m_console(console), m_book(book),
      m_usd(new QLineEdit), m_period(periodBox(tr("Period of the budget"))) {
    setObjectName(QStringLiteral("budgetDialog"));
    makeListFields();
    makeAmountFields();
    makeActionFields();
    m_scope->setCurrentIndex(start == Start::WholeMonth ? 0 : 1);
    showNames();
    showAction();
    m_alerts->setText(QStringLiteral("50, 80, 100"));
    setSave([this] { save(); });
    m_usd->setFocus();
}

BudgetDialog::BudgetDialog(Console& console, const BudgetBook& book, const BudgetRow& row, QWidget* parent)
    : FormDialog(console.theme, tr("Edit the budget of %1").arg(scopeText(row.scope, row.name)), tr("Save"), parent),
      m_console(console), m_book(book), m_row(row), m_usd(new QLineEdit),
      m_period(periodBox(tr("Period of the budget"))) {
    setObjectName(QStringLiteral("budgetDialog"));
    if (row.place == BudgetRow::Place::List)
        makeListFields();
    makeAmountFields();
    if (row.place == BudgetRow::Place::List)
        makeActionFields();
    else
        form().setHint(QStringLiteral("budget.usd"),
                       tr("It is set in %1, where it can be changed too. At the limit its calls are refused.")
                           .arg(placeText(row)));
    showRow(row);
    setSave([this] { save(); });
    m_usd->setFocus();
}

void BudgetDialog::makeListFields() {
    m_scope = new QComboBox;
    m_scope->setObjectName(QStringLiteral("budgetScope"));
    m_scope->setAccessibleName(tr("What the budget is for"));
    for (const auto* scope : {"organisation", "team", "app", "key", "model", "provider", "tag"})
        m_scope->addItem(scopeKindText(QLatin1String(scope)), QLatin1String(scope));
    m_scopeName = new QComboBox;
    m_scopeName->setObjectName(QStringLiteral("budgetScopeName"));
    m_scopeName->setAccessibleName(tr("Its name"));
    m_scopeName->setEditable(true);
    m_scopeName->setInsertPolicy(QComboBox::NoInsert);
    auto* whom = new QWidget;
    auto* row = new QHBoxLayout(whom);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_scope);
    row->addWidget(m_scopeName, 1);
    whom->setFocusProxy(m_scope);
    form().addField(QStringLiteral("for"), tr("For"), whom, tr("Every call of it counts, whatever the endpoint."),
                    [this] { return scopeFault(); });
    m_name = new QLineEdit;
    form().addField(QStringLiteral("id"), tr("Name"), m_name, {}, [this] { return nameFault(); });
    m_name->setEnabled(m_row.id.isEmpty());
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_named = true; });
    connect(m_scope, &QComboBox::currentIndexChanged, this, [this] { showNames(); });
    // What was not read yet when the form opened.
    connect(&m_book.objects(), &ScopeObjects::changed, this, [this] {
        if (m_scopeName->count() == 0 && m_scopeName->currentText().isEmpty())
            showNames();
        if (m_switchTo->count() == 0 && m_switchTo->currentText().isEmpty())
            m_switchTo->addItems(m_book.objects().namesOf(QStringLiteral("model")));
    });
    connect(m_scopeName, &QComboBox::currentTextChanged, this, [this] { proposeName(); });
    connect(m_period, &QComboBox::currentIndexChanged, this, [this] { proposeName(); });
}

void BudgetDialog::makeAmountFields() {
    const bool owned = !m_row.id.isEmpty() && m_row.place == BudgetRow::Place::Owner;
    m_usd->setPlaceholderText(QStringLiteral("100"));
    form().addField(owned ? QStringLiteral("budget.usd") : QStringLiteral("usd"), tr("Dollars"), m_usd, {}, [this] {
        return dollarsIn(m_usd->text()).isEmpty() ? tr("Enter an amount such as 25 or 0.50.") : QString();
    });
    form().addField(owned ? QStringLiteral("budget.period") : QStringLiteral("period"), tr("Period"), m_period,
                    tr("Periods of the calendar, in UTC. “In all” never starts anew."));
}

void BudgetDialog::makeActionFields() {
    m_action = new QComboBox;
    m_action->addItem(tr("Block: refuse further calls"), QStringLiteral("block"));
    m_action->addItem(tr("Warn: tell, and let calls pass"), QStringLiteral("warn"));
    m_action->addItem(tr("Switch: use a cheaper route"), QStringLiteral("switch"));
    form().addField(QStringLiteral("action"), tr("At the limit"), m_action);
    m_switchTo = new QComboBox;
    m_switchTo->setEditable(true);
    m_switchTo->setInsertPolicy(QComboBox::NoInsert);
    m_switchTo->addItems(m_book.objects().namesOf(QStringLiteral("model")));
    form().addField(QStringLiteral("switch_to"), tr("Cheaper route"), m_switchTo, {}, [this] {
        return m_switchTo->currentText().trimmed().isEmpty() ? tr("Choose the route that calls go to then.")
                                                             : QString();
    });
    m_cut = new QCheckBox(tr("End streams whose reservation is spent"));
    form().addField(QStringLiteral("cut_streams"), tr("Running streams"), m_cut,
                    tr("Otherwise an answer that has begun is let through to its end."));
    m_alerts = new QLineEdit;
    form().addField(QStringLiteral("alerts"), tr("Alerts at"), m_alerts,
                    tr("Per cent of the amount, parted by commas. Each is told once in a period."),
                    [this] { return alertsFault(); });
    connect(m_action, &QComboBox::currentIndexChanged, this, [this] { showAction(); });
}

void BudgetDialog::showRow(const BudgetRow& row) {
    m_usd->setText(row.set);
    m_period->setCurrentIndex(std::max(0, m_period->findData(row.period)));
    if (m_name == nullptr)
        return;
    m_named = true;
    m_scope->setCurrentIndex(std::max(0, m_scope->findData(row.scope)));
    showNames();
    m_scopeName->setEditText(row.name);
    m_name->setText(row.object.value(QLatin1String("id")).toString());
    m_action->setCurrentIndex(std::max(0, m_action->findData(row.action)));
    m_switchTo->setEditText(row.switchTo);
    m_cut->setChecked(row.object.value(QLatin1String("cut_streams")).toBool());
    QStringList marks;
    for (const int alert : row.alerts)
        marks.append(QString::number(alert));
    m_alerts->setText(marks.join(QStringLiteral(", ")));
    showAction();
}

QString BudgetDialog::scope() const {
    return m_scope->currentData().toString();
}

QString BudgetDialog::scopeName() const {
    return scope() == QLatin1String("organisation") ? QString() : m_scopeName->currentText().trimmed();
}

void BudgetDialog::showNames() {
    m_scopeName->clear();
    m_scopeName->addItems(m_book.objects().namesOf(scope()));
    m_scopeName->setVisible(scope() != QLatin1String("organisation"));
    proposeName();
}

void BudgetDialog::showAction() {
    form().setFieldVisible(QStringLiteral("switch_to"), m_action->currentData().toString() == QLatin1String("switch"));
}

// A name that says what the budget is, until the person gives one.
void BudgetDialog::proposeName() {
    if (m_named || m_name == nullptr)
        return;
    const auto whom = scopeName().isEmpty() ? scope() : scopeName();
    const QString base = idOf(QString(whom + u'-' + m_period->currentData().toString())).left(60);
    QString name = base;
    for (int number = 2; m_book.budgetIds().contains(name); ++number)
        name = QString(base + u'-' + QString::number(number));
    m_name->setText(name);
}

QString BudgetDialog::nameFault() const {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    const auto name = m_name->text().trimmed();
    if (!right.match(name).hasMatch())
        return tr("A name has letters, digits, “.”, “_” and “-”, at most 64.");
    return m_row.id.isEmpty() && m_book.budgetIds().contains(name) ? tr("There is a budget of that name already.")
                                                                   : QString();
}

QString BudgetDialog::scopeFault() const {
    return scope() != QLatin1String("organisation") && scopeName().isEmpty() ? tr("Say whose budget it is.")
                                                                             : QString();
}

QString BudgetDialog::alertsFault() const {
    return percentsIn(m_alerts->text()).contains(-1) ? tr("Enter whole per cents such as 50, 80, 100.") : QString();
}

QJsonObject BudgetDialog::wanted() const {
    auto object = m_row.object;
    const QJsonValue usd(dollarsIn(m_usd->text()));
    const QJsonValue period(m_period->currentData().toString());
    if (m_name == nullptr) {
        auto budget = object.value(QLatin1String("budget")).toObject();
        if (m_row.set != usd.toString())
            budget.insert(QLatin1String("usd"), usd);
        budget.insert(QLatin1String("period"), period);
        object.insert(QLatin1String("budget"), budget);
        return object;
    }
    object.insert(QLatin1String("id"), m_name->text().trimmed());
    object.insert(QLatin1String("for"), scopeName().isEmpty() ? QJsonObject{{QStringLiteral("organisation"), true}}
                                                              : QJsonObject{{scope(), scopeName()}});
    if (m_row.set != usd.toString())
        object.insert(QLatin1String("usd"), usd);
    object.insert(QLatin1String("period"), period);
    const auto action = m_action->currentData().toString();
    object.insert(QLatin1String("action"), action);
    if (action == QLatin1String("switch"))
        object.insert(QLatin1String("switch_to"), m_switchTo->currentText().trimmed());
    else
        object.remove(QLatin1String("switch_to"));
    if (m_cut->isChecked() || object.contains(QLatin1String("cut_streams")))
        object.insert(QLatin1String("cut_streams"), m_cut->isChecked());
    QJsonArray alerts;
    for (const int percent : percentsIn(m_alerts->text()))
        alerts.append(percent);
    object.insert(QLatin1String("alerts"), alerts);
    return object;
}

void BudgetDialog::save() {
    Change change;
    change.after = wanted();
    change.before = m_row.object;
    change.path = m_row.id.isEmpty() ? QStringLiteral("/budgets") : m_row.path;
    change.title = m_row.id.isEmpty() ? tr("Add budget %1").arg(m_name->text().trimmed())
                                      : tr("Change the budget of %1").arg(scopeText(m_row.scope, m_row.name));
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
