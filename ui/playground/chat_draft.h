// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>
#include <optional>

namespace gatehouse::ui {

// A message as it is edited. Images are data URLs.
struct DraftMessage {
    QString role = QStringLiteral("user");
    QString text;
    QStringList images;

    bool isEmpty() const { return text.trimmed().isEmpty() && images.isEmpty(); }
    bool operator==(const DraftMessage&) const = default;
};

// What may be set; what is not set is not sent.
struct DraftParameters {
    bool stream = true;
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<qint64> maxTokens;
    std::optional<qint64> seed;
    QStringList stop;
    QString reasoningEffort;

    int count() const; // how many are set, streaming not counted
};

// What the person has typed: everything of a chat call but the model.
struct ChatDraft {
    QString system;
    QVector<DraftMessage> messages;
    DraftParameters parameters;

    // The body of a Chat Completions request. Empty messages are left out.
    QJsonObject body(const QString& model) const;
    // Of a recorded request; what the playground does not know is left out.
    static ChatDraft fromBody(const QJsonObject& body);
};

} // namespace gatehouse::ui
