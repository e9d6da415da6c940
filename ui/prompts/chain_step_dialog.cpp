// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_step_dialog.h"

#include "ui/prompts/chain_words.h"
#include "ui/prompts/mapping_list.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {
namespace {

const QString always = QStringLiteral("always");
const QString equals = QStringLiteral("equals");
const QString oneOf = QStringLiteral("in");
const QString isThere = QStringLiteral("there");
const QString isNotThere = QStringLiteral("not_there");

QStringList partsOf(const QString& words) {
    QStringList parts;
    for (const auto& part : words.split(u',')) {
        if (const auto word = part.trimmed(); !word.isEmpty())
            parts.append(word);
    }
    return parts;
}

} // namespace

ChainStepDialog::ChainStepDialog(const Theme& theme, const QJsonObject& step, Around around, QWidget* parent)
    : FormDialog(theme,
                 step.isEmpty() ? tr("Add a step") : tr("Step %1").arg(step.value(QLatin1String("id")).toString()),
                 step.isEmpty() ? tr("Add") : tr("Apply"), parent),
      m_around(std::move(around)), m_before(step), m_id(new QLineEdit), m_kind(new QComboBox), m_use(new QComboBox),
      m_input(new MappingList(theme, QStringLiteral("stepInput"),
                              {tr("What the step is given"), tr("Add value"), tr("Edit"), tr("Remove"),
                               tr("A prompt is given its variables; a model prompt, system or messages.")})),
      m_test(new QComboBox), m_place(new QComboBox), m_wanted(new QLineEdit), m_after(new QLineEdit),
      m_timeout(new QLineEdit), m_optional(new QCheckBox(tr("The chain goes on where it fails"))) {
    setObjectName(QStringLiteral("chainStepDialog"));
    for (const auto& kind : stepKinds())
        m_kind->addItem(stepKindText(kind), kind);
    m_use->setEditable(true);
    m_use->setMinimumContentsLength(24);
    m_input->setPlaces(m_around.places);
    m_place->setEditable(true);
    m_place->addItems(m_around.places);
    addFields();
    addWhen();
    fill(step);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ChainStepDialog::showKind);
    connect(m_test, &QComboBox::currentIndexChanged, this, &ChainStepDialog::showWhen);
    connect(m_input, &MappingList::edited, &form(), &Form::edited);
    setSave([this] {
        Q_EMIT chosen(this->step());
        succeeded();
    });
}

void ChainStepDialog::addFields() {
    form().addField(QStringLiteral("id"), tr("Id"), m_id, tr("Later steps read its answer at /ID."),
                    [this] { return idFault(); });
    form().addField(QStringLiteral("kind"), tr("Kind"), m_kind);
    form().addField(QStringLiteral("use"), tr("Calls"), m_use, {}, [this] {
        return m_use->currentText().trimmed().isEmpty() ? tr("Choose what the step calls.") : QString();
    });
    form().addSection(tr("What it is given"));
    form().addWide(m_input);
}

void ChainStepDialog::addWhen() {
    m_test->addItem(tr("Always"), always);
    m_test->addItem(tr("A value is"), equals);
    m_test->addItem(tr("A value is one of"), oneOf);
    m_test->addItem(tr("A value is there"), isThere);
    m_test->addItem(tr("A value is not there"), isNotThere);
    form().addSection(tr("When it runs"));
    form().addField(QStringLiteral("test"), tr("Runs"), m_test);
    form().addField(
        QStringLiteral("when"), tr("Place"), m_place, tr("A JSON pointer: /inputs/NAME, or /STEP/NAME."), [this] {
            const bool right = m_test->currentData() == always || m_place->currentText().trimmed().startsWith(u'/');
            return right ? QString() : tr("It begins with /inputs/ or with / and a step's id.");
        });
    form().addField(QStringLiteral("wanted"), tr("Is"), m_wanted, tr("JSON; of several, parted by commas."), [this] {
        const auto test = m_test->currentData();
        if (test == equals)
            return jsonValue(m_wanted->text()).isUndefined() ? tr("Write one JSON value, such as \"angry\" or 3.")
                                                             : QString();
        const bool right = test != oneOf || jsonValue(u'[' + m_wanted->text() + u']').toArray().size() > 0;
        return right ? QString() : tr("Write JSON values parted by commas, such as \"angry\", \"sad\".");
    });
    form().addField(QStringLiteral("after"), tr("After"), m_after,
                    tr("Steps that must have ended, parted by commas. Those that it reads are waited for anyway."),
                    [this] { return afterFault(); });
    form().addField(QStringLiteral("timeout"), tr("Takes at most"), m_timeout, tr("Such as 10s or 2m."), [this] {
        static const QRegularExpression right(QStringLiteral("^([0-9]{1,6}(ms|s|m|h))?$"));
        return right.match(m_timeout->text().trimmed()).hasMatch() ? QString()
                                                                   : tr("Write a number and s or m, such as 10s.");
    });
    form().addField(QStringLiteral("optional"), QString(), m_optional);
}

