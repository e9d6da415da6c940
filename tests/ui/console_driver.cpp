// SPDX-License-Identifier: GPL-3.0-or-later
// The whole console before a gateway that runs elsewhere, led from outside: reads wishes (support/hands.h) from
// standard input, one JSON object a line, carries each out on the real widgets and answers one line. {"do": "view",
// "name": …} opens a view.
//   console_driver ADMIN_URL GATEWAY_URL TOKEN
#include "tests/ui/support/hands.h"
#include "tests/ui/support/whole_console.h"

#include <QApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QThread>
#include <cstdio>
#include <iostream>
#include <string>

namespace {

using namespace gatehouse::ui;

QJsonObject carryOut(WholeConsole& console, Hands& hands, const QJsonObject& wish) {
    if (wish.value(QLatin1String("do")).toString() != QLatin1String("view"))
        return hands.carryOut(wish);
    console.window.openView(wish.value(QLatin1String("name")).toString(), wish.value(QLatin1String("text")).toString());
    QTest::qWait(100);
    return {{QStringLiteral("ok"), true}};
}

} // namespace

int main(int count, char** words) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(count, words);
    QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse driver"));
    QSettings().clear();
    if (count < 4) {
        std::fprintf(stderr, "usage: console_driver ADMIN_URL GATEWAY_URL TOKEN\n");
        return 2;
    }
    WholeConsole console;
    console.window.resize(1400, 900);
    console.window.show();
    GatewayAddress address;
    address.admin = QUrl(QString::fromLocal8Bit(words[1]));
    address.gateway = QUrl(QString::fromLocal8Bit(words[2]));
    address.token = QByteArray(words[3]);
    console.client.connectTo(address);
    Hands hands;
    // Lines are awaited on a thread of their own: the window goes on living.
    auto* reading = QThread::create([&] {
        for (std::string line; std::getline(std::cin, line);) {
            const auto wish = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
            QMetaObject::invokeMethod(
                &application,
                [&] {
                    const auto answer = carryOut(console, hands, wish);
                    std::cout << QJsonDocument(answer).toJson(QJsonDocument::Compact).toStdString() << std::endl;
                },
                Qt::BlockingQueuedConnection);
        }
        QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    reading->start();
    const int code = QApplication::exec();
    reading->wait();
    delete reading;
    return code;
}
