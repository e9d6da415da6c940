// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_model.h"

#include <QSettings>
#include <algorithm>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int atWordBegin = 8;
constexpr int besideTheLast = 4;
constexpr int asAWord = 6;
constexpr int usedLately = 6;
constexpr int mostRecent = 12;
constexpr int mostShown = 60;
const QString recentKey = QStringLiteral("palette/recent");

bool isMark(QChar letter) {
    return letter == u'>' || letter == u'@' || letter == u'#';
}

} // namespace

int fuzzyScore(const QString& typed, const QString& text) {
    if (const auto whole = text.indexOf(typed, 0, Qt::CaseInsensitive); !typed.isEmpty() && whole >= 0) {
        const bool begins = whole == 0 || !text[whole - 1].isLetterOrNumber();
        return static_cast<int>(typed.size()) * (1 + besideTheLast) + atWordBegin + (begins ? asAWord : 0);
    }
    int score = 0;
    qsizetype at = 0;
    qsizetype last = -2;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        at = text.indexOf(letter, at, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        score +=
            1 + (at == 0 || !text[at - 1].isLetterOrNumber() ? atWordBegin : 0) + (at == last + 1 ? besideTheLast : 0);
        last = at++;
    }
    return score;
}

PaletteModel::PaletteModel(QObject* parent)
    : QAbstractListModel(parent), m_recent(QSettings().value(recentKey).toStringList()) {}

void PaletteModel::setItems(std::vector<PaletteItem> items) {
    m_items = std::move(items);
    sort();
}

void PaletteModel::setFound(std::vector<PaletteItem> items) {
    m_found = std::move(items);
    sort();
}

void PaletteModel::setTyped(const QString& typed) {
    m_typed = typed;
    sort();
}

bool PaletteModel::isWanted(const PaletteItem& item) const {
    using Kind = PaletteItem::Kind;
    if (m_typed.startsWith(u'>'))
        return item.kind == Kind::Action;
    if (m_typed.startsWith(u'@'))
        return item.kind == Kind::Object;
    if (m_typed.startsWith(u'#'))
        return item.kind == Kind::Request;
    return true;
}

int PaletteModel::score(const PaletteItem& item, const QString& words) const {
    if (item.kind == PaletteItem::Kind::Request)
        return 1; // was looked up for these very words
    const int title = fuzzyScore(words, item.title);
    const int other = item.words.isEmpty() ? -1 : fuzzyScore(words, item.words) / 2;
    const int best = std::max(title, other);
    const auto place = m_recent.indexOf(item.key);
    return best < 0 || place < 0 ? best : best + usedLately;
}

void PaletteModel::sort() {
    beginResetModel();
    const bool marked = !m_typed.isEmpty() && isMark(m_typed[0]);
    const QString words = (marked ? m_typed.mid(1) : m_typed).trimmed();
    struct Scored {
        int score;
        qsizetype recent; // place among those used lately
        const PaletteItem* item;
    };
    std::vector<Scored> scored;
    for (const auto* source : {&m_items, &m_found}) {
        for (const auto& item : *source) {
            if (!isWanted(item))
                continue;
            if (const int value = score(item, words); value >= 0) {
                const auto place = m_recent.indexOf(item.key);
                scored.push_back({value, place < 0 ? mostRecent : place, &item});
            }
        }
    }
    std::stable_sort(scored.begin(), scored.end(), [&words](const Scored& a, const Scored& b) {
        if (words.isEmpty())
            return a.recent < b.recent;
        return a.score > b.score;
    });
    m_fitting.clear();
    for (const auto& one : scored) {
        if (m_fitting.size() < mostShown)
            m_fitting.push_back(one.item);
    }
    endResetModel();
}

const PaletteItem* PaletteModel::itemAt(int row) const {
    return row >= 0 && row < static_cast<int>(m_fitting.size()) ? m_fitting[static_cast<std::size_t>(row)] : nullptr;
}

void PaletteModel::used(const PaletteItem& item) {
    if (item.key.isEmpty())
        return;
    m_recent.removeAll(item.key);
    m_recent.prepend(item.key);
    while (m_recent.size() > mostRecent)
        m_recent.removeLast();
    QSettings().setValue(recentKey, m_recent);
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_fitting.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    const auto* item = itemAt(index.row());
    if (item == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return item->title;
    case Qt::DecorationRole:
        return item->icon;
    case NoteRole:
        return item->note;
    case KeysRole:
        return item->keys;
    case PossibleRole:
        return item->possible;
    case Qt::AccessibleTextRole:
        return item->keys.isEmpty()
                   ? tr("%1, %2", "a command: what it is").arg(item->title, item->note)
                   : tr("%1, %2, %3", "a command: what it is, its keys").arg(item->title, item->note, item->keys);
    default:
        return {};
    }
}

// An impossible one can be chosen too, so that its reason can be read out; it does nothing.
Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace gatehouse::ui
