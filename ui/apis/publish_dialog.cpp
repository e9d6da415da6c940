// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/publish_dialog.h"

#include "ui/apis/publish_source.h"
#include "ui/changes/difference_table.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int plansHigh = 4; // lines

bool matches(const char* pattern, const QString& text) {
    return QRegularExpression(QLatin1String(pattern)).match(text).hasMatch();
}

} // namespace

PublishDialog::PublishDialog(Console& console, const ApiBook& book, const PublishStart& start, QWidget* parent)
    : FormDialog(console.theme, tr("Publish an API"), tr("Publish"), parent), m_console(console), m_book(book),
      m_start(start) {
    setObjectName(QStringLiteral("publishDialog"));
    m_source = new PublishSource(console.client, form(), this);
    makeAddress();
    makeAnswer();
    makeAccess();
    makeReview();
    makeButtons();
    connect(m_source, &PublishSource::changed, this, [this] {
        showKind();
        propose();
    });
    connect(&book, &ApiBook::changed, this, [this] {
        fillPlans();
        fillTeams();
        propose();
    });
    begin(start);
    setSave([this] { save(); });
}

void PublishDialog::makeAddress() {
    form().addSection(tr("Address"));
    m_id = new QLineEdit;
    m_rename = new QPushButton(tr("Rename"));
    m_rename->setObjectName(QStringLiteral("publishRename"));
    m_rename->setAutoDefault(false);
    m_rename->setToolTip(tr("Takes the next name that is free"));
    auto* line = new QWidget;
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_id, 1);
    layout->addWidget(m_rename);
    line->setFocusProxy(m_id);
    m_id->setObjectName(QStringLiteral("publishId"));
    m_id->setAccessibleName(tr("Name in the address"));
    form().addField(QStringLiteral("id"), tr("Name"), line, {}, [this] { return idFault(); });
    m_version = new QLineEdit;
    form().addField(QStringLiteral("version"), tr("Version"), m_version, {}, [this] { return versionFault(); });
    m_address = plainLabel({}, "secondary", "publishAddress");
    m_address->setLayoutDirection(Qt::LeftToRight);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form().addWide(m_address);
    m_title = new QLineEdit;
    form().addField(QStringLiteral("title"), tr("Title"), m_title, tr("What the catalogue calls it."));
    connect(m_id, &QLineEdit::textEdited, this, [this] { m_named = true; });
    connect(m_version, &QLineEdit::textEdited, this, [this] { m_numbered = true; });
    for (auto* edit : {m_id, m_version, m_title})
        connect(edit, &QLineEdit::textChanged, this, &PublishDialog::showReview);
    connect(m_id, &QLineEdit::textChanged, this, [this] {
        if (!m_numbered && m_start.version.isEmpty())
            m_version->setText(m_book.nextVersion(m_id->text().trimmed()));
    });
    connect(m_rename, &QPushButton::clicked, this, &PublishDialog::rename);
}

void PublishDialog::makeAnswer() {
    form().addSection(tr("Answer"));
    m_answer = new QComboBox;
    for (const auto* form : {"text", "json", "openai", "anthropic", "gemini"})
        m_answer->addItem(answerText(QLatin1String(form)), QLatin1String(form));
    form().addField(QStringLiteral("answer"), tr("Form"), m_answer,
                    tr("Checked JSON is held against the schema of the prompt's answer."));
    connect(m_answer, &QComboBox::currentIndexChanged, this, &PublishDialog::showReview);
}

void PublishDialog::makeAccess() {
    form().addSection(tr("Access"));
    m_team = new QComboBox;
    form().addField(QStringLiteral("team"), tr("Owner"), m_team, tr("Its team may always call it."));
    connect(m_team, &QComboBox::activated, this, &PublishDialog::showReview);
    m_access = new QComboBox;
    for (const auto* way : {"subscription", "team", "open"})
        m_access->addItem(accessText(QLatin1String(way)), QLatin1String(way));
    form().addField(QStringLiteral("access"), tr("Who may call"), m_access);
    m_plans = new QListWidget;
    m_plans->setFixedHeight(fontMetrics().lineSpacing() * plansHigh + 2 * space::small);
    form().addField(QStringLiteral("plans"), tr("Plans"), m_plans,
                    tr("What can be asked for. Without any, a subscription has no plan."));
    m_listed = new QCheckBox(tr("Show it in the catalogue"));
    m_listed->setChecked(true);
    form().addField(QStringLiteral("listed"), tr("Catalogue"), m_listed);
    connect(m_access, &QComboBox::currentIndexChanged, this, [this] {
        form().setFieldVisible(QStringLiteral("plans"),
                               m_access->currentData().toString() == QLatin1String("subscription"));
        showReview();
    });
    connect(m_plans, &QListWidget::itemChanged, this, &PublishDialog::showReview);
    connect(m_listed, &QCheckBox::toggled, this, &PublishDialog::showReview);
}

