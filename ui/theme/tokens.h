// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <array>

// The design's colours and measures, all in one place. Everything that is drawn takes them from here.
namespace gatehouse::ui {

struct Tokens {
    QColor window;
    QColor base;
    QColor alternate;
    QColor text;
    QColor secondary;
    QColor placeholder;
    QColor border;
    QColor divider;
    QColor accent; // bears white text
    QColor link;   // and the focus ring
    QColor success;
    QColor warning;
    QColor error;
    QColor info;
    std::array<QColor, 6> chart;
    QColor chartOther;
};

const Tokens& lightTokens();
const Tokens& darkTokens();

// Pixels, before the screen's scale.
namespace space {
inline constexpr int tiny = 4;
inline constexpr int small = 8;
inline constexpr int medium = 12;
inline constexpr int large = 16;
inline constexpr int huge = 24;
} // namespace space

inline constexpr int controlRadius = 4;
inline constexpr int cardRadius = 6;
inline constexpr int iconPixels = 20;
inline constexpr int smallIconPixels = 16;
inline constexpr int tableRowHeight = 28;
inline constexpr int navigationWidth = 208;

// Points.
namespace type {
inline constexpr int caption = 9;
inline constexpr int body = 10;
inline constexpr int section = 11;
inline constexpr int title = 16;
inline constexpr int figure = 19;
} // namespace type

} // namespace gatehouse::ui
