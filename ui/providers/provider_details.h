// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/provider_model.h"
#include "ui/widgets/console.h"

#include <QFrame>
#include <QJsonArray>
#include <QJsonObject>

class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace gatehouse::ui {

class ModelList;
class TestPanel;

// What the gateway keeps of a secret: never more than this comes back.
struct SecretFacts {
    QString lastFour;
    QDateTime date;
};

// One provider beside the table: how it is, its keys, its models, what went wrong lately, where it is used.
class ProviderDetails : public QFrame {
    Q_OBJECT

public:
    ProviderDetails(Console& console, const ProviderModel& model, QWidget* parent = nullptr);

    void show(const QString& provider); // starts over where that is another one
    void refresh();                     // of the same one: its row has changed
    void setSecrets(const QHash<QString, SecretFacts>& secrets);
    void setRoutes(const QVector<QJsonObject>& routes);
    void setErrors(const QString& provider, const QJsonArray& calls);
    TestPanel& test() { return *m_test; }
    void showModelsProblem(const QString& sentence);
    void setFetching(bool on);
    QString provider() const { return m_provider; }

Q_SIGNALS:
    void testAsked(int key); // -1: the one that calls use
    void replaceAsked(const QString& reference);
    void unlockAsked(); // the key chain
    void editAsked();
    void fetchAsked();
    void enableAsked();
    void deleteAsked();
    void goTo(const QString& view, const QString& argument);

private:
    QWidget* makeHead();
    QLabel* addSection(const QString& title, const char* name);
    void showHead();
    void showNextStep(const ProviderRow& row);
    void takeNextStep();
    void showKeys();
    void showModels();
    void showErrors();
    void showRoutes();
    QWidget* keyLine(int number, const QString& reference, const QJsonObject& health);
    QPushButton* link(const QString& text, const QString& view, const QString& argument);

    Console& m_console;
    const ProviderModel& m_model;
    QString m_provider;
    QHash<QString, SecretFacts> m_secrets;
    QVector<QJsonObject> m_routes;
    QJsonArray m_calls;
    QVBoxLayout* m_layout;
    QScrollArea* m_area = nullptr;
    QLabel* m_tile = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_kind = nullptr;
    QLabel* m_healthIcon = nullptr;
    QLabel* m_health = nullptr;
    QLabel* m_note = nullptr;
    enum class Step { None, Test, Replace, Unlock };
    Step m_step = Step::None;
    QPushButton* m_next = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_enable = nullptr;
    QPushButton* m_delete = nullptr;
    TestPanel* m_test = nullptr;
    QLabel* m_keysTitle = nullptr;
    QWidget* m_keys = nullptr;
    ModelList* m_models = nullptr;
    QWidget* m_errors = nullptr;
    QWidget* m_uses = nullptr;
};

} // namespace gatehouse::ui