void PublishDialog::makeReview() {
    form().addSection(tr("What changes"));
    m_reviewed = plainLabel({}, "secondary", "publishReviewed");
    form().addWide(m_reviewed);
    m_review = new DifferenceTable(m_console.theme);
    m_review->setObjectName(QStringLiteral("publishReview"));
    form().addWide(m_review);
    m_note = new QLineEdit;
    m_note->setMaxLength(500);
    form().addField(QStringLiteral("note"), tr("Note"), m_note, tr("Why, for those who read its history."));
}

void PublishDialog::makeButtons() {
    const auto button = [this](const char* name, const QString& text, Then then) {
        auto* made = new QPushButton(text);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, [this, then] { run(then); });
        addButton(made);
    };
    button("publishOnly", tr("Keep as a design"), Then::Keep);
    button("publishSubmit", tr("Submit for review"), Then::Review);
}

void PublishDialog::begin(const PublishStart& start) {
    fillTeams();
    fillPlans();
    const auto* row = m_book.find(start.version.isEmpty() ? start.api : QString(start.api + u'/' + start.version));
    if (row == nullptr) {
        m_source->choose(start.kind, start.used);
        m_source->setKindFixed(false);
    } else {
        const auto definition = definitionOf(row->spec);
        m_named = true;
        m_numbered = !start.version.isEmpty();
        m_id->setText(row->api);
        m_title->setText(titleOf(row->object));
        m_version->setText(m_numbered ? row->version : m_book.nextVersion(row->api));
        m_answer->setCurrentIndex(std::max(0, m_answer->findData(memberText(definition, "answer"))));
        m_access->setCurrentIndex(std::max(0, m_access->findData(memberText(row->object, "access"))));
        m_team->setCurrentIndex(std::max(0, m_team->findData(row->team)));
        m_listed->setChecked(row->object.value(QLatin1String("listed")).toBool(true));
        QStringList models;
        const auto named = definition.value(QLatin1String("models")).toArray();
        for (const auto& name : named)
            models.append(name.toString());
        const auto used = memberText(definition, row->kind == QLatin1String("chain") ? "chain" : "prompt");
        m_source->choose(row->kind, row->kind == QLatin1String("model") ? models.join(QStringLiteral(", "))
                                    : start.used.isEmpty()              ? used
                                                                        : start.used);
        m_source->setKindFixed(true);
        fillPlans();
    }
    showKind();
    propose();
}

void PublishDialog::fillTeams() {
    const auto before = m_team->currentData().toString();
    m_team->clear();
    m_team->addItem(tr("The organisation"), QString());
    const auto teams = m_book.teams();
    for (const auto& team : teams)
        m_team->addItem(team, team);
    const auto wanted = before.isEmpty() ? memberText(standing(), "team") : before;
    m_team->setCurrentIndex(std::max(0, m_team->findData(wanted)));
}

void PublishDialog::fillPlans() {
    auto chosen = plans();
    if (m_plans->count() == 0)
        chosen = m_book.api(m_start.api).value(QLatin1String("plans")).toArray();
    const QSignalBlocker quiet(m_plans);
    m_plans->clear();
    const QLocale locale;
    for (const auto& plan : m_book.plans().items()) {
        const auto price = priceText(locale, plan);
        auto* item = new QListWidgetItem(tr("%1: %2", "a plan, its price").arg(titleOf(plan), price), m_plans);
        item->setData(Qt::UserRole, memberText(plan, "id"));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(chosen.contains(memberText(plan, "id")) ? Qt::Checked : Qt::Unchecked);
    }
}

QJsonArray PublishDialog::plans() const {
    QJsonArray ids;
    for (int i = 0; i < m_plans->count(); ++i) {
        if (m_plans->item(i)->checkState() == Qt::Checked)
            ids.append(m_plans->item(i)->data(Qt::UserRole).toString());
    }
    return ids;
}

