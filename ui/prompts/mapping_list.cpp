// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/mapping_list.h"

#include "ui/playground/growing_edit.h"
#include "ui/prompts/chain_words.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

const QString fromPlace = QStringLiteral("value");
const QString fromText = QStringLiteral("text");
const QString fromJson = QStringLiteral("json");

} // namespace

void MappingModel::put(const QJsonArray& sources) {
    QVector<MappingRow> rows;
    for (const auto& value : sources)
        rows.append({value.toObject().value(QLatin1String("name")).toString(), value.toObject()});
    putRows(std::move(rows), &MappingRow::name);
}

QJsonArray MappingModel::sources() const {
    QJsonArray sources;
    for (const auto& row : m_rows)
        sources.append(row.source);
    return sources;
}

QString MappingModel::title(int column) const {
    return column == Name ? tr("Name") : tr("Comes from");
}

QString MappingModel::textAt(const MappingRow& row, int column) const {
    return column == Name ? row.name : sourceText(row.source);
}

MappingDialog::MappingDialog(const Theme& theme, const QJsonObject& source, const QStringList& taken,
                             const QStringList& places, QWidget* parent)
    : FormDialog(theme, source.isEmpty() ? tr("Add a value") : tr("Value"), source.isEmpty() ? tr("Add") : tr("Apply"),
                 parent),
      m_name(new QLineEdit(source.value(QLatin1String("name")).toString())), m_kind(new QComboBox),
      m_place(new QComboBox), m_text(new GrowingEdit(3, 10)), m_json(new GrowingEdit(2, 10)) {
    setObjectName(QStringLiteral("mappingDialog"));
    m_kind->addItem(tr("A place in what stands so far"), fromPlace);
    m_kind->addItem(tr("A text made of it"), fromText);
    m_kind->addItem(tr("A constant"), fromJson);
    m_place->setEditable(true);
    m_place->addItems(places);
    m_place->setCurrentText(source.value(fromPlace).toString());
    m_text->setPlainText(source.value(fromText).toString());
    if (source.contains(fromJson))
        m_json->setPlainText(compactJson(source.value(fromJson)));
    for (const auto& kind : {fromText, fromJson}) {
        if (source.contains(kind))
            m_kind->setCurrentIndex(m_kind->findData(kind));
    }
    form().addField(QStringLiteral("name"), tr("Name"), m_name, {}, [this, taken] {
        const auto name = m_name->text().trimmed();
        if (name.isEmpty())
            return tr("Write a name.");
        return taken.contains(name) ? tr("Another value has this name.") : QString();
    });
    form().addField(QStringLiteral("from"), tr("Comes from"), m_kind);
    form().addField(fromPlace, tr("Place"), m_place, tr("A JSON pointer: /inputs/NAME, or /STEP/NAME."), [this] {
        const bool right = m_kind->currentData() != fromPlace || m_place->currentText().trimmed().startsWith(u'/');
        return right ? QString() : tr("It begins with /inputs/ or with / and a step's id.");
    });
    form().addField(fromText, tr("Text"), m_text, tr("Mustache: {{inputs.NAME}}, {{STEP.NAME}}."));
    form().addField(fromJson, tr("Constant"), m_json, tr("JSON: a number, \"a text\", a list, an object."), [this] {
        const bool right = m_kind->currentData() != fromJson || !jsonValue(m_json->toPlainText()).isUndefined();
        return right ? QString() : tr("This is no JSON. Texts stand in quotation marks.");
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, &MappingDialog::showKind);
    showKind();
    setSave([this] {
        Q_EMIT chosen(this->source());
        succeeded();
    });
}

void MappingDialog::showKind() {
    for (const auto& kind : {fromPlace, fromText, fromJson})
        form().setFieldVisible(kind, m_kind->currentData() == kind);
}

QJsonObject MappingDialog::source() const {
    QJsonObject made{{QStringLiteral("name"), m_name->text().trimmed()}};
    const auto kind = m_kind->currentData().toString();
    if (kind == fromPlace)
        made.insert(kind, m_place->currentText().trimmed());
    else if (kind == fromText)
        made.insert(kind, m_text->toPlainText());
    else
        made.insert(kind, jsonValue(m_json->toPlainText()));
    return made;
}

MappingList::MappingList(const Theme& theme, const QString& name, const NamedList::Words& words, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(new MappingModel(this)) {
    auto* list = new NamedList(theme, name, words, m_model, {140, 0});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(list);
    connect(list, &NamedList::addPressed, this, [this] { edit(-1); });
    connect(list, &NamedList::editPressed, this, &MappingList::edit);
    connect(list, &NamedList::removePressed, this, [this](int row) {
        auto now = sources();
        now.removeAt(row);
        put(now);
        Q_EMIT edited();
    });
}

void MappingList::edit(int row) {
    const auto before = sources();
    QStringList taken;
    for (int i = 0; i < before.size(); ++i) {
        if (i != row)
            taken.append(before[i].toObject().value(QLatin1String("name")).toString());
    }
    const auto source = row < 0 ? QJsonObject() : before[row].toObject();
    auto* dialog = new MappingDialog(m_theme, source, taken, m_places, this);
    connect(dialog, &MappingDialog::chosen, this, [this, row](const QJsonObject& made) {
        auto now = sources();
        if (row < 0)
            now.append(made);
        else
            now[row] = made;
        put(now);
        Q_EMIT edited();
    });
    dialog->open();
}

} // namespace gatehouse::ui
