// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/translation_match.h"

#include "ui/log/match_names.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr std::size_t mostNodes = 20'000; // of one body
constexpr qsizetype longestShown = 400;   // characters of a value
constexpr qsizetype tellingLength = 8;    // a text of so many characters is its own mark

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(TranslationMatch)
};

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

std::size_t at(int index) {
    return static_cast<std::size_t>(index);
}

int indexOf(Fate fate) {
    return static_cast<int>(fate);
}

QString valueText(const QJsonValue& value) {
    if (value.isString())
        return value.toString();
    return value.isNull() ? QStringLiteral("null") : value.toVariant().toString();
}

// A body as nodes in the order of its members, and the values of its leaves.
class Flattening {
public:
    explicit Flattening(const QJsonValue& root) { add(root, {}, {}, -1); }

    MatchSide nodes;
    std::vector<QJsonValue> values;
    bool isCut = false;

private:
    void add(const QJsonValue& value, const QString& name, const QString& path, int parent) {
        if (nodes.size() >= mostNodes) {
            isCut = true;
            return;
        }
        const int index = static_cast<int>(nodes.size());
        MatchNode node;
        node.name = name;
        node.path = path;
        node.parent = parent;
        node.isObject = value.isObject();
        node.isGroup = value.isObject() || value.isArray();
        if (!node.isGroup)
            node.text = valueText(value).left(longestShown);
        if (parent >= 0) {
            auto& siblings = nodes[at(parent)].children;
            node.row = static_cast<int>(siblings.size());
            siblings.push_back(index);
        }
        nodes.push_back(std::move(node));
        values.push_back(value);
        addMembers(value, path, index);
    }

    void addMembers(const QJsonValue& value, const QString& path, int index) {
        if (value.isObject()) {
            const auto object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it)
                add(it.value(), it.key(), path.isEmpty() ? it.key() : QString(path + u'.' + it.key()), index);
        } else if (value.isArray()) {
            int number = 0;
            for (const auto& one : value.toArray()) {
                const QString name = QString(u'[' + QString::number(number++) + u']');
                add(one, name, QString(path + name), index);
            }
        }
    }
};

// "messages[2].content" as "messages", "[2]", "content".
QStringList stepsOf(const QString& path) {
    QStringList steps;
    for (const auto& part : path.split(u'.', Qt::SkipEmptyParts)) {
        const auto bracket = part.indexOf(u'[');
        if (bracket < 0) {
            steps.append(part);
            continue;
        }
        if (bracket > 0)
            steps.append(part.left(bracket));
        for (const auto& index : part.mid(bracket).split(u'[', Qt::SkipEmptyParts))
            steps.append(QString(u'[' + index));
    }
    return steps;
}

struct Found {
    int node = -1;
    bool exact = false;
};

// The node at the path, or the nearest above it that is there. Nothing where not even the first step is.
Found find(const MatchSide& side, const QString& path) {
    Found found;
    int here = 0;
    for (const auto& step : stepsOf(path)) {
        const auto& children = side[at(here)].children;
        const QString plain = plainName(step);
        const auto next = std::find_if(children.begin(), children.end(),
                                       [&](int child) { return plainName(side[at(child)].name) == plain; });
        if (next == children.end())
            return found; // the nearest above it
        here = *next;
        found.node = here;
    }
    found.exact = found.node >= 0;
    return found;
}

// The nearest name above a list's element: of "stop[0]" it is "stop".
const QString& nameOf(const MatchSide& side, int index) {
    static const QString none;
    while (index > 0 && side[at(index)].name.startsWith(u'['))
        index = side[at(index)].parent;
    return index > 0 ? side[at(index)].name : none;
}

bool hasIndex(const QString& path) {
    return path.contains(u'[');
}

// These say which form something has; equal words in two of them mean nothing.
bool isMark(const QString& name) {
    return name == QLatin1String("type") || name == QLatin1String("object") || name == QLatin1String("role");
}

