// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QVector>
#include <array>
#include <utility>
#include <vector>

namespace gatehouse::ui {

// What became of a field on its way into another dialect.
enum class Fate { Kept, Renamed, Approximated, Dropped, Added };
inline constexpr int fateCount = 5;
using FateCounts = std::array<int, fateCount>;

// A loss as the call's record tells it.
struct TranslationLoss {
    enum class Part { Unknown, Request, Answer };

    QString field; // path in the client's body: "messages[2].content[0]", "seed"
    Fate fate = Fate::Dropped;
    QString detail;
    Part part = Part::Unknown;
};

// A field that the other dialect could say, and where it stands there; an empty target: in several fields together.
struct CarriedField {
    QString field;
    QString target;
};

// What the gateway noted of a translation.
struct TranslationNotes {
    QVector<TranslationLoss> losses;
    QVector<CarriedField> carried;
    QString dialect; // the provider's; empty: nothing was translated, as far as the notes tell
};
// Of a call as GET /calls/{id} gave it.
TranslationNotes notesOf(const QJsonObject& call);

// The notes that belong to the client's request, and those that belong to the answer that it got.
std::pair<TranslationNotes, TranslationNotes> partNotes(const TranslationNotes& notes, const QJsonValue& request,
                                                        const QJsonValue& answer);

// A value of one body, with what became of it.
struct MatchNode {
    QString name;
    QString path;
    QString text; // of a value; empty for an object or a list
    Fate fate = Fate::Kept;
    QString detail;   // why, in words
    int parent = -1;  // the root has none
    int row = 0;      // among its siblings
    int partner = -1; // in the other body
    int loss = -1;    // of the list, also where it is the loss of what it belongs to
    bool isGroup = false;
    bool isObject = false;
    std::vector<int> children;
    FateCounts below{}; // what is in it, without itself

    int members() const { return static_cast<int>(children.size()); }
};
using MatchSide = std::vector<MatchNode>; // [0] is the root

struct LossPlace {
    int client = -1; // its node, or the nearest that is there
    int provider = -1;
};

// Both bodies of a request or an answer, field by field.
struct TranslationMatch {
    MatchSide client;
    MatchSide provider;
    QVector<LossPlace> places; // one for each loss
    FateCounts counts{};
    bool isCut = false; // more fields than are compared
};

// The direction in which the body was translated: what has no counterpart on the other side was added there.
enum class Direction { ToProvider, ToClient };

// Finds for each field its counterpart: by what the losses say, by its place, its value, and its name in the dialects'
// vocabulary. Pure; may be slow for large bodies: call it aside.
TranslationMatch matchBodies(const QJsonValue& client, const QJsonValue& provider, const TranslationNotes& notes,
                             Direction direction);

} // namespace gatehouse::ui
