// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

namespace gatehouse::ui {

const Tokens& lightTokens() {
    static const Tokens tokens{
        .window = QColor(0xF4F5F7),
        .base = QColor(0xFFFFFF),
        .alternate = QColor(0xF7F8FA),
        .text = QColor(0x1B1F24),
        .secondary = QColor(0x57606A),
        .placeholder = QColor(0x666E77),
        .border = QColor(0x7F8791),
        .divider = QColor(0xD5D9DF),
        .accent = QColor(0x1F5FCC),
        .link = QColor(0x1F5FCC),
        .success = QColor(0x197A36),
        .warning = QColor(0x8F5A00),
        .error = QColor(0xC1272D),
        .info = QColor(0x0B6E99),
        .chart = {QColor(0x095E9B), QColor(0xC48832), QColor(0x4EA38F), QColor(0x702C45), QColor(0x5D5D00),
                  QColor(0x9F83E6)},
        .chartOther = QColor(0x6E7681),
    };
    return tokens;
}

const Tokens& darkTokens() {
    static const Tokens tokens{
        .window = QColor(0x1B1E23),
        .base = QColor(0x14171B),
        .alternate = QColor(0x191C21),
        .text = QColor(0xE6E8EB),
        .secondary = QColor(0xA3ABB5),
        .placeholder = QColor(0x8D95A0),
        .border = QColor(0x6C7480),
        .divider = QColor(0x31363E),
        .accent = QColor(0x2F6FDE),
        .link = QColor(0x7DB1FF),
        .success = QColor(0x4CC26A),
        .warning = QColor(0xE0A63A),
        .error = QColor(0xFF7B72),
        .info = QColor(0x5CC3E8),
        .chart = {QColor(0x1F81D2), QColor(0xF7A41A), QColor(0x5FE9BE), QColor(0xA15D73), QColor(0x70750F),
                  QColor(0xDAC4FC)},
        .chartOther = QColor(0x8D95A0),
    };
    return tokens;
}

} // namespace gatehouse::ui
