// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/check_list.h"

#include "ui/playground/growing_edit.h"
#include "ui/prompts/prompt_draft.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

namespace gatehouse::ui {
namespace {

constexpr auto kinds = {"contains", "equals", "regex", "json_path", "schema", "judge"};

QString valueHint(const QString& kind) {
    if (kind == QLatin1String("regex"))
        return CheckList::tr("A regular expression");
    if (kind == QLatin1String("json_path"))
        return CheckList::tr("What stands there, as JSON; nothing: anything");
    if (kind == QLatin1String("schema"))
        return CheckList::tr("A JSON Schema");
    if (kind == QLatin1String("judge"))
        return CheckList::tr("What the judge looks at");
    return CheckList::tr("Text");
}

} // namespace

QString checkKindName(const QString& kind) {
    if (kind == QLatin1String("contains"))
        return CheckList::tr("Contains");
    if (kind == QLatin1String("equals"))
        return CheckList::tr("Is equal to");
    if (kind == QLatin1String("regex"))
        return CheckList::tr("Matches");
    if (kind == QLatin1String("json_path"))
        return CheckList::tr("Has at a JSON path");
    if (kind == QLatin1String("schema"))
        return CheckList::tr("Fits a JSON Schema");
    if (kind == QLatin1String("judge"))
        return CheckList::tr("Is judged by a model");
    return kind;
}

QString checkSentence(const QJsonObject& check) {
    const auto kind = check.value(QLatin1String("kind")).toString();
    const auto value = valueAsText(check.value(QLatin1String("value"))).simplified();
    if (kind == QLatin1String("json_path") && value.isEmpty())
        return CheckList::tr("%1 is there", "JSON path").arg(check.value(QLatin1String("path")).toString());
    if (kind == QLatin1String("json_path"))
        return CheckList::tr("%1 is %2", "JSON path, value").arg(check.value(QLatin1String("path")).toString(), value);
    if (kind == QLatin1String("schema"))
        return checkKindName(kind);
    if (kind == QLatin1String("judge"))
        return CheckList::tr("%1 finds: %2", "model, what").arg(check.value(QLatin1String("model")).toString(), value);
    return CheckList::tr("%1 “%2”", "Contains, text").arg(checkKindName(kind), value);
}

CheckRow::CheckRow(const Theme& theme, const QJsonObject& check, QWidget* parent)
    : QFrame(parent), m_kind(new QComboBox), m_path(new QLineEdit(check.value(QLatin1String("path")).toString())),
      m_value(new GrowingEdit(1, 6)), m_model(new QLineEdit(check.value(QLatin1String("model")).toString())),
      m_least(new QLineEdit(check.value(QLatin1String("at_least")).toString())), m_fault(new QLabel) {
    setObjectName(QStringLiteral("checkRow"));
    for (const auto* each : kinds)
        m_kind->addItem(checkKindName(QLatin1String(each)), QLatin1String(each));
    m_kind->setObjectName(QStringLiteral("checkKind"));
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(check.value(QLatin1String("kind")).toString())));
    m_path->setObjectName(QStringLiteral("checkPath"));
    m_path->setPlaceholderText(tr("Path, such as $.mood"));
    m_path->setAccessibleName(tr("JSON path"));
    m_value->setObjectName(QStringLiteral("checkValue"));
    const auto value = check.value(QLatin1String("value"));
    m_value->setPlainText(value.isObject() ? prettyJson(value.toObject()).trimmed() : valueAsText(value));
    m_model->setObjectName(QStringLiteral("checkModel"));
    m_model->setPlaceholderText(tr("Model that judges"));
    m_model->setAccessibleName(tr("Model that judges"));
    m_least->setObjectName(QStringLiteral("checkLeast"));
    m_least->setPlaceholderText(tr("Least, 0 to 1"));
    m_least->setAccessibleName(tr("Least score"));
    m_fault->setProperty("role", QStringLiteral("faultCaption"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto* remove = new QToolButton;
    remove->setObjectName(QStringLiteral("checkRemove"));
    remove->setIcon(theme.icon(QStringLiteral("x"), Theme::Tone::Secondary));
    remove->setIconSize({smallIconPixels, smallIconPixels});
    remove->setToolTip(tr("Remove check"));
    remove->setAccessibleName(tr("Remove check"));
    remove->setFocusPolicy(Qt::StrongFocus);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::tiny);
    head->addWidget(m_kind, 1);
    head->addWidget(m_path, 1);
    head->addWidget(m_model, 1);
    head->addWidget(m_least, 1);
    head->addWidget(remove);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addLayout(head);
    layout->addWidget(m_value);
    layout->addWidget(m_fault);
    connect(remove, &QToolButton::clicked, this, &CheckRow::removePressed);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showFields();
        Q_EMIT edited();
    });
    for (auto* field : {m_path, m_model, m_least})
        connect(field, &QLineEdit::textChanged, this, &CheckRow::edited);
    connect(m_value, &QPlainTextEdit::textChanged, this, &CheckRow::edited);
    showFields();
}

