// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/prompts/chain_feed.h"
#include "ui/prompts/version_editor.h"

namespace gatehouse::ui {

class ChainRunPage;
class ChainWritePage;

// One chain: written, tried, its versions.
class ChainEditor : public VersionEditor {
    Q_OBJECT

public:
    explicit ChainEditor(Console& console, QWidget* parent = nullptr);

    void refresh() override;
    ChainWritePage& writing() { return *m_write; }
    ChainRunPage& trial() { return *m_run; }
    enum class Page { Write, Run, Versions };
    void showPage(Page page);

private:
    void begin() override;
    bool differs() const override;
    bool check() override;
    QJsonObject written() const override;
    void setSaved(const QJsonObject& of) override;
    void takeWrittenAsSaved() override;
    void fill(const QJsonObject& version, bool again) override;
    QVariant draft() const override;
    void putDraft(const QVariant& draft) override;
    void wasEdited();
    void takeUses();

    ChainFeed m_feed;
    ResourceList m_models;
    ResourceList m_prompts;
    ResourceList m_apis;
    QJsonObject m_saved; // the version that the edits are made of
    ChainWritePage* m_write;
    ChainRunPage* m_run;
};

} // namespace gatehouse::ui
