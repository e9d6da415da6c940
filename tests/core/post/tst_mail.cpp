// SPDX-License-Identifier: Apache-2.0
#include "core/post/mail.h"
#include "core/post/mail_sender.h"

#include <QByteArray>
#include <QTest>
#include <future>
#include <memory>

using namespace gatehouse;
using namespace gatehouse::post;

namespace {

Mail mailOf(std::string subject, std::string text) {
    return {"gatehouse@example.com", {"ada@example.com", "ben@example.com"}, std::move(subject), std::move(text)};
}

} // namespace

class MailTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatPeopleWroteBecomesNoHeader() {
        const std::string nasty = "Hello\r\nBcc: eve@example.com\r\n\r\n.\r\nMAIL FROM:<x@y>\r\n";
        const auto text = composeMail(mailOf(nasty, nasty), 1'790'000'000'000'000, "msg_1").value();
        QVERIFY(text.find("Bcc") == std::string::npos);
        QVERIFY(text.find("\r\n.\r\n") == std::string::npos);
        const auto lines = QByteArray::fromStdString(text).split('\n');
        for (const auto& line : lines)
            QVERIFY(line.size() <= 79);
        const auto body = QByteArray::fromStdString(text.substr(text.find("\r\n\r\n") + 4));
        QCOMPARE(QByteArray::fromBase64(body).toStdString(), nasty);
    }
    void itsHeaderIsWhole() {
        const auto text = composeMail(mailOf("Möchte", "x"), 1'790'000'000'000'000, "msg_1").value();
        for (const char* line :
             {"Date: Mon, 21 Sep 2026 14:13:20 +0000\r\n", "From: <gatehouse@example.com>\r\n",
              "To: <ada@example.com>,\r\n <ben@example.com>\r\n", "Message-ID: <msg_1@example.com>\r\n",
              "Subject: =?UTF-8?B?TcO2Y2h0ZQ==?=\r\n", "Auto-Submitted: auto-generated\r\n"})
            QVERIFY2(text.find(line) != std::string::npos, text.c_str());
    }
    void aLongSubjectIsCutBetweenCharacters() {
        std::string subject;
        for (int i = 0; i < 40; ++i)
            subject += "€";
        const auto text = composeMail(mailOf(subject, ""), 0, "m").value();
        QByteArray found;
        auto header = QByteArray::fromStdString(text);
        header = header.mid(header.indexOf("Subject: ") + 9);
        header = header.left(header.indexOf("\r\nMessage-ID"));
        for (const auto& word : header.split(' ')) {
            const auto part = QByteArray::fromBase64(word.trimmed().mid(10).chopped(2));
            QVERIFY(QString::fromUtf8(part).count(QChar(0xFFFD)) == 0);
            found += part;
        }
        QCOMPARE(found.toStdString(), subject);
    }
    void noMailGoesToWhereCloudsTellCredentials_data() {
        QTest::addColumn<QString>("host");
        for (const char* host : {"169.254.169.254", "2852039166", "fd00:ec2::254", "::ffff:169.254.169.254"})
            QTest::addRow("%s", host) << QString::fromLatin1(host);
    }
    void noMailGoesToWhereCloudsTellCredentials() {
        QFETCH(QString, host);
        const SystemClock clock;
        MailSender sender(clock);
        sender.start();
        auto server = std::make_shared<MailServer>();
        server->host = host.toStdString();
        server->from = "gatehouse@example.com";
        server->tls = MailServer::Tls::None;
        notices::Delivery delivery;
        delivery.id = "msg_1";
        delivery.target = "ada@example.com";
        delivery.payload = R"({"subject": "s", "text": "t"})";
        std::promise<notices::Attempt> done;
        sender.send(delivery, server, [&done](notices::Attempt attempt) { done.set_value(std::move(attempt)); });
        const auto attempt = done.get_future().get();
        QVERIFY(!attempt.taken);
        QVERIFY2(attempt.error.find("no connection is made") != std::string::npos, attempt.error.c_str());
    }
    void onlyPlainAddressesAreTaken_data() {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<bool>("taken");
        for (const char* good : {"ada@example.com", "a.b+c@sub.example.com", "x@localhost"})
            QTest::addRow("%s", good) << QByteArray(good) << true;
        for (const char* bad :
             {"", "ada", "@example.com", "ada@", "a b@example.com", "ada@example.com\r\nRCPT TO:<eve@x>",
              "ada@example.com>", "<ada@example.com", "a@b@c", "ada@exa mple.com", "ada,ben@example.com",
              "ada@-example.com", "\"a b\"@example.com", "ad\xc3\xa4@example.com"})
            QTest::addRow("%s", bad) << QByteArray(bad) << false;
    }
    void onlyPlainAddressesAreTaken() {
        QFETCH(QByteArray, address);
        QFETCH(bool, taken);
        QCOMPARE(isMailAddress(address.toStdString()), taken);
        auto mail = mailOf("s", "t");
        mail.to = {address.toStdString()};
        QCOMPARE(composeMail(mail, 0, "m").has_value(), taken);
        mail = mailOf("s", "t");
        mail.from = address.toStdString();
        QCOMPARE(composeMail(mail, 0, "m").has_value(), taken);
    }
};

QTEST_GUILESS_MAIN(MailTest)
#include "tst_mail.moc"
