// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/named_list.h"
#include "ui/widgets/form_dialog.h"
#include "ui/widgets/table_rows.h"

#include <QJsonArray>
#include <QJsonObject>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace gatehouse::ui {

struct MappingRow {
    QString name;
    QJsonObject source;
};

// What a step is given, or a chain answers: names and where each value comes from. UI thread.
class MappingModel : public TableRows<MappingRow> {
    Q_OBJECT

public:
    enum Column { Name, Source, ColumnCount };

    explicit MappingModel(QObject* parent) : TableRows(ColumnCount, parent) {}
    void put(const QJsonArray& sources);
    QJsonArray sources() const;

private:
    QString title(int column) const override;
    QString textAt(const MappingRow& row, int column) const override;
};

// One value: a place in what stands so far, a text made of it, or a constant. The dialog is "mappingDialog".
class MappingDialog : public FormDialog {
    Q_OBJECT

public:
    // places: what there is to point to: "/inputs/text", "/mood".
    MappingDialog(const Theme& theme, const QJsonObject& source, const QStringList& taken, const QStringList& places,
                  QWidget* parent);

Q_SIGNALS:
    void chosen(const QJsonObject& source);

private:
    void showKind();
    QJsonObject source() const;

    QLineEdit* m_name;
    QComboBox* m_kind;
    QComboBox* m_place;
    QPlainTextEdit* m_text;
    QPlainTextEdit* m_json;
};

// The table of values with its buttons and dialog.
class MappingList : public QWidget {
    Q_OBJECT

public:
    MappingList(const Theme& theme, const QString& name, const NamedList::Words& words, QWidget* parent = nullptr);

    void setPlaces(const QStringList& places) { m_places = places; }
    void put(const QJsonArray& sources) { m_model->put(sources); } // without a word of edited()
    QJsonArray sources() const { return m_model->sources(); }

Q_SIGNALS:
    void edited();

private:
    void edit(int row); // -1: a new one

    const Theme& m_theme;
    MappingModel* m_model;
    QStringList m_places;
};

} // namespace gatehouse::ui
