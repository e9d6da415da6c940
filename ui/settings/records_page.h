// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings_page.h"

#include <QHash>
#include <QJsonObject>

class QComboBox;
class QLabel;

namespace gatehouse::ui {

class RecordJobRow;

// What the gateway keeps of calls and for how long, what that takes on the disk, and work on it.
class RecordsPage : public SettingsPage {
    Q_OBJECT

public:
    explicit RecordsPage(Console& console);
    void refresh() override;
    bool canReset() const override { return true; }
    void reset() override;

private:
    struct Field {
        SettingRow* row = nullptr;
        QComboBox* box = nullptr;
    };
    void addBodies();
    void addKeeping();
    void addStore();
    void addField(const QString& name, const QString& title, const QString& hint, const QStringList& values);
    QString textOf(const QString& name, const QString& value) const;
    QString standing(const QString& name) const; // "keep.calls"
    void show();
    void change(const QString& name, const QString& value);
    void submit(const QString& title, const QJsonObject& after, const QString& field);
    void take(const Reply& reply);
    void tell(const QString& fault);

    QHash<QString, Field> m_fields;
    QJsonObject m_records;
    QByteArray m_etag;
    QLabel* m_fault;
    QLabel* m_use = nullptr;
    RecordJobRow* m_vacuum = nullptr;
    RecordJobRow* m_rebuild = nullptr;
};

} // namespace gatehouse::ui
