// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/fate_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace gatehouse::ui {
namespace {

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Fate)
};

} // namespace

QString signOf(Fate fate) {
    switch (fate) {
    case Fate::Kept:
        return QStringLiteral("✓");
    case Fate::Renamed:
        return QStringLiteral("→");
    case Fate::Approximated:
        return QStringLiteral("≈");
    case Fate::Dropped:
        return QStringLiteral("✗");
    case Fate::Added:
        return QStringLiteral("+");
    }
    return {};
}

QString wordOf(Fate fate) {
    switch (fate) {
    case Fate::Kept:
        return Words::tr("kept");
    case Fate::Renamed:
        return Words::tr("renamed");
    case Fate::Approximated:
        return Words::tr("approximated");
    case Fate::Dropped:
        return Words::tr("dropped");
    case Fate::Added:
        return Words::tr("added");
    }
    return {};
}

QString countText(Fate fate, int count) {
    switch (fate) {
    case Fate::Kept:
        return Words::tr("%n kept", nullptr, count);
    case Fate::Renamed:
        return Words::tr("%n renamed", nullptr, count);
    case Fate::Approximated:
        return Words::tr("%n approximated", nullptr, count);
    case Fate::Dropped:
        return Words::tr("%n dropped", nullptr, count);
    case Fate::Added:
        return Words::tr("%n added", nullptr, count);
    }
    return {};
}

Theme::Tone toneOf(Fate fate) {
    switch (fate) {
    case Fate::Kept:
        return Theme::Tone::Success;
    case Fate::Renamed:
        return Theme::Tone::Info;
    case Fate::Approximated:
        return Theme::Tone::Warning;
    case Fate::Dropped:
        return Theme::Tone::Error;
    case Fate::Added:
        break;
    }
    return Theme::Tone::Secondary;
}

QString sentenceOf(const TranslationLoss& loss) {
    return Words::tr("%1 (%2): %3", "field, what became of it, why").arg(loss.field, wordOf(loss.fate), loss.detail);
}

QString belowText(const FateCounts& below) {
    QStringList parts;
    const QLocale locale;
    for (const auto fate : {Fate::Renamed, Fate::Approximated, Fate::Dropped, Fate::Added}) {
        if (const int count = below[static_cast<std::size_t>(fate)]; count > 0)
            parts.append(QString(signOf(fate) + u' ' + locale.toString(count)));
    }
    return parts.join(QStringLiteral("  "));
}

} // namespace gatehouse::ui
