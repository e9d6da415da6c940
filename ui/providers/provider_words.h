// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QJsonObject>
#include <QString>

// What the gateway says of providers in codes, in the person's language.
namespace gatehouse::ui {

struct HealthWords {
    QString text; // "Healthy", "Key rejected"
    QString icon;
    Theme::Tone tone = Theme::Tone::Secondary;
};
HealthWords healthWords(const QString& state); // of GET /provider-health

// Of a test (POST /providers/{id}/test): what is wrong and what to do. Falls back to the gateway's own words.
struct VerdictWords {
    QString sentence;
    QString nextStep;
};
VerdictWords verdictWords(const QJsonObject& test);

QString stageName(const QString& name);        // "tls": "Secure connection"
QString dialectName(const QString& dialect);   // "openai": "OpenAI"
QString categoryName(const QString& category); // of the catalogue

// "keychain:provider-openai-1": "Key chain · provider-openai-1"
QString referenceText(const QString& reference);

} // namespace gatehouse::ui
