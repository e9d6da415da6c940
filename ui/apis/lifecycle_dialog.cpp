// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/lifecycle_dialog.h"

#include "ui/apis/api_words.h"
#include "ui/changes/difference_table.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDateEdit>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>

namespace gatehouse::ui {
namespace {

constexpr int usualDays = 90; // of notice, before a version ends
constexpr int longestNote = 500;

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ApiLife)
};

QString titleFor(LifeStep step, const QString& name) {
    switch (step) {
    case LifeStep::Submit:
        return Words::tr("Submit %1 for review", "an API's version").arg(name);
    case LifeStep::Publish:
        return Words::tr("Publish %1", "an API's version").arg(name);
    case LifeStep::SendBack:
        return Words::tr("Send %1 back", "an API's version").arg(name);
    case LifeStep::Deprecate:
        return Words::tr("Deprecate %1", "an API's version").arg(name);
    case LifeStep::Retire:
        return Words::tr("Retire %1", "an API's version").arg(name);
    case LifeStep::RollBack:
        break;
    }
    return Words::tr("Roll %1 back", "an API's version").arg(name);
}

QString verbOf(LifeStep step) {
    switch (step) {
    case LifeStep::Submit:
        return Words::tr("Submit");
    case LifeStep::Publish:
        return Words::tr("Publish");
    case LifeStep::SendBack:
        return Words::tr("Send back");
    case LifeStep::Deprecate:
        return Words::tr("Deprecate");
    case LifeStep::Retire:
        return Words::tr("Retire");
    case LifeStep::RollBack:
        break;
    }
    return Words::tr("Roll back");
}

QString meaningOf(LifeStep step) {
    switch (step) {
    case LifeStep::Submit:
        return Words::tr("Whoever may publish is asked to look at it. Nothing changes for callers.");
    case LifeStep::Publish:
        return Words::tr("From the next call on, callers get this.");
    case LifeStep::SendBack:
        return Words::tr("It becomes a design again, with your note for its author.");
    case LifeStep::Deprecate:
        return Words::tr("It goes on answering, and tells callers in each answer when it ends and what follows.");
    case LifeStep::Retire:
        return Words::tr("Every further call is refused with 410. It cannot be published again.");
    case LifeStep::RollBack:
        break;
    }
    return Words::tr("From the next call on, callers get the release before again.");
}

} // namespace

QString wordOf(LifeStep step) {
    static const QStringList words{QStringLiteral("submit"),    QStringLiteral("publish"), QStringLiteral("send_back"),
                                   QStringLiteral("deprecate"), QStringLiteral("retire"),  QStringLiteral("roll_back")};
    return words[static_cast<int>(step)];
}

bool isPossible(LifeStep step, const ApiRow& row) {
    const auto& state = row.state;
    const bool designed = state == QLatin1String("designed");
    const bool published = state == QLatin1String("published");
    const bool deprecated = state == QLatin1String("deprecated");
    switch (step) {
    case LifeStep::Submit:
        return designed;
    case LifeStep::Publish:
        return state != QLatin1String("retired");
    case LifeStep::SendBack:
        return state == QLatin1String("in_review");
    case LifeStep::Deprecate:
        return published;
    case LifeStep::Retire:
        return published || deprecated;
    case LifeStep::RollBack:
        break;
    }
    return (published || deprecated) && row.spec.value(QLatin1String("live")).toInteger() > 1;
}

LifecycleDialog::LifecycleDialog(Console& console, const ApiBook& book, const ApiRow& row, LifeStep step,
                                 QWidget* parent, std::function<void()> done)
    : FormDialog(console.theme, titleFor(step, row.key), verbOf(step), parent), m_console(console), m_book(book),
      m_row(row), m_step(step), m_done(std::move(done)) {
    setObjectName(QStringLiteral("lifecycleDialog"));
    form().addWide(plainLabel(meaningOf(step), "secondary"));
    if (step == LifeStep::Deprecate)
        makeDates();
    if (step == LifeStep::Publish || step == LifeStep::Submit || step == LifeStep::RollBack)
        makeReview();
    if (step == LifeStep::Retire) {
        const QLocale locale;
        form().addWide(plainLabel(tr("%n application(s) are subscribed to %1.", nullptr, row.subscribers).arg(row.api),
                                  "impact", "lifecycleImpact"));
        m_typed = new QLineEdit;
        form().addField(QStringLiteral("typed"), tr("Its name"), m_typed,
                        tr("Type “%1”, to be sure which one it is.").arg(row.key), [this] { return typedFault(); });
    }
    m_note = new QLineEdit;
    m_note->setMaxLength(longestNote);
    form().addField(QStringLiteral("note"), tr("Note"), m_note, {}, [this] {
        return m_step == LifeStep::SendBack && m_note->text().trimmed().isEmpty() ? tr("Say what is to be mended.")
                                                                                  : QString();
    });
    setSave([this] { save(); });
    (m_typed != nullptr ? m_typed : m_note)->setFocus();
}

