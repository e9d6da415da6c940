// SPDX-License-Identifier: Apache-2.0
#include "core/store/filter_sql.h"

#include "core/base/text.h"
#include "core/store/connection.h"

#include <QStringList>
#include <algorithm>
#include <variant>

namespace gatehouse::store {
namespace {

using contract::FilterField;
using contract::FilterMicros;
using contract::FilterOperator;
using contract::FilterRange;
using contract::FilterTerm;
using contract::FilterText;
using contract::FilterValue;

constexpr auto served = "COALESCE(c.model_served, d.model)";

// Where a text field stands; several columns mean any of them.
std::vector<const char*> textColumns(FilterField field) {
    switch (field) {
    case FilterField::Word:
        return {"c.id",  "c.model_asked", served,     "d.provider", "d.route",
                "d.app", "d.key_id",      "c.client", "c.tags",     "c.error_code"};
    case FilterField::Id:
        return {"c.id"};
    case FilterField::Outcome:
        return {"c.outcome"};
    case FilterField::ErrorCode:
        return {"c.error_code"};
    case FilterField::ErrorClass:
        return {"d.error_class"};
    case FilterField::Dialect:
        return {"d.dialect"};
    case FilterField::Operation:
        return {"c.operation"};
    case FilterField::Model:
        return {"c.model_asked", served};
    case FilterField::Asked:
        return {"c.model_asked"};
    case FilterField::Served:
        return {served};
    case FilterField::Provider:
        return {"d.provider"};
    case FilterField::Route:
        return {"d.route"};
    case FilterField::Team:
        return {"d.team"};
    case FilterField::App:
        return {"d.app"};
    case FilterField::Key:
        return {"d.key_id"};
    case FilterField::Client:
        return {"c.client"};
    case FilterField::Address:
        return {"c.address"};
    case FilterField::Session:
        return {"c.session"};
    case FilterField::Cache:
        return {"c.cache"};
    case FilterField::Api:
        return {"d.api"};
    case FilterField::Prompt:
        return {"d.prompt"};
    default:
        return {};
    }
}

// What a number, a length of time, money or a flag is compared with.
const char* numberExpression(FilterField field) {
    switch (field) {
    case FilterField::Status:
        return "d.status";
    case FilterField::Latency:
        return "c.total_us";
    case FilterField::FirstByte:
        return "NULLIF(c.first_byte_us, 0)";
    case FilterField::Cost:
        return "c.cost_pico";
    case FilterField::Tokens:
        return "(c.input + c.cached_input + c.cache_write + c.output)";
    case FilterField::Input:
        return "c.input";
    case FilterField::Cached:
        return "c.cached_input";
    case FilterField::Output:
        return "c.output";
    case FilterField::Attempts:
        return "c.attempts";
    case FilterField::Stream:
        return "c.streamed";
    case FilterField::Losses:
        return "(c.losses > 0)";
    case FilterField::Demo:
        return "d.pretend";
    default:
        return nullptr;
    }
}

// Fields that stand in "dimensions" alone.
bool isDimension(FilterField field) {
    switch (field) {
    case FilterField::Status:
    case FilterField::ErrorClass:
    case FilterField::Dialect:
    case FilterField::Provider:
    case FilterField::Route:
    case FilterField::Team:
    case FilterField::App:
    case FilterField::Key:
    case FilterField::Demo:
    case FilterField::Api:
    case FilterField::Prompt:
        return true;
    default:
        return false;
    }
}

enum class Source { Calls, Sums };

// Where a text field stands when there are sums only: nowhere, or in "dimensions".
std::vector<const char*> sumColumns(FilterField field) {
    if (field == FilterField::Word)
        return {"d.provider", "d.model", "d.route", "d.team", "d.app", "d.key_id", "d.error_class"};
    if (field == FilterField::Model || field == FilterField::Served)
        return {"d.model"};
    return isDimension(field) ? textColumns(field) : std::vector<const char*>();
}

class Builder {
public:
    explicit Builder(SqlCondition& out, Source source = Source::Calls) : m_out(out), m_source(source) {}

