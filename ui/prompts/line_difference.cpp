// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/line_difference.h"

#include <QStringList>
#include <algorithm>
#include <vector>

namespace gatehouse::ui {
namespace {

constexpr qsizetype mostCells = 4'000'000;

class Comparison {
public:
    Comparison(const QString& left, const QString& right) : m_left(left.split(u'\n')), m_right(right.split(u'\n')) {}

    QVector<LinePair> pairs() {
        qsizetype head = 0;
        while (head < std::min(m_left.size(), m_right.size()) && m_left[head] == m_right[head])
            ++head;
        qsizetype tail = 0;
        while (tail < std::min(m_left.size(), m_right.size()) - head &&
               m_left[m_left.size() - 1 - tail] == m_right[m_right.size() - 1 - tail])
            ++tail;
        for (qsizetype i = 0; i < head; ++i)
            same(i, i);
        middle(head, m_left.size() - tail, head, m_right.size() - tail);
        for (qsizetype i = 0; i < tail; ++i)
            same(m_left.size() - tail + i, m_right.size() - tail + i);
        return m_pairs;
    }

private:
    void same(qsizetype left, qsizetype right) {
        m_pairs.append({LinePair::Kind::Same, m_left[left], m_right[right], static_cast<int>(left) + 1,
                        static_cast<int>(right) + 1});
    }

    // Lines that differ, beside each other as far as both sides have some.
    void block(qsizetype left, qsizetype leftEnd, qsizetype right, qsizetype rightEnd) {
        while (left < leftEnd || right < rightEnd) {
            LinePair pair;
            pair.kind = left == leftEnd     ? LinePair::Kind::Added
                        : right == rightEnd ? LinePair::Kind::Removed
                                            : LinePair::Kind::Changed;
            if (left < leftEnd) {
                pair.left = m_left[left];
                pair.leftLine = static_cast<int>(++left);
            }
            if (right < rightEnd) {
                pair.right = m_right[right];
                pair.rightLine = static_cast<int>(++right);
            }
            m_pairs.append(pair);
        }
    }

    void middle(qsizetype left, qsizetype leftEnd, qsizetype right, qsizetype rightEnd) {
        const auto rows = leftEnd - left;
        const auto columns = rightEnd - right;
        if (rows * columns > mostCells) {
            block(left, leftEnd, right, rightEnd);
            return;
        }
        // Of each place: how many lines are common from there on.
        const auto width = columns + 1;
        std::vector<int> common(static_cast<std::size_t>((rows + 1) * width), 0);
        const auto at = [&common, width](qsizetype row, qsizetype column) -> int& {
            return common[static_cast<std::size_t>(row * width + column)];
        };
        for (auto row = rows - 1; row >= 0; --row) {
            for (auto column = columns - 1; column >= 0; --column)
                at(row, column) = m_left[left + row] == m_right[right + column]
                                      ? at(row + 1, column + 1) + 1
                                      : std::max(at(row + 1, column), at(row, column + 1));
        }
        qsizetype row = 0;
        qsizetype column = 0;
        qsizetype fromRow = 0;
        qsizetype fromColumn = 0;
        while (row < rows && column < columns) {
            if (m_left[left + row] == m_right[right + column]) {
                block(left + fromRow, left + row, right + fromColumn, right + column);
                same(left + row++, right + column++);
                fromRow = row;
                fromColumn = column;
            } else if (at(row + 1, column) >= at(row, column + 1)) {
                ++row;
            } else {
                ++column;
            }
        }
        block(left + fromRow, leftEnd, right + fromColumn, rightEnd);
    }

    QStringList m_left;
    QStringList m_right;
    QVector<LinePair> m_pairs;
};

} // namespace

QVector<LinePair> compareLines(const QString& left, const QString& right) {
    return Comparison(left, right).pairs();
}

} // namespace gatehouse::ui
