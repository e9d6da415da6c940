// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/key_list_edit.h"
#include "ui/providers/provider_catalogue.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonObject>
#include <QStringList>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

class ConnectionFields;
class CredentialFields;
class PlaceFields;
class TestPanel;

// The form of a provider: the fields that its dialect needs, what is seldom touched folded away, and a live test of
// what stands in it before anything is saved. Typed keys are put into the gateway's key chain or vault when the
// provider is saved, and the provider then names them.
class ProviderDialog : public FormDialog {
    Q_OBJECT

public:
    // A new provider from a preset; "taken" are the ids that stand.
    ProviderDialog(Console& console, const CatalogueEntry& preset, const QStringList& taken, QWidget* parent);
    // One that stands. "preset" may be null.
    ProviderDialog(Console& console, const QJsonObject& provider, const CatalogueEntry* preset, QWidget* parent);

    void focusKeys();

Q_SIGNALS:
    // "test" is the result of the last test that went well, or empty.
    void saved(const QString& id, const QJsonObject& test);

protected:
    void done(int result) override;

private:
    ProviderDialog(Console& console, const QString& title, const QString& verb, QWidget* parent);
    void build(const CatalogueEntry* preset);
    void addName();
    void addAddress(const CatalogueEntry* preset);
    void addKeys(const CatalogueEntry* preset);
    void addTest();
    void fill(const QJsonObject& provider);
    QString nameFault() const;
    QString addressFault() const;
    QString keysFault() const;
    QVector<KeyEntry> entries() const; // of the list of keys, or what stands in its place
    void setKept(int entry, const QString& reference);
    void showKeys();
    void showAddress();
    QString dialect() const;
    QJsonObject body() const; // with the keys that are references already
    void test();
    void testEntry(int entry);
    void takeTest(int entry, const Reply& reply);
    void placeVerdict(const QJsonObject& test);
    void endTest();
    void showWhole();
    void save();
    void keepNextKey();
    void keepSecret(const QString& secret, const QString& ending, const QString& field,
                    std::function<void(const QString& reference)> kept);
    void submit();

    Console& m_console;
    QJsonObject m_before; // empty: a new one
    QString m_preset;
    QString m_presetDialect;
    bool m_needsBaseUrl = false;
    bool m_namesDialect = false; // another than the preset's
    bool m_keyOptional = false;
    QStringList m_taken;
    QStringList m_keptNow; // secrets that this dialog put
    QLineEdit* m_id = nullptr;
    QLineEdit* m_baseUrl = nullptr;
    QComboBox* m_dialect = nullptr;
    QLineEdit* m_version = nullptr;
    PlaceFields* m_places = nullptr;
    CredentialFields* m_credentials = nullptr;
    KeyListEdit* m_keys = nullptr;
    ConnectionFields* m_connection = nullptr;
    TestPanel* m_result = nullptr;
    QPushButton* m_test = nullptr;
    QJsonObject m_lastTest;
    quint64 m_round = 0; // of tests: what was edited meanwhile is not judged by an old answer
};

} // namespace gatehouse::ui