    QString term(const FilterTerm& term) {
        QStringList any;
        for (const auto& value : term.values)
            any << one(term, value);
        QString text = QLatin1Char('(') + any.join(QLatin1String(" OR ")) + QLatin1Char(')');
        if (term.op == FilterOperator::NotEqual)
            text.prepend(QLatin1String("NOT ")); // an unknown value is neither equal nor unequal
        // What must not hold may be unknown.
        return term.excluded ? QString(QLatin1String("NOT COALESCE(") + text + QLatin1String(", FALSE)")) : text;
    }

private:
    QString one(const FilterTerm& term, const FilterValue& value) {
        if (const auto* text = std::get_if<FilterText>(&value))
            return textCondition(term.field, *text);
        if (term.field == FilterField::After || term.field == FilterField::Before) {
            m_out.values << QVariant(static_cast<qlonglong>(std::get<FilterMicros>(value).micros));
            return term.field == FilterField::After ? QStringLiteral("c.started_at >= ?")
                                                    : QStringLiteral("c.started_at < ?");
        }
        if (const auto* flag = std::get_if<bool>(&value))
            return QLatin1String(numberExpression(term.field)) + QLatin1String(" = ") + truth(term.field, *flag);
        return numberCondition(term, rangeOf(value));
    }

    // A comparison is a boolean in PostgreSQL, a column of ours is a number.
    static QString truth(FilterField field, bool value) {
        if (field == FilterField::Losses)
            return value ? QStringLiteral("TRUE") : QStringLiteral("FALSE");
        return value ? QStringLiteral("1") : QStringLiteral("0");
    }

    static FilterRange rangeOf(const FilterValue& value) {
        if (const auto* range = std::get_if<FilterRange>(&value))
            return *range;
        if (const auto* micros = std::get_if<FilterMicros>(&value))
            return {micros->micros, micros->micros};
        const auto pico = std::get<Money>(value).pico();
        return {pico, pico};
    }

    QString numberCondition(const FilterTerm& term, const FilterRange& range) {
        const auto* expression = numberExpression(term.field);
        if (expression == nullptr)
            return QStringLiteral("FALSE");
        const QLatin1String name(expression);
        // "-> QString": the builder that + makes would hold references to what is gone.
        const auto compare = [&](const char* op, std::int64_t bound) -> QString {
            m_out.values << QVariant(static_cast<qlonglong>(bound));
            return QString(name) + QLatin1String(op) + QLatin1String(" ?");
        };
        switch (term.op) {
        case FilterOperator::Less:
            return compare(" <", range.least);
        case FilterOperator::LessOrEqual:
            return compare(" <=", range.most);
        case FilterOperator::Greater:
            return compare(" >", range.most);
        case FilterOperator::GreaterOrEqual:
            return compare(" >=", range.least);
        default:
            break;
        }
        if (range.least == range.most)
            return compare(" =", range.least);
        const auto low = compare(" >=", range.least);
        return QLatin1Char('(') + low + QLatin1String(" AND ") + compare(" <=", range.most) + QLatin1Char(')');
    }

    QString textCondition(FilterField field, const FilterText& value) {
        if (field == FilterField::Word)
            return wordCondition(value);
        if (field == FilterField::Tag)
            return tagCondition(value);
        QStringList any;
        const auto text = toQt(value.text);
        const auto columns = m_source == Source::Sums ? sumColumns(field) : textColumns(field);
        for (const auto* column : columns) {
            m_out.values << text;
            if (!value.prefix) {
                any << QLatin1String(column) + QLatin1String(" = ?");
                continue;
            }
            // Not LIKE, which SQLite folds to one case: a prefix of a name is as exact as the name.
            m_out.values << text;
            any << QLatin1String("SUBSTR(") + QLatin1String(column) + QLatin1String(", 1, LENGTH(?)) = ?");
        }
        return any.isEmpty() ? QStringLiteral("FALSE") : any.join(QLatin1String(" OR "));
    }

