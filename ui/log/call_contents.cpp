// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/call_contents.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

CallBody bodyOf(const QJsonObject& json) {
    CallBody body;
    body.contentType = text(json, "content_type");
    body.note = text(json, "note");
    body.text = text(json, "text");
    body.kept = json.value(QLatin1String("text")).isString();
    body.cut = json.value(QLatin1String("cut")).toBool();
    body.leftOut = json.value(QLatin1String("left_out")).toBool();
    body.size = json.value(QLatin1String("size")).toInteger();
    body.masked = json.value(QLatin1String("masked")).toInt();
    return body;
}

CallHead headOf(const QJsonObject& json) {
    CallHead head;
    head.line = text(json, "line");
    head.cut = json.value(QLatin1String("cut")).toBool();
    for (const auto& value : json.value(QLatin1String("fields")).toArray()) {
        const auto field = value.toObject();
        head.fields.append({text(field, "name"), text(field, "value")});
    }
    return head;
}

} // namespace

bool CallBody::isEventStream() const {
    return contentType.startsWith(QLatin1String("text/event-stream"));
}

const CallBody* CallContents::body(const char* part) const {
    const QString name = QLatin1String(part);
    const auto found = bodies.constFind(same.value(name, name));
    return found == bodies.constEnd() ? nullptr : &*found;
}

const CallHead* CallContents::head(const char* part) const {
    const auto found = heads.constFind(QLatin1String(part));
    return found == heads.constEnd() ? nullptr : &*found;
}

CallContents CallContents::read(const QByteArray& json) {
    CallContents contents;
    const auto whole = QJsonDocument::fromJson(json).object();
    for (const auto& value : whole.value(QLatin1String("bodies")).toArray()) {
        const auto body = value.toObject();
        if (const QString same = text(body, "same_as"); !same.isEmpty())
            contents.same.insert(text(body, "part"), same);
        else
            contents.bodies.insert(text(body, "part"), bodyOf(body));
    }
    for (const auto& value : whole.value(QLatin1String("heads")).toArray())
        contents.heads.insert(text(value.toObject(), "part"), headOf(value.toObject()));
    return contents;
}

} // namespace gatehouse::ui
