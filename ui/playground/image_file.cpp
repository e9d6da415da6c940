// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/image_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>
#include <QThreadPool>
#include <utility>

namespace gatehouse::ui {
namespace {

QString told(const char* sentence) {
    return QCoreApplication::translate("ImageFile", sentence);
}

// By the bytes, not by the name: the provider looks at them too.
QLatin1String mediaTypeOf(const QByteArray& bytes) {
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return QLatin1String("image/png");
    if (bytes.startsWith("\xff\xd8\xff"))
        return QLatin1String("image/jpeg");
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return QLatin1String("image/gif");
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return QLatin1String("image/webp");
    return {};
}

std::pair<QString, QString> read(const QString& path) {
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return {{}, told(QT_TRANSLATE_NOOP("ImageFile", "This file cannot be read. Choose another one."))};
    const QByteArray bytes = file.read(mostImageBytes + 1);
    if (bytes.size() > mostImageBytes)
        return {{},
                told(QT_TRANSLATE_NOOP("ImageFile", "An image may have at most %1. Make it smaller and try again."))
                    .arg(QLocale().formattedDataSize(mostImageBytes))};
    const auto type = mediaTypeOf(bytes);
    if (type.isEmpty())
        return {{}, told(QT_TRANSLATE_NOOP("ImageFile", "Models take PNG, JPEG, GIF and WebP. This is none of them."))};
    return {
        QString(QStringLiteral("data:") + type + QStringLiteral(";base64,") + QString::fromLatin1(bytes.toBase64())),
        {}};
}

} // namespace

void readImage(const QString& path, QObject* context,
               std::function<void(const QString& dataUrl, const QString& problem)> handler) {
    QThreadPool::globalInstance()->start([path, guard = QPointer<QObject>(context), handler = std::move(handler)] {
        auto result = read(path);
        // The application outlives the pool; whether the context does is asked on its own thread.
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, handler, result = std::move(result)] {
            if (!guard.isNull())
                handler(result.first, result.second);
        });
    });
}

} // namespace gatehouse::ui
