// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/import_dialog.h"

#include "ui/client/aside.h"
#include "ui/transfer/environment_page.h"
#include "ui/transfer/litellm.h"
#include "ui/transfer/review_page.h"
#include "ui/transfer/yaml_read.h"
#include "ui/widgets/choice_button.h"

#include <QCheckBox>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

enum Page { Source, Keys, Review };

constexpr QSize usualSize{760, 620};
constexpr qint64 mostBytes = 4 * 1024 * 1024;

struct ReadFile {
    QByteArray text;
    QString fault;
};

ReadFile readFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, ImportDialog::tr("%1 cannot be read: %2").arg(path, file.errorString())};
    if (file.size() > mostBytes)
        return {{}, ImportDialog::tr("%1 is larger than 4 MB: that is no configuration.").arg(path)};
    return {file.read(mostBytes), {}};
}

bool isLiteLlm(const QByteArray& text) {
    const auto root = readYaml(text);
    return root.fault.isEmpty() &&
           (memberOf(root.node, "model_list").IsDefined() || memberOf(root.node, "litellm_settings").IsDefined());
}

} // namespace

ImportDialog::ImportDialog(Console& console, QWidget* parent)
    : QDialog(parent), m_console(console), m_plan(console.client),
      m_catalogue(console.client, QStringLiteral("/catalogue/providers")),
      m_providers(console.client, QStringLiteral("/providers")),
      m_environment(QProcessEnvironment::systemEnvironment()), m_title(new QLabel), m_fault(new QLabel),
      m_pages(new QStackedWidget), m_keys(new EnvironmentPage(console)), m_review(new ReviewPage(console, m_plan)) {
    setObjectName(QStringLiteral("importDialog"));
    setWindowTitle(tr("Import"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(usualSize);
    m_title->setProperty("role", QStringLiteral("title"));
    m_fault->setObjectName(QStringLiteral("importSourceFault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->hide();
    m_pages->addWidget(makeSource());
    m_pages->addWidget(m_keys);
    m_pages->addWidget(m_review);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::large);
    layout->addWidget(m_title);
    layout->addWidget(m_fault);
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeFoot());
    for (auto* list : {&m_catalogue, &m_providers}) {
        connect(list, &ResourceList::loadingChanged, this, &ImportDialog::convert);
        connect(list, &ResourceList::changed, this, &ImportDialog::convert);
        list->reload();
    }
    connect(m_keys, &EnvironmentPage::choiceChanged, this, &ImportDialog::refreshButtons);
    connect(m_review, &ReviewPage::retry, this, &ImportDialog::review);
    connect(&m_plan, &ImportPlan::changed, this, &ImportDialog::takePlan);
    refreshButtons();
}

QWidget* ImportDialog::makeSource() {
    auto* page = new QWidget;
    auto* keys = new ChoiceButton(m_console.theme, QStringLiteral("key"), tr("Keys from the environment"),
                                  tr("Variables such as OPENAI_API_KEY become providers."));
    keys->setObjectName(QStringLiteral("importEnvironment"));
    auto* proxy =
        new ChoiceButton(m_console.theme, QStringLiteral("route"), tr("LiteLLM configuration…"),
                         tr("Its model_list becomes providers and routes. What cannot be taken over is named."));
    proxy->setObjectName(QStringLiteral("importLiteLlm"));
    auto* bundle = new ChoiceButton(m_console.theme, QStringLiteral("file-import"), tr("Gatehouse bundle…"),
                                    tr("A configuration that another Gatehouse exported."));
    bundle->setObjectName(QStringLiteral("importBundle"));
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    for (auto* button : {keys, proxy, bundle}) {
        button->setAutoDefault(false);
        layout->addWidget(button);
    }
    layout->addStretch();
    connect(keys, &QPushButton::clicked, this, [this] { openEnvironment(m_environment); });
    connect(proxy, &QPushButton::clicked, this, [this] { chooseFile(tr("Choose a LiteLLM configuration")); });
    connect(bundle, &QPushButton::clicked, this, [this] { chooseFile(tr("Choose a Gatehouse bundle")); });
    return page;
}

QWidget* ImportDialog::makeFoot() {
    auto* foot = new QWidget;
    m_replace = new QCheckBox(tr("Remove what the bundle does not name"));
    m_replace->setObjectName(QStringLiteral("importReplace"));
    m_replace->hide();
    m_back = new QPushButton(tr("Back"));
    m_back->setObjectName(QStringLiteral("importBack"));
    m_back->setAutoDefault(false);
    m_next = new QPushButton;
    m_next->setObjectName(QStringLiteral("importNext"));
    m_next->setProperty("role", QStringLiteral("primary"));
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("importCancel"));
    cancel->setAutoDefault(false);
    auto* layout = new QHBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_replace);
    layout->addStretch();
    layout->addWidget(cancel);
    layout->addWidget(m_back);
    layout->addWidget(m_next);
    connect(m_replace, &QCheckBox::toggled, this, &ImportDialog::review);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, &ImportDialog::goBack);
    connect(m_next, &QPushButton::clicked, this, &ImportDialog::goOn);
    return foot;
}