class Matcher {
public:
    Matcher(const QJsonValue& client, const QJsonValue& provider, const TranslationNotes& notes, Direction direction)
        : m_notes(notes), m_direction(direction), m_clientFlat(client), m_providerFlat(provider),
          m_client(m_clientFlat.nodes), m_provider(m_providerFlat.nodes) {}

    TranslationMatch run() {
        placeLosses();
        pairCarried();
        pairSamePlace();
        pairWrittenObjects();
        pairEqual([](const QString& value, const QString&) { return value.size() >= tellingLength; }, false);
        pairEqual([](const QString&, const QString&) { return true; }, true);
        pairMeanings();
        pairEqual([](const QString&, const QString& name) { return !isMark(name); }, false, true);
        pairGroups();
        judge();
        TranslationMatch match;
        match.isCut = m_clientFlat.isCut || m_providerFlat.isCut;
        match.counts = m_counts;
        match.places = std::move(m_places);
        match.client = std::move(m_client);
        match.provider = std::move(m_provider);
        return match;
    }

private:
    void placeLosses() {
        for (int i = 0; i < m_notes.losses.size(); ++i) {
            const auto& loss = m_notes.losses[i];
            LossPlace place;
            const auto found = find(m_client, loss.field);
            place.client = found.node;
            if (found.exact && m_client[at(found.node)].loss < 0) {
                auto& node = m_client[at(found.node)];
                node.loss = i;
                node.fate = loss.fate;
                node.detail = loss.detail;
                m_placed.insert(i);
            }
            m_places.append(place);
        }
    }

    bool pair(int client, int provider) {
        auto& left = m_client[at(client)];
        auto& right = m_provider[at(provider)];
        if (left.partner >= 0 || right.partner >= 0)
            return false;
        left.partner = provider;
        right.partner = client;
        return true;
    }

    bool isFree(const MatchSide& side, int index) const {
        const auto& node = side[at(index)];
        return index > 0 && !node.isGroup && node.partner < 0 && !isDropped(side, index);
    }

    // What was dropped, with all that it held, stands nowhere else.
    static bool isDropped(const MatchSide& side, int index) {
        for (; index > 0; index = side[at(index)].parent) {
            if (side[at(index)].fate == Fate::Dropped)
                return true;
        }
        return false;
    }

    void pairCarried() {
        for (const auto& carried : m_notes.carried) {
            const auto left = find(m_client, carried.field);
            if (!left.exact || m_client[at(left.node)].loss >= 0)
                continue;
            auto& node = m_client[at(left.node)];
            if (carried.target.isEmpty()) {
                node.detail = Words::tr("Several fields say it together.");
                continue;
            }
            if (carried.target.startsWith(u'(')) { // no name of a field
                node.fate = Fate::Renamed;
                node.detail = Words::tr("The address says it.");
                continue;
            }
            const auto right = find(m_provider, carried.target);
            if (right.exact)
                pair(left.node, right.node);
            if (plainName(carried.target) != plainName(carried.field))
                node.fate = Fate::Renamed;
        }
    }

    void pairSamePlace() {
        QHash<QString, int> places;
        for (int i = 1; i < static_cast<int>(m_provider.size()); ++i)
            places.insert(plainName(m_provider[at(i)].path), i);
        for (int i = 1; i < static_cast<int>(m_client.size()); ++i) {
            if (!isFree(m_client, i))
                continue;
            const auto& node = m_client[at(i)];
            const int other = places.value(plainName(node.path), -1);
            if (other < 0 || !isFree(m_provider, other))
                continue;
            if (node.text == m_provider[at(other)].text || !hasIndex(node.path))
                pair(i, other);
        }
    }

    // A tool's arguments are a text of JSON in one dialect and an object in another.
    void pairWrittenObjects() {
        pairWritten(m_clientFlat, m_providerFlat, true);
        pairWritten(m_providerFlat, m_clientFlat, false);
    }

