// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/tests_page.h"

#include "ui/models/format.h"
#include "ui/playground/growing_edit.h"
#include "ui/prompts/choice_menu.h"
#include "ui/prompts/prompt_words.h"
#include "ui/prompts/result_matrix.h"
#include "ui/prompts/test_case_dialog.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int resultWidth = 170;

QPushButton* button(const Theme& theme, const char* icon, const QString& text, const char* name) {
    auto* made = new QPushButton(theme.icon(QLatin1String(icon)), text);
    made->setObjectName(QLatin1String(name));
    return made;
}

QJsonArray testsOf(const QJsonObject& prompt) {
    return prompt.value(QLatin1String("tests")).toArray();
}

} // namespace

TestsPage::TestsPage(Console& console, std::function<QVector<PromptVariable>()> variables, QWidget* parent)
    : QWidget(parent), m_console(console), m_draftVariables(std::move(variables)), m_runner(console.client, this),
      m_matrix(new ResultMatrix(console.theme, this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(makeBar());
    layout->addWidget(makeTable(), 1);
    m_outcomeTitle = new QLabel;
    m_outcomeTitle->setObjectName(QStringLiteral("outcomeTitle"));
    m_outcomeTitle->setTextFormat(Qt::PlainText);
    m_outcomeTitle->setProperty("role", QStringLiteral("caption"));
    m_outcome = new GrowingEdit(4, 10);
    m_outcome->setObjectName(QStringLiteral("outcomeText"));
    m_outcome->setAccessibleName(tr("How the chosen test came out"));
    m_outcome->setReadOnly(true);
    m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(m_outcomeTitle);
    layout->addWidget(m_outcome);
    connect(&m_runner, &TestRunner::changed, this, [this] {
        m_matrix->setRun(m_runner.run());
        showState();
        showOutcome();
    });
    showState();
    showOutcome();
}

QWidget* TestsPage::makeBar() {
    const auto& theme = m_console.theme;
    auto* add = button(theme, "plus", tr("Add test"), "addTest");
    m_edit = button(theme, "edit", tr("Edit"), "editTest");
    m_remove = button(theme, "trash", tr("Remove"), "removeTest");
    m_versions = new ChoiceMenu("testVersions", tr("Versions"));
    m_models = new ChoiceMenu("testModels", tr("Models"));
    m_run = button(theme, "player-play", tr("Run tests"), "runTests");
    m_run->setIcon(theme.icon(QStringLiteral("player-play"), Theme::Tone::OnAccent));
    m_run->setProperty("role", QStringLiteral("primary"));
    m_cancel = button(theme, "player-stop", tr("Cancel"), "cancelTests");
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("testProgress"));
    m_progress->setAccessibleName(tr("Progress of the tests"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(space::small);
    m_estimate = new QLabel;
    m_estimate->setObjectName(QStringLiteral("testEstimate"));
    m_estimate->setTextFormat(Qt::PlainText);
    m_estimate->setWordWrap(true);
    m_estimate->setProperty("role", QStringLiteral("secondary"));
    auto* bar = new QWidget;
    auto* row = new FlowLayout(space::small, bar);
    for (auto* widget : std::initializer_list<QWidget*>{add, m_edit, m_remove, m_versions, m_models, m_run, m_cancel})
        row->addWidget(widget);
    auto* all = new QWidget;
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tiny);
    column->addWidget(bar);
    column->addWidget(m_estimate);
    column->addWidget(m_progress);
    connect(add, &QPushButton::clicked, this, [this] { edit(-1); });
    connect(m_edit, &QPushButton::clicked, this, [this] { edit(selectedRow()); });
    connect(m_remove, &QPushButton::clicked, this, &TestsPage::remove);
    connect(m_versions, &ChoiceMenu::chosen, this, &TestsPage::choiceMade);
    connect(m_models, &ChoiceMenu::chosen, this, &TestsPage::choiceMade);
    connect(m_run, &QPushButton::clicked, this, &TestsPage::run);
    connect(m_cancel, &QPushButton::clicked, &m_runner, &TestRunner::cancel);
    return all;
}

QWidget* TestsPage::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("testsTable"));
    m_table->setAccessibleName(tr("Tests and how they came out"));
    m_table->setSource(m_matrix);
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setColumnWidths({160, 190, 220});
    m_table->setTextElideMode(Qt::ElideRight);
    connect(m_table, &TableView::opened, this, [this](const QModelIndex& index) { edit(index.row()); });
    connect(m_matrix, &QAbstractItemModel::modelReset, this, [this] {
        for (int column = ResultMatrix::FirstResult; column < m_matrix->columnCount(); ++column)
            m_table->setColumnWidth(column,
                                    std::max(resultWidth, m_table->horizontalHeader()->sectionSizeHint(column)));
    });
    connect(m_table, &TableView::deletePressed, this, &TestsPage::remove);
    connect(m_table, &TableView::selectionMoved, this, [this] {
        showState();
        showOutcome();
    });
    m_empty = new QLabel(tr("A test gives values and says what must hold of the answer. Add one, then run it against "
                            "versions and models."));
    m_empty->setWordWrap(true);
    m_empty->setProperty("role", QStringLiteral("secondary"));
    auto* all = new QWidget;
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    column->addWidget(m_empty);
    column->addWidget(cardOf(m_table), 1);
    return all;
}

int TestsPage::selectedRow() const {
    const auto index = m_table->sourceIndex(m_table->currentIndex());
    return index.isValid() ? index.row() : -1;
}