QString ChainStepDialog::idFault() const {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]{0,63}$"));
    const auto id = m_id->text().trimmed();
    if (!right.match(id).hasMatch())
        return tr("Begin with a letter; then letters, digits and _ only, 64 at most.");
    if (id == QLatin1String("inputs"))
        return tr("“inputs” is what the chain is given. Take another id.");
    return m_around.taken.contains(id) ? tr("Another step has this id.") : QString();
}

QString ChainStepDialog::afterFault() const {
    for (const auto& id : after()) {
        if (!m_around.taken.contains(id))
            return tr("There is no other step “%1”.").arg(id);
    }
    return {};
}

QStringList ChainStepDialog::after() const {
    return partsOf(m_after->text());
}

void ChainStepDialog::fill(const QJsonObject& step) {
    m_id->setText(step.value(QLatin1String("id")).toString());
    m_kind->setCurrentIndex(
        std::max(0, m_kind->findData(step.value(QLatin1String("kind")).toString(QStringLiteral("prompt")))));
    showKind();
    m_use->setCurrentText(step.value(QLatin1String("use")).toString());
    m_input->put(step.value(QLatin1String("input")).toArray());
    QStringList after;
    for (const auto& value : step.value(QLatin1String("after")).toArray())
        after.append(value.toString());
    m_after->setText(after.join(QStringLiteral(", ")));
    m_timeout->setText(step.value(QLatin1String("timeout")).toString());
    m_optional->setChecked(step.value(QLatin1String("optional")).toBool());
    fillWhen(step.value(QLatin1String("when")).toObject());
    showWhen();
}

void ChainStepDialog::fillWhen(const QJsonObject& when) {
    m_place->setCurrentText(when.value(QLatin1String("value")).toString());
    auto test = when.isEmpty() ? always : isThere;
    if (when.contains(equals)) {
        test = equals;
        m_wanted->setText(compactJson(when.value(equals)));
    } else if (const auto in = when.value(oneOf).toArray(); !in.isEmpty()) {
        test = oneOf;
        const auto list = compactJson(in);
        m_wanted->setText(list.mid(1, list.size() - 2));
    } else if (!when.value(QLatin1String("exists")).toBool(true)) {
        test = isNotThere;
    }
    m_test->setCurrentIndex(m_test->findData(test));
}

void ChainStepDialog::showKind() {
    const auto kind = m_kind->currentData().toString();
    const auto written = m_use->currentText();
    m_use->clear();
    m_use->addItems(m_around.uses.value(kind));
    m_use->setCurrentText(written);
    const QHash<QString, QString> hints{
        {QStringLiteral("prompt"), tr("A prompt at a label or version: sentiment@production.")},
        {QStringLiteral("model"), tr("A route, or provider/model.")},
        {QStringLiteral("tensor"), tr("A model of a KServe server.")},
        {QStringLiteral("api"), tr("A published API and its version: mood/1.")}};
    form().setHint(QStringLiteral("use"), hints.value(kind));
}

void ChainStepDialog::showWhen() {
    const auto test = m_test->currentData().toString();
    form().setFieldVisible(QStringLiteral("when"), test != always);
    form().setFieldVisible(QStringLiteral("wanted"), test == equals || test == oneOf);
}

QJsonObject ChainStepDialog::when() const {
    const auto test = m_test->currentData().toString();
    if (test == always)
        return {};
    QJsonObject made{{QStringLiteral("value"), m_place->currentText().trimmed()}};
    if (test == equals)
        made.insert(equals, jsonValue(m_wanted->text()));
    else if (test == oneOf)
        made.insert(oneOf, jsonValue(u'[' + m_wanted->text() + u']').toArray());
    else
        made.insert(QStringLiteral("exists"), test == isThere);
    return made;
}

QJsonObject ChainStepDialog::step() const {
    auto made = m_before;
    const auto put = [&made](const char* name, const QJsonValue& value, bool wanted) {
        if (wanted)
            made.insert(QLatin1String(name), value);
        else
            made.remove(QLatin1String(name));
    };
    put("id", m_id->text().trimmed(), true);
    put("kind", m_kind->currentData().toString(), true);
    put("use", m_use->currentText().trimmed(), true);
    put("input", m_input->sources(), !m_input->sources().isEmpty());
    put("after", QJsonArray::fromStringList(after()), !after().isEmpty());
    put("when", when(), !when().isEmpty());
    put("timeout", m_timeout->text().trimmed(), !m_timeout->text().trimmed().isEmpty());
    put("optional", true, m_optional->isChecked());
    return made;
}

} // namespace gatehouse::ui
