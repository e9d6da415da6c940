// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/prompts/prompt_words.h"

#include <QHash>

namespace gatehouse::ui {

// Of a prompt as the list shows it.
struct PromptRow {
    QString id;
    QString title;
    QString team;
    QStringList tags;
    QVector<PromptLabel> labels;
    int version = 0; // the newest
    QDateTime changed;
    QStringList published; // APIs that serve it to callers: "mood/1"
    QStringList users;     // what names it: APIs and chains, by their ids

    // As they are shown and filtered: of ten thousand prompts they are not made anew for each cell.
    QString labelText;
    QString changedText;
    QString publishedText;
    QString userText;

    const QString& name() const { return title.isEmpty() ? id : title; }
};

// All prompts of a gateway, with what serves and uses them. UI thread.
class PromptBook : public QObject {
    Q_OBJECT

public:
    PromptBook(GatewayClient& client, QObject* parent);

    void reload();
    const QVector<PromptRow>& rows() const { return m_rows; }
    const PromptRow* find(const QString& id) const;
    const ResourceList& list() const { return m_prompts; }
    QStringList ids() const;

Q_SIGNALS:
    void changed();

private:
    struct Use {
        QStringList published;
        QStringList users;
    };
    void build();
    QHash<QString, Use> uses() const;

    ResourceList m_prompts;
    ResourceList m_apis;
    ResourceList m_chains;
    QVector<PromptRow> m_rows;
    QHash<QString, qsizetype> m_places;
};

} // namespace gatehouse::ui