    QString wordCondition(const FilterText& value) {
        const QString pattern = QLatin1Char('%') + escapedForLike(toQt(toLower(value.text))) + QLatin1Char('%');
        QStringList any;
        const auto columns = m_source == Source::Sums ? sumColumns(FilterField::Word) : textColumns(FilterField::Word);
        for (const auto* column : columns) {
            m_out.values << pattern;
            any << QLatin1String("LOWER(") + QLatin1String(column) + QLatin1String(") LIKE ? ESCAPE '\\'");
        }
        return any.join(QLatin1String(" OR "));
    }

    // Tags are kept as "a,b"; whether they are written large or small does not matter.
    QString tagCondition(const FilterText& value) {
        const auto tag = escapedForLike(toQt(toLower(value.text)));
        const auto end = value.prefix ? QStringLiteral("%") : QStringLiteral(",%");
        m_out.values << QString(QLatin1String("%,") + tag + end);
        return QStringLiteral("LOWER(',' || c.tags || ',') LIKE ? ESCAPE '\\'");
    }

    SqlCondition& m_out;
    const Source m_source;
};

void narrow(SqlCondition& out, const FilterTerm& term) {
    if (term.excluded || term.values.size() != 1)
        return;
    const auto* time = std::get_if<FilterMicros>(&term.values.front());
    if (time == nullptr)
        return;
    if (term.field == FilterField::After)
        out.startsFrom = std::max(out.startsFrom.value_or(time->micros), time->micros);
    if (term.field == FilterField::Before)
        out.startsBefore = std::min(out.startsBefore.value_or(time->micros), time->micros);
}

std::string nameOf(FilterField field) {
    const auto& all = contract::filterFields();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& info) { return info.field == field; });
    return found == all.end() ? std::string("this") : std::string(found->name);
}

bool isKeptInSums(FilterField field) {
    return isDimension(field) || !sumColumns(field).empty();
}

} // namespace

QString escapedForLike(const QString& text) {
    auto out = text;
    out.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    out.replace(QLatin1Char('%'), QLatin1String("\\%"));
    out.replace(QLatin1Char('_'), QLatin1String("\\_"));
    return out;
}

SqlCondition conditionOf(const contract::Filter& filter) {
    SqlCondition out;
    Builder builder(out);
    QStringList all;
    QStringList dimensions;
    for (const auto& term : filter.terms) {
        const auto before = out.values.size();
        all << builder.term(term);
        narrow(out, term);
        if (isDimension(term.field)) {
            dimensions << all.back();
            out.dimensionsValues << out.values.mid(before);
        }
    }
    out.dimensionsText = dimensions.join(QLatin1String(" AND "));
    out.text = all.isEmpty() ? QStringLiteral("TRUE") : all.join(QLatin1String(" AND "));
    return out;
}

Result<SqlCondition> sumConditionOf(const contract::Filter& filter) {
    SqlCondition out;
    Builder builder(out, Source::Sums);
    QStringList all;
    for (const auto& term : filter.terms) {
        const bool time = term.field == FilterField::After || term.field == FilterField::Before;
        if (time && !term.excluded && term.values.size() == 1) {
            narrow(out, term);
            continue;
        }
        if (!isKeptInSums(term.field)) {
            auto error = failure(ErrorKind::Conflict, "filter_not_summed",
                                 "Sums over time are not kept by \"" + nameOf(term.field) +
                                     "\". Leave the term out here; the log knows it of every call.");
            error.value().field = "q." + nameOf(term.field);
            error.value().expected = "terms about status, error class, model, provider, route, team, application, key, "
                                     "dialect, demo, or after and before";
            return error;
        }
        all << builder.term(term);
    }
    out.text = all.isEmpty() ? QStringLiteral("TRUE") : all.join(QLatin1String(" AND "));
    return out;
}

} // namespace gatehouse::store
