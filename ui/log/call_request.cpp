// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/call_request.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace gatehouse::ui {
namespace {

constexpr const char* keyVariable = "GATEHOUSE_API_KEY";

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(CallRequest)
};

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

// Where calls without a recorded head went; empty for an operation whose address cannot be told.
QString usualPath(const QJsonObject& call) {
    const QString operation = text(call, "operation");
    if (text(call, "dialect") == QLatin1String("anthropic")) {
        if (operation == QLatin1String("messages"))
            return QStringLiteral("/anthropic/v1/messages");
        return operation == QLatin1String("count_tokens") ? QStringLiteral("/anthropic/v1/messages/count_tokens")
                                                          : QString();
    }
    if (operation.startsWith(QLatin1String("chat")))
        return QStringLiteral("/v1/chat/completions");
    if (operation == QLatin1String("completions") || operation == QLatin1String("embeddings") ||
        operation == QLatin1String("moderations") || operation == QLatin1String("responses"))
        return QString(QStringLiteral("/v1/") + operation);
    return {};
}

QString hindranceOf(const CallBody* body) {
    if (body == nullptr)
        return Words::tr("The request of this call was not recorded. Record bodies to send later calls again.");
    if (!body->kept)
        return body->note.isEmpty() ? Words::tr("The request of this call was not kept.") : body->note;
    if (body->cut)
        return Words::tr("Only the beginning of the request was recorded. Complete it before you send it.");
    if (body->leftOut)
        return Words::tr("Images or sound were left out of the record. Put them back before you send it.");
    if (body->masked > 0)
        return Words::tr("Private data was masked in the record. Put it back before you send it.");
    return {};
}

// In single quotes a shell changes nothing; a quote itself stands outside of them.
QString shellQuoted(QString text) {
    return QString(u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'');
}

QString address(const CallRequest& request, const QUrl& gateway) {
    QUrl url(gateway);
    url.setPath(request.path);
    return url.toString();
}

// What is sent: the recorded body, or its shape where none was recorded.
QString bodyText(const CallRequest& request) {
    return QString::fromUtf8(request.body);
}

// A Python literal of the text: JSON's escapes are Python's, in double quotes.
QString literal(const QString& text) {
    const auto quoted = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(quoted.mid(1, quoted.size() - 2));
}

QString remark(const CallRequest& request, const char* mark) {
    return request.hindrance.isEmpty() ? QString() : QString(QLatin1String(mark) + u' ' + request.hindrance + u'\n');
}

bool isAnthropic(const CallRequest& request) {
    return request.path.contains(QLatin1String("/messages"));
}

} // namespace

CallRequest CallRequest::of(const QJsonObject& call, const CallContents* contents) {
    CallRequest request;
    request.path = usualPath(call);
    request.contentType = QStringLiteral("application/json");
    const CallBody* body = contents == nullptr ? nullptr : contents->body(requestReceived);
    if (const CallHead* head = contents == nullptr ? nullptr : contents->head(requestReceived)) {
        request.method = head->line.section(u' ', 0, 0).toLatin1();
        request.path = head->line.section(u' ', 1);
    }
    if (body != nullptr && body->kept) {
        request.body = body->text.toUtf8();
        if (!body->contentType.isEmpty())
            request.contentType = body->contentType;
    }
    request.hindrance = hindranceOf(body);
    request.whole = request.hindrance.isEmpty();
    return request;
}

QString asCurl(const CallRequest& request, const QUrl& gateway) {
    QString command = remark(request, "#");
    command += QStringLiteral("curl ") + shellQuoted(address(request, gateway)) + QStringLiteral(" \\\n  -X ") +
               QString::fromLatin1(request.method) + QStringLiteral(" \\\n  -H \"Authorization: Bearer $") +
               QLatin1String(keyVariable) + QStringLiteral("\" \\\n  -H ") +
               shellQuoted(QString(QStringLiteral("Content-Type: ") + request.contentType));
    if (isAnthropic(request))
        command += QStringLiteral(" \\\n  -H 'anthropic-version: 2023-06-01'");
    if (!request.body.isEmpty())
        command += QStringLiteral(" \\\n  --data-raw ") + shellQuoted(bodyText(request));
    return QString(command + u'\n');
}

QString asPython(const CallRequest& request, const QUrl& gateway) {
    QString program = remark(request, "#");
    program += QStringLiteral("import os\nimport urllib.request\n\nrequest = urllib.request.Request(\n    ") +
               literal(address(request, gateway)) + QStringLiteral(",\n    method=") +
               literal(QString::fromLatin1(request.method)) + QStringLiteral(",\n    headers={\n") +
               QStringLiteral("        \"Authorization\": \"Bearer \" + os.environ[\"") + QLatin1String(keyVariable) +
               QStringLiteral("\"],\n        \"Content-Type\": ") + literal(request.contentType) +
               QStringLiteral(",\n");
    if (isAnthropic(request))
        program += QStringLiteral("        \"anthropic-version\": \"2023-06-01\",\n");
    program += QStringLiteral("    },\n");
    if (!request.body.isEmpty())
        program += QStringLiteral("    data=") + literal(bodyText(request)) + QStringLiteral(".encode(),\n");
    return QString(program + QStringLiteral(")\nwith urllib.request.urlopen(request) as answer:\n"
                                            "    for line in answer:\n        print(line.decode(), end=\"\")\n"));
}

QString asJavaScript(const CallRequest& request, const QUrl& gateway) {
    QString program = remark(request, "//");
    program += QStringLiteral("const answer = await fetch(") + literal(address(request, gateway)) +
               QStringLiteral(", {\n  method: ") + literal(QString::fromLatin1(request.method)) +
               QStringLiteral(",\n  headers: {\n    \"Authorization\": `Bearer ${process.env.") +
               QLatin1String(keyVariable) + QStringLiteral("}`,\n    \"Content-Type\": ") +
               literal(request.contentType) + QStringLiteral(",\n");
    if (isAnthropic(request))
        program += QStringLiteral("    \"anthropic-version\": \"2023-06-01\",\n");
    program += QStringLiteral("  },\n");
    if (!request.body.isEmpty())
        program += QStringLiteral("  body: ") + literal(bodyText(request)) + QStringLiteral(",\n");
    return QString(program + QStringLiteral("});\nfor await (const piece of answer.body)\n"
                                            "  process.stdout.write(piece);\n"));
}

} // namespace gatehouse::ui