void ImportDialog::say(const QString& fault) {
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
}

void ImportDialog::chooseFile(const QString& title) {
    auto* dialog = new QFileDialog(this, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("YAML files (*.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ImportDialog::openFile);
    dialog->open();
}

void ImportDialog::openFile(const QString& path) {
    say({});
    runAside(
        this, [path] { return readFile(path); },
        [this, path](const ReadFile& file) { takeFile(path, file.text, file.fault); });
}

void ImportDialog::takeFile(const QString& path, const QByteArray& text, const QString& fault) {
    const QString wrong = fault.isEmpty() ? readYaml(text).fault : fault;
    if (!wrong.isEmpty()) {
        m_pages->setCurrentIndex(Source);
        say(fault.isEmpty() ? tr("%1: %2", "a file, what is wrong with it").arg(path, wrong) : fault);
        refreshButtons();
        return;
    }
    m_document.clear();
    m_review->setNotes({});
    const bool proxy = isLiteLlm(text);
    m_replace->setChecked(false);
    m_replace->setVisible(!proxy);
    m_pages->setCurrentIndex(Review);
    refreshButtons();
    if (proxy) {
        m_file = text;
        convert();
        return;
    }
    m_document = text;
    review();
}

// What waits for the gateway's catalogue goes on once that is known.
void ImportDialog::convert() {
    const bool known = m_catalogue.loadedOnce() && m_providers.loadedOnce();
    const bool waits = m_wantsKeys || !m_file.isEmpty();
    if (waits && !known && m_catalogue.loading() == ResourceList::Loading::Failed)
        say(m_catalogue.problem().detail);
    if (!waits || !known)
        return;
    if (m_wantsKeys) {
        m_wantsKeys = false;
        showFoundKeys();
        return;
    }
    const auto result = convertLiteLlm(m_file, PresetTable(m_catalogue.items()));
    m_file.clear();
    m_review->setNotes(result.notes);
    if (!result.fault.isEmpty()) {
        m_pages->setCurrentIndex(Source);
        say(result.fault);
        refreshButtons();
        return;
    }
    m_document = QJsonDocument(result.document).toJson(QJsonDocument::Compact);
    review();
}

void ImportDialog::openEnvironment(const QProcessEnvironment& environment) {
    say({});
    m_environment = environment;
    m_wantsKeys = true;
    convert();
}

void ImportDialog::showFoundKeys() {
    QStringList existing;
    for (const auto& provider : m_providers.items())
        existing.append(provider.value(QLatin1String("id")).toString());
    m_keys->showKeys(findKeys(m_environment, PresetTable(m_catalogue.items())), existing);
    m_pages->setCurrentIndex(Keys);
    refreshButtons();
}

void ImportDialog::goOn() {
    if (m_pages->currentIndex() == Keys) {
        m_document =
            QJsonDocument(documentOf(m_keys->chosen(), m_keys->place(), m_environment)).toJson(QJsonDocument::Compact);
        m_review->setNotes({});
        m_replace->hide();
        m_pages->setCurrentIndex(Review);
        review();
        return;
    }
    m_plan.apply();
}

void ImportDialog::goBack() {
    say({});
    m_pages->setCurrentIndex(Source);
    refreshButtons();
}

void ImportDialog::review() {
    if (m_document.isEmpty())
        return;
    m_plan.preview(m_document, m_replace->isChecked() ? ImportPlan::Mode::Replace : ImportPlan::Mode::Add);
}

void ImportDialog::takePlan() {
    refreshButtons();
    if (m_plan.state() != ImportPlan::State::Applied)
        return;
    m_console.toast.say(tr("Imported: %n changes.", nullptr, static_cast<int>(m_plan.changes().size())));
    m_document.fill('\0');
    Q_EMIT imported();
    accept();
}

void ImportDialog::refreshButtons() {
    const int page = m_pages->currentIndex();
    const auto state = m_plan.state();
    const bool ready = state == ImportPlan::State::Known || state == ImportPlan::State::Failed;
    const int changes = static_cast<int>(m_plan.changes().size());
    m_title->setText(page == Source ? tr("Import")
                     : page == Keys ? tr("Keys from the environment")
                                    : tr("What changes"));
    m_back->setVisible(page != Source);
    m_next->setVisible(page != Source);
    m_replace->setVisible(page == Review && m_replace->isVisibleTo(this));
    if (page == Keys) {
        m_next->setText(tr("Review"));
        m_next->setEnabled(!m_keys->chosen().isEmpty());
    } else {
        m_next->setText(state == ImportPlan::State::Applying ? tr("Importing…")
                                                             : tr("Make %n changes", nullptr, changes));
        m_next->setEnabled(ready && changes > 0);
    }
}

} // namespace gatehouse::ui
