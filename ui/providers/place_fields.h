// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QStringList>

class QLabel;
class QLineEdit;

namespace gatehouse::ui {

class Form;
struct CatalogueEntry;

// What stands in braces in a preset's address (region, resource, project …) as fields, with the address that comes of
// it below them.
class PlaceFields : public QObject {
    Q_OBJECT

public:
    // Adds the fields to the form, which then owns this. "preset" may be null: there are none.
    PlaceFields(Form& form, const CatalogueEntry* preset);

    bool any() const { return !m_names.isEmpty(); }
    void focusFirst();
    void fill(const QJsonObject& provider);
    // "places", unless an address of the person's own takes their place.
    void write(QJsonObject& provider) const;
    // The address that the person gave instead; empty: none.
    void setOwnAddress(const QString& address);
    QString address() const;                                 // with the braces of what is still missing
    void suggest(const QString& place, const QString& text); // where nothing stands there yet

private:
    void showAddress();
    QString faultOf(const QString& name) const;

    Form& m_form;
    QString m_pattern; // the preset's address
    QStringList m_names;
    QHash<QString, QLineEdit*> m_edits;
    QLabel* m_shown = nullptr;
    QString m_own;
};

} // namespace gatehouse::ui