QString CheckRow::kind() const {
    return m_kind->currentData().toString();
}

void CheckRow::setNumber(int number) {
    m_kind->setAccessibleName(tr("Check %1").arg(QLocale().toString(number)));
}

void CheckRow::showFields() {
    m_path->setVisible(kind() == QLatin1String("json_path"));
    m_model->setVisible(kind() == QLatin1String("judge"));
    m_least->setVisible(kind() == QLatin1String("judge"));
    m_value->setPlaceholderText(valueHint(kind()));
    m_value->setAccessibleName(valueHint(kind()));
}

QJsonObject CheckRow::check() const {
    QJsonObject out{{QStringLiteral("kind"), kind()}};
    const auto text = m_value->toPlainText();
    QJsonValue value(text);
    if (kind() == QLatin1String("schema")) {
        value = valueFromText(text, QStringLiteral("object"));
    } else if (kind() == QLatin1String("json_path")) {
        out.insert(QStringLiteral("path"), m_path->text().trimmed());
        const auto read = valueFromText(text, {});
        value = read.isUndefined() ? QJsonValue(text) : read;
    } else if (kind() == QLatin1String("judge")) {
        out.insert(QStringLiteral("model"), m_model->text().trimmed());
        if (!m_least->text().trimmed().isEmpty())
            out.insert(QStringLiteral("at_least"), m_least->text().trimmed());
    }
    if (!value.isUndefined() && !text.isEmpty())
        out.insert(QStringLiteral("value"), value);
    return out;
}

QString CheckRow::fault() const {
    const auto text = m_value->toPlainText();
    if (text.trimmed().isEmpty() && kind() != QLatin1String("json_path")) // there, whatever it is
        return tr("Write what the answer is compared with.");
    if (kind() == QLatin1String("schema") && valueFromText(text, QStringLiteral("object")).isUndefined())
        return tr("Write a JSON object: it begins with { and ends with }.");
    if (kind() == QLatin1String("json_path") && !m_path->text().trimmed().startsWith(u'$'))
        return tr("Write a JSON path: it begins with $.");
    if (kind() == QLatin1String("judge")) {
        if (m_model->text().trimmed().isEmpty())
            return tr("Name the model that judges.");
        bool ok = m_least->text().trimmed().isEmpty();
        const double least = ok ? 0 : m_least->text().toDouble(&ok);
        if (!ok || least < 0 || least > 1)
            return tr("Write a number from 0 to 1, such as 0.7, or nothing.");
    }
    return {};
}

void CheckRow::showFault() {
    m_fault->setText(fault());
    m_fault->setVisible(!m_fault->text().isEmpty());
}

CheckList::CheckList(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme), m_rows(new QVBoxLayout) {
    m_rows->setSpacing(space::medium);
    auto* another = new QPushButton(theme.icon(QStringLiteral("plus")), tr("Add check"));
    another->setObjectName(QStringLiteral("addCheck"));
    another->setAutoDefault(false);
    connect(another, &QPushButton::clicked, this, [this] {
        add({});
        Q_EMIT edited();
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addLayout(m_rows);
    layout->addWidget(another, 0, Qt::AlignLeading);
}

void CheckList::put(const QJsonArray& checks) {
    for (auto* row : std::exchange(m_order, {}))
        row->deleteLater();
    for (const auto& check : checks)
        add(check.toObject());
}

void CheckList::add(const QJsonObject& check) {
    auto* row = new CheckRow(m_theme, check);
    m_order.append(row);
    m_rows->addWidget(row);
    connect(row, &CheckRow::edited, this, &CheckList::edited);
    connect(row, &CheckRow::removePressed, this, [this, row] {
        m_order.removeOne(row);
        m_rows->removeWidget(row);
        row->hide();
        row->deleteLater();
        renumber();
        Q_EMIT edited();
    });
    renumber();
}

void CheckList::renumber() {
    for (int i = 0; i < m_order.size(); ++i)
        m_order[i]->setNumber(i + 1);
}

QJsonArray CheckList::checks() const {
    QJsonArray checks;
    for (const auto* row : m_order)
        checks.append(row->check());
    return checks;
}

QString CheckList::fault() const {
    QString first;
    for (auto* row : m_order) {
        row->showFault();
        if (first.isEmpty())
            first = row->fault();
    }
    return first;
}

} // namespace gatehouse::ui