    void pairWritten(const Flattening& texts, const Flattening& objects, bool textIsClients) {
        QVector<int> open;
        for (int i = 1; i < static_cast<int>(objects.nodes.size()); ++i) {
            if (objects.nodes[at(i)].isObject && objects.nodes[at(i)].partner < 0 &&
                meaningOf(objects.nodes[at(i)].name) == QLatin1String("arguments"))
                open.append(i);
        }
        if (open.isEmpty())
            return;
        for (int i = 1; i < static_cast<int>(texts.nodes.size()); ++i) {
            if (!isFree(texts.nodes, i) || meaningOf(texts.nodes[at(i)].name) != QLatin1String("arguments"))
                continue;
            const auto parsed = QJsonDocument::fromJson(texts.values[at(i)].toString().toUtf8()).object();
            const auto same = std::find_if(open.begin(), open.end(),
                                           [&](int object) { return objects.values[at(object)].toObject() == parsed; });
            if (same == open.end())
                continue;
            pair(textIsClients ? i : *same, textIsClients ? *same : i);
            open.erase(same);
        }
    }

    // Equal values, in the order in which they stand.
    template <typename Test>
    void pairEqual(Test test, bool sameMeaning, bool textOnly = false) {
        QHash<QString, QVector<int>> free;
        const auto keyOf = [&](const Flattening& flat, int i) {
            const auto& value = flat.values[at(i)];
            QString key = value.isString() ? value.toString() : QString(u'\0' + valueText(value));
            if (sameMeaning)
                key = QString(meaningOf(nameOf(flat.nodes, i)) + u'\1' + key);
            return key;
        };
        const auto fits = [&](const Flattening& flat, int i) {
            const auto& value = flat.values[at(i)];
            if (!isFree(flat.nodes, i) || (!sameMeaning && !value.isString()) ||
                (textOnly && value.toString().isEmpty()))
                return false;
            return test(valueText(value), nameOf(flat.nodes, i));
        };
        for (int i = static_cast<int>(m_provider.size()) - 1; i > 0; --i) {
            if (fits(m_providerFlat, i))
                free[keyOf(m_providerFlat, i)].append(i);
        }
        for (int i = 1; i < static_cast<int>(m_client.size()); ++i) {
            if (!fits(m_clientFlat, i))
                continue;
            auto found = free.find(keyOf(m_clientFlat, i));
            if (found != free.end() && !found->isEmpty())
                pair(i, found->takeLast());
        }
    }

    // Fields of the same meaning with other values: as many on the one side as on the other, in their order.
    void pairMeanings() {
        QHash<QString, QVector<int>> left;
        QHash<QString, QVector<int>> right;
        const auto gather = [](const MatchSide& side, const Matcher& matcher, QHash<QString, QVector<int>>& into) {
            for (int i = 1; i < static_cast<int>(side.size()); ++i) {
                if (matcher.isFree(side, i) && nameOf(side, i) != QLatin1String("type") &&
                    nameOf(side, i) != QLatin1String("object"))
                    into[meaningOf(nameOf(side, i))].append(i);
            }
        };
        gather(m_client, *this, left);
        gather(m_provider, *this, right);
        for (auto it = left.constBegin(); it != left.constEnd(); ++it) {
            const auto& others = right.value(it.key());
            if (others.size() != it->size())
                continue;
            for (int i = 0; i < others.size(); ++i)
                pair(it->at(i), others.at(i));
        }
    }

    // What holds a pair belongs together too, as long as nothing else claims it.
    void pairGroups() {
        for (int i = 1; i < static_cast<int>(m_client.size()); ++i) {
            if (m_client[at(i)].isGroup || m_client[at(i)].partner < 0)
                continue;
            int left = m_client[at(i)].parent;
            int right = m_provider[at(m_client[at(i)].partner)].parent;
            while (left > 0 && right > 0 && pair(left, right)) {
                left = m_client[at(left)].parent;
                right = m_provider[at(right)].parent;
            }
        }
        for (int i = 0; i < m_places.size(); ++i) {
            auto& place = m_places[i];
            for (int node = place.client; node > 0 && place.provider < 0; node = m_client[at(node)].parent)
                place.provider = m_client[at(node)].partner;
        }
    }