void TestsPage::show(const QJsonObject& prompt) {
    const auto id = [](const QJsonObject& of) { return of.value(QLatin1String("id")).toString(); };
    const bool other = id(prompt) != id(m_prompt);
    m_prompt = prompt;
    m_matrix->setTests(testsOf(prompt));
    QVector<ChoiceMenu::Choice> choices;
    int newest = 0;
    for (const auto& value : prompt.value(QLatin1String("versions")).toArray()) {
        const int number = value.toObject().value(QLatin1String("version")).toInt();
        newest = std::max(newest, number);
        choices.prepend({QLocale().toString(number), number});
    }
    m_versions->setChoices(choices);
    m_runner.setPrompt(id(prompt));
    if (other || m_versions->ticked().isEmpty())
        m_versions->tick({newest});
    choiceMade();
}

void TestsPage::setModels(const QStringList& names) {
    QVector<ChoiceMenu::Choice> choices;
    for (const auto& name : names)
        choices.append({name, name});
    m_models->setChoices(choices);
    choiceMade();
}

QList<int> TestsPage::versions() const {
    QList<int> numbers;
    for (const auto& choice : m_versions->ticked())
        numbers.prepend(choice.toInt());
    return numbers;
}

QStringList TestsPage::models() const {
    QStringList names;
    for (const auto& choice : m_models->ticked())
        names.append(choice.toString());
    return names;
}

void TestsPage::choiceMade() {
    if (m_matrix->rowCount() > 0)
        m_runner.estimate(versions(), models());
    showState();
}

bool TestsPage::canRun() const {
    return m_matrix->rowCount() > 0 && !versions().isEmpty() && !models().isEmpty() && !m_runner.run().running;
}

void TestsPage::run() {
    if (canRun())
        m_runner.start(versions(), models());
}

void TestsPage::showState() {
    const auto& run = m_runner.run();
    m_empty->setVisible(m_matrix->rowCount() == 0);
    m_edit->setEnabled(selectedRow() >= 0);
    m_remove->setEnabled(selectedRow() >= 0);
    m_run->setEnabled(canRun());
    m_run->setVisible(!run.running);
    m_cancel->setVisible(run.running);
    m_progress->setVisible(run.running);
    m_progress->setRange(0, run.total);
    m_progress->setValue(run.done);
    QStringList said;
    const QLocale locale;
    if (!m_runner.problem().isEmpty())
        said.append(m_runner.problem());
    else if (run.running)
        said.append(tr("%1 of %2 done").arg(locale.toString(run.done), locale.toString(run.total)));
    else if (run.state == QLatin1String("stopped"))
        said.append(tr("The last run was cancelled."));
    if (!run.cost.isEmpty())
        said.append(tr("The last run cost %1.").arg(moneyText(locale, run.cost)));
    if (!run.running && m_matrix->rowCount() > 0)
        said.append(models().isEmpty() ? tr("Choose models to run the tests with.")
                                       : tr("Next run: %1").arg(m_runner.estimateText()));
    m_estimate->setText(said.join(QStringLiteral(" · ")));
    Q_EMIT stateChanged();
}

void TestsPage::showOutcome() {
    const auto* outcome = m_matrix->outcome(m_table->sourceIndex(m_table->currentIndex()));
    m_outcomeTitle->setVisible(outcome != nullptr);
    m_outcome->setVisible(outcome != nullptr);
    if (outcome == nullptr)
        return;
    const QLocale locale;
    QStringList head{outcome->passed ? tr("Passed") : tr("Failed"),
                     tr("version %1").arg(locale.toString(outcome->version)), outcome->model};
    if (outcome->milliseconds >= 0)
        head.append(durationText(locale, outcome->milliseconds));
    m_outcomeTitle->setText(head.join(QStringLiteral(" · ")));
    QStringList body = outcome->failures;
    if (!body.isEmpty())
        body.append(QString());
    body.append(outcome->answer);
    m_outcome->setPlainText(body.join(u'\n'));
}

void TestsPage::edit(int row) {
    const auto tests = testsOf(m_prompt);
    QStringList taken;
    for (int i = 0; i < tests.size(); ++i) {
        if (i != row)
            taken.append(tests[i].toObject().value(QLatin1String("id")).toString());
    }
    const auto before = row < 0 ? QJsonObject() : m_matrix->test(row);
    auto* dialog = new TestCaseDialog(m_console.theme, before, m_draftVariables(), taken, this);
    connect(dialog, &TestCaseDialog::saveWanted, this, [this, dialog, row](const QJsonObject& test) {
        auto now = testsOf(m_prompt);
        if (row < 0 || row >= now.size())
            now.append(test);
        else
            now[row] = test;
        saveTests(now, tr("Save a test of prompt %1").arg(m_prompt.value(QLatin1String("id")).toString()),
                  [guard = QPointer<TestCaseDialog>(dialog)](const Reply& reply) {
                      if (guard && reply.ok())
                          guard->succeeded();
                      else if (guard)
                          guard->failed(reply.problem());
                  });
    });
    dialog->open();
}

void TestsPage::remove() {
    auto tests = testsOf(m_prompt);
    const int row = selectedRow();
    if (row < 0 || row >= tests.size())
        return;
    tests.removeAt(row);
    saveTests(tests, tr("Remove a test of prompt %1").arg(m_prompt.value(QLatin1String("id")).toString()),
              [this](const Reply& reply) {
                  if (!reply.ok())
                      m_console.toast.say(reply.problem().detail);
              });
}

void TestsPage::saveTests(const QJsonArray& tests, const QString& title, std::function<void(const Reply&)> done) {
    Change change;
    change.path = promptPath(m_prompt.value(QLatin1String("id")).toString());
    change.title = title;
    change.before = m_prompt;
    change.after = m_prompt;
    change.after.insert(QStringLiteral("tests"), tests);
    m_console.changes.submit(change, this, std::move(done));
}

} // namespace gatehouse::ui
