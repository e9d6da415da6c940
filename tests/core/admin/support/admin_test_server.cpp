// SPDX-License-Identifier: Apache-2.0
// The admin API on a real listener, with a fresh store in a temporary folder. Prints "ready PORT TOKEN" and serves
// until its standard input ends.
#include "core/http/server/server.h"
#include "support/admin_house.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <cstdio>
#include <unistd.h>
#include <utility>

int main(int argc, char** argv) {
    using namespace gatehouse;
    QCoreApplication application(argc, argv);
    admin::test::AdminHouse house;
    house.pauseEndsAtOnce = true;

    IoThreads threads(1);
    http::ServerOptions options;
    options.refusals = http::RefusalForm::Problem;
    http::Server server(threads, {&*house.handler}, std::move(options));
    const auto port = server.listen("127.0.0.1", 0);
    if (!port) {
        std::fprintf(stderr, "%s\n", port.error().message.c_str());
        return 4;
    }
    threads.start();
    server.start();
    std::printf("ready %u %s\n", static_cast<unsigned>(*port), std::string(admin::test::adminToken).c_str());
    std::fflush(stdout);

    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &application, [] {
        char byte = 0;
        if (::read(STDIN_FILENO, &byte, 1) <= 0)
            QCoreApplication::quit();
    });
    const int code = QCoreApplication::exec();
    server.closeAll();
    threads.stop();
    return code;
}