    // Same name and same value: kept; else it says the same in other words.
    void judgePair(MatchNode& node, const MatchSide& own, int index, const MatchSide& others) {
        const auto& other = others[at(node.partner)];
        const bool isOpen = node.loss < 0 && node.fate == Fate::Kept && !node.isGroup;
        const bool sameName = plainName(nameOf(own, index)) == plainName(nameOf(others, node.partner));
        if (isOpen && (!sameName || (!other.isGroup && node.text != other.text)))
            node.fate = Fate::Renamed;
        if (node.fate == Fate::Renamed && node.detail.isEmpty())
            node.detail = other.isGroup || node.isGroup || node.text == other.text
                              ? Words::tr("Stands there as %1.").arg(other.path)
                              : Words::tr("Says there %1 in %2.", "value, field").arg(other.text, other.path);
    }

    void inherit(MatchSide& side) {
        for (std::size_t i = 1; i < side.size(); ++i) { // parents stand before their children
            auto& node = side[i];
            const auto& parent = side[at(node.parent)];
            if (node.loss >= 0 || parent.loss < 0)
                continue;
            node.loss = parent.loss;
            node.fate = parent.fate;
            node.detail = parent.detail;
        }
    }

    // The provider's fields fare as their counterparts do.
    void copyFates() {
        for (auto& node : m_provider) {
            if (node.partner < 0)
                continue;
            const auto& from = m_client[at(node.partner)];
            if (from.isGroup && node.isGroup && from.loss < 0 && from.fate == Fate::Kept)
                continue;
            node.fate = from.fate;
            node.loss = from.loss;
            node.detail = from.loss >= 0 ? from.detail : QString();
        }
    }

    void judgeUnpaired(MatchSide& side, bool isSource) {
        for (std::size_t i = 1; i < side.size(); ++i) {
            auto& node = side[i];
            if (node.isGroup || node.partner >= 0 || node.loss >= 0 || node.fate != Fate::Kept ||
                !node.detail.isEmpty())
                continue;
            if (isWithinPair(side, static_cast<int>(i)))
                continue;
            node.fate = isSource ? Fate::Kept : Fate::Added;
            node.detail = isSource ? Words::tr("Not listed as lost: it is said in another form.")
                                   : Words::tr("The translation put it in.");
        }
    }

    // In an object that is a text on the other side.
    static bool isWithinPair(const MatchSide& side, int index) {
        for (index = side[at(index)].parent; index > 0; index = side[at(index)].parent) {
            if (side[at(index)].partner >= 0 && side[at(index)].isObject &&
                meaningOf(side[at(index)].name) == QLatin1String("arguments"))
                return true;
        }
        return false;
    }

    void judge() {
        inherit(m_client);
        for (int i = 1; i < static_cast<int>(m_client.size()); ++i) {
            if (m_client[at(i)].partner >= 0)
                judgePair(m_client[at(i)], m_client, i, m_provider);
        }
        copyFates();
        inherit(m_provider);
        for (int i = 1; i < static_cast<int>(m_provider.size()); ++i) {
            auto& node = m_provider[at(i)];
            if (node.partner >= 0 && node.fate == Fate::Renamed)
                node.detail = Words::tr("Was %1.").arg(m_client[at(node.partner)].path);
        }
        const bool toProvider = m_direction == Direction::ToProvider;
        judgeUnpaired(m_client, toProvider);
        judgeUnpaired(m_provider, !toProvider);
        count(m_client, [](Fate fate) { return fate != Fate::Added; });
        count(m_provider, [](Fate fate) { return fate == Fate::Added; });
        for (int i = 0; i < m_notes.losses.size(); ++i) {
            if (!m_placed.contains(i)) // the body does not hold it
                ++m_counts[at(indexOf(m_notes.losses[i].fate))];
        }
        if (!toProvider) // what the client's dialect wants beside the provider's words
            m_counts[at(indexOf(Fate::Added))] += countOf(m_client, Fate::Added);
    }

