// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/result_matrix.h"

#include "ui/prompts/check_list.h"
#include "ui/prompts/prompt_draft.h"

#include <QLocale>

namespace gatehouse::ui {
namespace {

QString keyOf(const QString& test, int version, const QString& model) {
    return QStringLiteral("%1\n%2\n%3").arg(test).arg(version).arg(model);
}

} // namespace

ResultMatrix::ResultMatrix(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), m_theme(theme) {}

void ResultMatrix::setTests(const QJsonArray& tests) {
    if (tests == m_tests)
        return;
    beginResetModel();
    m_tests = tests;
    endResetModel();
}

void ResultMatrix::setRun(const TestRunState& run) {
    QVector<Combination> combinations;
    for (const int version : run.versions) {
        for (const auto& model : run.models)
            combinations.append({version, model});
    }
    m_outcomes.clear();
    for (const auto& outcome : run.outcomes) {
        m_outcomes.insert(keyOf(outcome.test, outcome.version, outcome.model), outcome);
        if (const Combination met{outcome.version, outcome.model}; !combinations.contains(met))
            combinations.append(met);
    }
    m_running = run.running;
    if (combinations != m_combinations) {
        beginResetModel();
        m_combinations = combinations;
        endResetModel();
    } else if (rowCount() > 0 && !combinations.isEmpty()) {
        Q_EMIT dataChanged(index(0, FirstResult), index(rowCount() - 1, columnCount() - 1));
    }
}

int ResultMatrix::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_tests.size());
}

int ResultMatrix::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FirstResult + static_cast<int>(m_combinations.size());
}

const TestOutcome* ResultMatrix::outcome(const QModelIndex& index) const {
    if (!index.isValid() || index.column() < FirstResult)
        return nullptr;
    const auto& combination = m_combinations[index.column() - FirstResult];
    const auto found = m_outcomes.constFind(
        keyOf(test(index.row()).value(QLatin1String("id")).toString(), combination.version, combination.model));
    return found == m_outcomes.constEnd() ? nullptr : &*found;
}

QString ResultMatrix::resultText(const QModelIndex& index) const {
    const auto* outcome = this->outcome(index);
    if (outcome == nullptr)
        return m_running ? tr("Waiting") : QString();
    if (outcome->passed)
        return tr("Passed");
    return outcome->failures.isEmpty() ? tr("Failed")
                                       : tr("Failed: %1", "why").arg(outcome->failures.first().simplified());
}

QString ResultMatrix::testText(const QJsonObject& test, int column) const {
    if (column == Name) {
        const auto name = test.value(QLatin1String("name")).toString();
        return name.isEmpty() ? test.value(QLatin1String("id")).toString() : name;
    }
    QStringList parts;
    if (column == Given) {
        const auto values = test.value(QLatin1String("values")).toObject();
        for (auto it = values.begin(); it != values.end(); ++it)
            parts.append(QString(it.key() + QStringLiteral(": ") + valueAsText(it.value()).simplified().left(200)));
    } else {
        for (const auto& check : test.value(QLatin1String("checks")).toArray())
            parts.append(checkSentence(check.toObject()));
    }
    return parts.join(QStringLiteral(", "));
}

QVariant ResultMatrix::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_tests.size())
        return {};
    if (index.column() < FirstResult)
        return role == Qt::DisplayRole ? QVariant(testText(test(index.row()), index.column())) : QVariant();
    const auto* outcome = this->outcome(index);
    if (role == Qt::DisplayRole)
        return resultText(index);
    if (role == Qt::DecorationRole && outcome != nullptr)
        return m_theme.icon(outcome->passed ? QStringLiteral("circle-check") : QStringLiteral("circle-x"),
                            outcome->passed ? Theme::Tone::Success : Theme::Tone::Error);
    if (role == Qt::ToolTipRole && outcome != nullptr && !outcome->failures.isEmpty())
        return QStringLiteral("<p style='white-space: pre-wrap'>%1</p>")
            .arg(outcome->failures.join(u'\n').toHtmlEscaped());
    return {};
}

QVariant ResultMatrix::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Test");
    case Given:
        return tr("Values");
    case Asked:
        return tr("Checks");
    default:
        break;
    }
    if (section < 0 || section >= columnCount())
        return {};
    const auto& combination = m_combinations[section - FirstResult];
    int passed = 0;
    int known = 0;
    for (int row = 0; row < rowCount(); ++row) {
        if (const auto* outcome = this->outcome(index(row, section))) {
            ++known;
            passed += static_cast<int>(outcome->passed);
        }
    }
    const QLocale locale;
    const auto name =
        combination.model.isEmpty()
            ? tr("Version %1").arg(locale.toString(combination.version))
            : tr("%1 · %2", "version, model").arg(locale.toString(combination.version), combination.model);
    return known == 0 ? name
                      : tr("%1 · %2 of %3", "version and model, passed, of all")
                            .arg(name, locale.toString(passed), locale.toString(known));
}

} // namespace gatehouse::ui
