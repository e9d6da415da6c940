// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/transfer/import_document.h"
#include "ui/transfer/presets.h"

#include <QByteArray>

namespace gatehouse::ui {

// Turns a LiteLLM proxy configuration (YAML with model_list, router_settings, litellm_settings, general_settings, as
// its documentation describes them) into providers and routes. Deployments with one model_name become the targets of
// one route; fallbacks become further targets, aliases further routes. Every setting without a counterpart is named in
// the notes. A pure function.
ImportDocument convertLiteLlm(const QByteArray& yaml, const PresetTable& presets);

// The preset that stands for LiteLLM's name of a provider ("together_ai" is "togetherai"); empty where none does.
QString presetOfLiteLlm(const QString& prefix, const PresetTable& presets);
// LiteLLM's name of the provider of a model without a prefix ("gpt-4o": "openai"); empty where it cannot be told.
QString liteLlmProviderOf(const QString& model);

} // namespace gatehouse::ui