void LifecycleDialog::makeDates() {
    m_sunset = new QDateEdit(QDate::currentDate().addDays(usualDays));
    m_sunset->setCalendarPopup(true);
    m_sunset->setMinimumDate(QDate::currentDate());
    form().addField(QStringLiteral("sunset"), tr("Ends on"), m_sunset,
                    tr("Callers read it in the header Sunset. Retire it then."), [this] { return sunsetFault(); });
    m_successor = new QComboBox;
    m_successor->addItem(tr("None"), QString());
    for (const auto& other : m_book.versionsOf(m_row.api)) {
        if (other.version != m_row.version && other.state == QLatin1String("published"))
            m_successor->addItem(tr("Version %1").arg(other.version), other.version);
    }
    m_successor->setCurrentIndex(m_successor->count() - 1);
    form().addField(QStringLiteral("successor"), tr("Followed by"), m_successor);
}

void LifecycleDialog::makeReview() {
    form().addSection(tr("What changes"));
    m_reviewed = plainLabel(tr("Comparing…"), "secondary", "lifecycleReviewed");
    form().addWide(m_reviewed);
    m_review = new DifferenceTable(m_console.theme);
    m_review->setObjectName(QStringLiteral("lifecycleReview"));
    form().addWide(m_review);
    if (m_step == LifeStep::RollBack) {
        const auto earlier = earlierRelease();
        showDifference(liveDefinition(m_row.spec), definitionOf(earlier));
        m_reviewed->setText(tr("Release %1 takes the place of release %2.")
                                .arg(earlier.value(QLatin1String("number")).toInteger())
                                .arg(m_row.spec.value(QLatin1String("live")).toInteger()));
        return;
    }
    m_console.client.get(m_row.address(QStringLiteral("diff")), {}, this, [this](const Reply& reply) {
        const auto told = reply.object();
        if (reply.ok() && told.contains(QLatin1String("after")))
            showDifference(told.value(QLatin1String("before")).toObject(),
                           told.value(QLatin1String("after")).toObject());
        else
            showDifference(liveDefinition(m_row.spec), definitionOf(m_row.spec));
    });
}

void LifecycleDialog::showDifference(const QJsonObject& before, const QJsonObject& after) {
    m_reviewed->setText(before.isEmpty() ? tr("Nothing of this version is live yet. This is what will be:")
                                         : tr("Beside what is live now:"));
    m_review->show(before, after);
}

// The newest release before the one that is live.
QJsonObject LifecycleDialog::earlierRelease() const {
    const auto live = m_row.spec.value(QLatin1String("live")).toInteger();
    QJsonObject found;
    const auto releases = m_row.spec.value(QLatin1String("releases")).toArray();
    for (const auto& value : releases) {
        const auto release = value.toObject();
        const auto number = release.value(QLatin1String("number")).toInteger();
        if (number < live && number > found.value(QLatin1String("number")).toInteger())
            found = release;
    }
    return found;
}

QString LifecycleDialog::sunsetFault() const {
    return m_sunset->date() <= QDate::currentDate() ? tr("Give callers time: choose a later day.") : QString();
}

QString LifecycleDialog::typedFault() const {
    return m_typed->text().trimmed() == m_row.key ? QString() : tr("That is not its name.");
}

void LifecycleDialog::save() {
    QJsonObject body;
    if (const auto note = m_note->text().trimmed(); !note.isEmpty())
        body.insert(QStringLiteral("note"), note);
    if (m_sunset != nullptr) {
        body.insert(QStringLiteral("sunset"), m_sunset->date().startOfDay().toUTC().toString(Qt::ISODate));
        if (const auto next = m_successor->currentData().toString(); !next.isEmpty())
            body.insert(QStringLiteral("successor"), next);
    }
    m_console.client.send(GatewayClient::Verb::Post, m_row.address(wordOf(m_step)), body, this,
                          [this](const Reply& reply) {
                              if (!reply.ok()) {
                                  failed(reply.problem());
                                  return;
                              }
                              const auto done = m_done;
                              succeeded();
                              done();
                          });
}

} // namespace gatehouse::ui
