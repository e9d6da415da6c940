// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/prompts/preview_feed.h"
#include "ui/prompts/prompt_draft.h"
#include "ui/prompts/version_editor.h"

namespace gatehouse::ui {

class TestsPage;
class PromptTrial;
class WritePage;

// One prompt: written, compared, tested, tried.
class PromptEditor : public VersionEditor {
    Q_OBJECT

public:
    explicit PromptEditor(Console& console, QWidget* parent = nullptr);

    void refresh() override;
    TestsPage& tests() { return *m_tests; }
    PromptTrial& trial() { return *m_try; }
    enum class Page { Write, Try, Tests, Versions };
    void showPage(Page page);
    Page page() const;

private:
    void begin() override;
    void shown(bool first) override;
    bool differs() const override;
    bool check() override;
    QJsonObject written() const override;
    void setSaved(const QJsonObject& of) override;
    void takeWrittenAsSaved() override;
    void fill(const QJsonObject& version, bool again) override;
    QVariant draft() const override;
    void putDraft(const QVariant& draft) override;
    void takeModels();

    PreviewFeed m_feed;
    ResourceList m_models;
    PromptDraft m_saved; // the version that the edits are made of
    WritePage* m_write;
    PromptTrial* m_try;
    TestsPage* m_tests;
};

} // namespace gatehouse::ui