// The name of what is published, until the person gives another; the next version of an API that is there.
void PublishDialog::propose() {
    const auto source =
        m_source->kind() == QLatin1String("model") && m_source->models().isEmpty() ? QString() : m_source->id();
    if (!m_named) {
        auto id = source.toLower();
        id.replace(QRegularExpression(QStringLiteral("[^a-z0-9._-]+")), QStringLiteral("-"));
        m_id->setText(id);
        m_title->setText(source);
    }
    showReview();
}

void PublishDialog::showKind() {
    const bool shaped = m_source->kind() != QLatin1String("model");
    form().setFieldVisible(QStringLiteral("answer"), shaped);
}

// What a name that is taken would lead to: another version of the same API, where it is of the same kind.
QString PublishDialog::idFault() const {
    const auto id = m_id->text().trimmed();
    if (!matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", id))
        return tr("A name has letters, digits, “.”, “_” and “-”, at most 64.");
    const auto kind = memberText(m_book.api(id), "kind");
    return kind.isEmpty() || kind == m_source->kind() ? QString()
                                                      : tr("/apis/%1 is taken by an API of another kind.").arg(id);
}

QString PublishDialog::versionFault() const {
    const auto version = m_version->text().trimmed();
    if (!matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$", version) || version == QLatin1String("latest"))
        return tr("A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.");
    const auto id = m_id->text().trimmed();
    return m_saved.isEmpty() && !isNew(id, version) ? tr("/apis/%1/%2 is taken.").arg(id, version) : QString();
}

bool PublishDialog::isNew(const QString& api, const QString& version) const {
    if (api == m_start.api && version == m_start.version)
        return true; // the one that is changed
    const auto* row = m_book.find(QString(api + u'/' + version));
    return row == nullptr;
}

void PublishDialog::rename() {
    const auto id = m_id->text().trimmed();
    const bool sameKind = memberText(m_book.api(id), "kind") == m_source->kind();
    if (sameKind) {
        m_version->setText(m_book.nextVersion(id));
    } else {
        m_named = true;
        m_id->setText(m_book.freeId(id));
    }
    form().setFault(QStringLiteral("id"), {});
    form().setFault(QStringLiteral("version"), {});
}

QJsonObject PublishDialog::standing() const {
    return m_saved.isEmpty() ? m_book.api(m_id->text().trimmed()) : m_saved;
}

// The version as it stands; empty: a new one.
QJsonObject PublishDialog::versionNow() const {
    const auto versions = standing().value(QLatin1String("versions")).toArray();
    for (const auto& value : versions) {
        if (memberText(value.toObject(), "version") == m_version->text().trimmed())
            return value.toObject();
    }
    return {};
}

QJsonObject PublishDialog::wanted() const {
    auto api = standing();
    api.insert(QLatin1String("id"), m_id->text().trimmed());
    api.insert(QLatin1String("kind"), m_source->kind());
    const auto put = [&api](const char* name, const QString& text) {
        if (text.isEmpty())
            api.remove(QLatin1String(name));
        else
            api.insert(QLatin1String(name), text);
    };
    put("title", m_title->text().trimmed());
    put("team", m_team->currentData().toString());
    api.insert(QLatin1String("access"), m_access->currentData().toString());
    const bool planned = m_access->currentData().toString() == QLatin1String("subscription");
    if (const auto ids = planned ? plans() : QJsonArray(); !ids.isEmpty() || api.contains(QLatin1String("plans")))
        api.insert(QLatin1String("plans"), ids);
    api.insert(QLatin1String("listed"), m_listed->isChecked());
    auto version = versionNow();
    const bool added = version.isEmpty();
    version.insert(QLatin1String("version"), m_version->text().trimmed());
    auto definition = definitionOf(version);
    m_source->applyTo(definition);
    if (m_source->kind() == QLatin1String("model"))
        definition.remove(QLatin1String("answer"));
    else
        definition.insert(QLatin1String("answer"), m_answer->currentData().toString());
    version.insert(QLatin1String("definition"), definition);
    QJsonArray versions;
    const auto before = api.value(QLatin1String("versions")).toArray();
    for (const auto& value : before) {
        const bool same = memberText(value.toObject(), "version") == memberText(version, "version");
        versions.append(same ? QJsonValue(version) : value);
    }
    if (added)
        versions.append(version);
    api.insert(QLatin1String("versions"), versions);
    return api;
}

} // namespace gatehouse::ui
