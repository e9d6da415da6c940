// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QString>

class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

class Form;

// What an API serves, as fields of a form: a prompt or a chain at a version or label, or models. UI thread.
class PublishSource : public QObject {
    Q_OBJECT

public:
    PublishSource(GatewayClient& client, Form& form, QObject* parent);

    // "sentiment@3" of kind "prompt", "gpt-4o-mini, o3" of kind "model". What is not read yet is chosen once it is.
    void choose(const QString& kind, const QString& used);
    void setKindFixed(bool fixed);
    QString kind() const;
    QString id() const;   // of the prompt or chain; the first model
    QString used() const; // "sentiment@3"
    QJsonArray models() const;
    QJsonArray variables() const { return m_variables; } // of what is chosen
    void applyTo(QJsonObject& version) const;

Q_SIGNALS:
    void changed();

private:
    void showKind();
    void fillObjects();
    void readObject();
    void takeObject(const QJsonObject& object);
    void readVariables();
    QString objectFault() const;
    QString pinFault() const;
    bool isPinned() const; // a prompt or a chain

    GatewayClient& m_client;
    Form& m_form;
    ResourceList m_prompts;
    ResourceList m_chains;
    QComboBox* m_kind;
    QComboBox* m_object;
    QComboBox* m_pin;
    QLineEdit* m_models;
    QString m_wantedId;
    QString m_wantedPin;
    QString m_read;      // "prompt/sentiment"
    QJsonObject m_whole; // the chosen prompt or chain with its versions
    QJsonArray m_variables;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
