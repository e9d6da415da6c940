// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/merge.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

namespace gatehouse::ui {
namespace {

QJsonValue put(const QJsonValue& tree, const Setting& setting, qsizetype depth) {
    if (depth == setting.path.size()) {
        if (!setting.value.isObject())
            return setting.value;
        // Our entry of a list takes the place of the one that is ours already.
        auto list = tree.toArray();
        const auto name = setting.value.toObject().value(setting.entry);
        for (auto entry : list) {
            if (entry.toObject().value(setting.entry) == name) {
                entry = setting.value;
                return list;
            }
        }
        list.append(setting.value);
        return list;
    }
    auto object = tree.toObject();
    const auto& name = setting.path[depth];
    object.insert(name, put(object.value(name), setting, depth + 1));
    return object;
}

bool has(const QJsonValue& tree, const QStringList& path) {
    QJsonValue value = tree;
    for (const auto& name : path) {
        if (!value.isObject() || !value.toObject().contains(name))
            return false;
        value = value.toObject().value(name);
    }
    return true;
}

// A step of the path leads through something that is no object.
bool collides(const QJsonValue& tree, const Setting& setting) {
    QJsonValue value = tree;
    for (const auto& name : setting.path) {
        if (value.isUndefined())
            return false;
        if (!value.isObject() && !value.isNull())
            return true;
        value = value.toObject().value(name);
    }
    return setting.value.isObject() && !value.isUndefined() && !value.isNull() && !value.isArray();
}

} // namespace

namespace merging {

Merged refused(const QString& problem) {
    return {{}, problem};
}

QByteArray lineEndOf(const QByteArray& text) {
    const auto end = text.indexOf('\n');
    return end > 0 && text[end - 1] == '\r' ? QByteArray("\r\n") : QByteArray("\n");
}

QByteArray jsonText(const QJsonValue& value) {
    const auto list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

QJsonValue withSettings(QJsonValue tree, const QVector<Setting>& settings) {
    for (const auto& setting : settings) {
        if (collides(tree, setting))
            return QJsonValue(QJsonValue::Undefined);
        if (!setting.onlyNew || !has(tree, setting.path))
            tree = put(tree, setting, 0);
    }
    return tree;
}

} // namespace merging

Merged merge(FileFormat format, const QByteArray& before, const QVector<Setting>& settings) {
    const auto tell = [](const char* sentence) { return QCoreApplication::translate("Merge", sentence); };
    if (before.size() > merging::largest)
        return merging::refused(tell(QT_TRANSLATE_NOOP("Merge", "The file is too large to be a settings file.")));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(before);
    if (decoder.hasError() || before.contains('\0'))
        return merging::refused(tell(QT_TRANSLATE_NOOP("Merge", "The file is not UTF-8 text.")));
    // A mark at the beginning stays where it is.
    const QByteArray mark = before.startsWith("\xef\xbb\xbf") ? before.left(3) : QByteArray();
    const QByteArray text = before.mid(mark.size());
    auto merged = [&] {
        switch (format) {
        case FileFormat::Json:
            return merging::json(text, settings);
        case FileFormat::Toml:
            return merging::toml(text, settings);
        case FileFormat::Yaml:
            return merging::yaml(text, settings);
        case FileFormat::Env:
            break;
        }
        return merging::env(text, settings);
    }();
    if (merged.ok())
        merged.text.prepend(mark);
    return merged;
}

} // namespace gatehouse::ui