    static int countOf(const MatchSide& side, Fate fate) {
        return static_cast<int>(std::count_if(side.begin() + 1, side.end(), [fate](const MatchNode& node) {
            return !node.isGroup && node.fate == fate;
        }));
    }

    // A loss counts once, whatever it holds.
    template <typename Test>
    void count(MatchSide& side, Test test) {
        for (std::size_t i = side.size(); i-- > 1;) {
            const auto& node = side[i];
            auto& parent = side[at(node.parent)];
            const bool isHead = node.loss >= 0 && parent.loss != node.loss;
            const bool isOwn = node.loss < 0 && (!node.isGroup || node.fate == Fate::Renamed);
            if (isHead || isOwn) {
                ++parent.below[at(indexOf(node.fate))];
                if (test(node.fate))
                    ++m_counts[at(indexOf(node.fate))];
            }
            if (!isHead) {
                for (int fate = 0; fate < fateCount; ++fate)
                    parent.below[at(fate)] += node.below[at(fate)];
            }
        }
    }

    const TranslationNotes& m_notes;
    Direction m_direction;
    Flattening m_clientFlat;
    Flattening m_providerFlat;
    MatchSide& m_client;
    MatchSide& m_provider;
    QVector<LossPlace> m_places;
    QSet<int> m_placed;
    FateCounts m_counts{};
};

// "seed: The provider's dialect has no such field.", as gateways before this form of notes wrote it.
TranslationLoss lossOfSentence(const QString& sentence) {
    TranslationLoss loss;
    const auto colon = sentence.indexOf(QLatin1String(": "));
    loss.field = sentence.left(colon);
    loss.detail = colon < 0 ? QString() : sentence.mid(colon + 2);
    return loss;
}

TranslationLoss lossOf(const QJsonValue& value) {
    if (value.isString())
        return lossOfSentence(value.toString());
    const auto json = value.toObject();
    TranslationLoss loss;
    loss.field = text(json, "field");
    loss.detail = text(json, "detail");
    if (text(json, "kind") == QLatin1String("approximated"))
        loss.fate = Fate::Approximated;
    else if (text(json, "kind") == QLatin1String("renamed"))
        loss.fate = Fate::Renamed;
    if (text(json, "part") == QLatin1String("request"))
        loss.part = TranslationLoss::Part::Request;
    else if (text(json, "part") == QLatin1String("answer"))
        loss.part = TranslationLoss::Part::Answer;
    return loss;
}

} // namespace

TranslationNotes notesOf(const QJsonObject& call) {
    const auto explain = call.value(QLatin1String("explain")).toObject();
    TranslationNotes notes;
    for (const auto& value : explain.value(QLatin1String("losses")).toArray())
        notes.losses.append(lossOf(value));
    for (const auto& value : explain.value(QLatin1String("carried")).toArray())
        notes.carried.append({text(value.toObject(), "field"), text(value.toObject(), "target")});
    notes.dialect = text(explain, "translated_to");
    return notes;
}

std::pair<TranslationNotes, TranslationNotes> partNotes(const TranslationNotes& notes, const QJsonValue& request,
                                                        const QJsonValue& answer) {
    const MatchSide asked = Flattening(request).nodes;
    const MatchSide answered = Flattening(answer).nodes;
    TranslationNotes ofRequest{{}, notes.carried, notes.dialect};
    TranslationNotes ofAnswer{{}, {}, notes.dialect};
    for (const auto& loss : notes.losses) {
        const bool isAnswers =
            loss.part == TranslationLoss::Part::Answer ||
            (loss.part == TranslationLoss::Part::Unknown && find(asked, loss.field).node < 0 &&
             (find(answered, loss.field).node >= 0 || loss.field.startsWith(QLatin1String("choices["))));
        (isAnswers ? ofAnswer : ofRequest).losses.append(loss);
    }
    return {ofRequest, ofAnswer};
}

TranslationMatch matchBodies(const QJsonValue& client, const QJsonValue& provider, const TranslationNotes& notes,
                             Direction direction) {
    return Matcher(client, provider, notes, direction).run();
}

} // namespace gatehouse::ui
