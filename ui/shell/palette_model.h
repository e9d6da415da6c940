// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QIcon>
#include <QString>
#include <QStringList>
#include <functional>
#include <vector>

namespace gatehouse::ui {

// Something that Ctrl+K can do or open.
struct PaletteItem {
    enum class Kind { Action, View, Setting, Object, Request };
    Kind kind = Kind::Action;
    QString key; // stable, for what was used lately
    QString title;
    QString note;  // what it is, or why it cannot be done
    QString words; // found by these too
    QString keys;  // its shortcut
    QIcon icon;
    bool possible = true;
    std::function<void()> run;
};

// How well the letters of "typed" stand, in order, in "text": higher is better, negative where they do not.
int fuzzyScore(const QString& typed, const QString& text);

// What fits the words typed, best first; what was used lately stands higher, and first of all before anything is typed.
// ">" leaves commands only, "@" objects, "#" calls by their request id.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { NoteRole = Qt::UserRole, KeysRole, PossibleRole };

    explicit PaletteModel(QObject* parent = nullptr);
    void setItems(std::vector<PaletteItem> items);
    void setFound(std::vector<PaletteItem> items); // that were looked up for the text typed, such as calls
    void setTyped(const QString& typed);
    const QString& typed() const { return m_typed; }
    const PaletteItem* itemAt(int row) const;
    void used(const PaletteItem& item); // kept in the settings

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void sort();
    int score(const PaletteItem& item, const QString& words) const;
    bool isWanted(const PaletteItem& item) const;

    std::vector<PaletteItem> m_items;
    std::vector<PaletteItem> m_found;
    std::vector<const PaletteItem*> m_fitting;
    QStringList m_recent; // newest first
    QString m_typed;
};

} // namespace gatehouse::ui
