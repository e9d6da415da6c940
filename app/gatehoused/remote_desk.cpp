// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/desk.h"
#include "core/base/text.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>
#include <boost/json.hpp>

namespace gatehouse::app {
namespace {

constexpr int patienceMilliseconds = 30'000;
constexpr int backupPatienceMilliseconds = 1'800'000; // until its first byte: it is made whole before
constexpr qint64 backupBuffer = 1 << 20;

struct Reply {
    int status = 0;
    std::string body;
};

std::string textOf(const boost::json::object& object, std::string_view name) {
    const auto* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::vector<std::string> textsOf(const boost::json::object& object, std::string_view name) {
    std::vector<std::string> texts;
    const auto* found = object.if_contains(name);
    if (found == nullptr || !found->is_array())
        return texts;
    for (const auto& item : found->as_array()) {
        if (item.is_string())
            texts.emplace_back(item.as_string());
    }
    return texts;
}

Result<boost::json::object> objectOf(const Reply& reply) {
    boost::system::error_code code;
    auto value = boost::json::parse(reply.body, code);
    if (code || !value.is_object())
        return failure(ErrorKind::Internal, "bad_answer",
                       "The running gateway's answer is not what this version reads.");
    return std::move(value.as_object());
}

// Speaks to the engine that holds the data folder. Its address comes from a file that only the user can write, so the
// loopback certificate of such an engine is taken as it is.
class RemoteDesk final : public Desk {
public:
    RemoteDesk(std::string adminUrl, Secret token) : m_url(std::move(adminUrl)), m_token(std::move(token)) {}

    Result<Report> apply(const ConfigFile& file, bool dryRun, bool prune) override {
        const bool yaml = file.format == config::Format::Yaml;
        const std::string path = std::string("/config/apply?dry_run=") + (dryRun ? "true" : "false") +
                                 "&prune=" + (prune ? "true" : "false");
        auto reply = send("POST", path, file.text, yaml ? "application/yaml" : "application/json");
        if (!reply)
            return tl::unexpected(std::move(reply.error()));
        auto object = objectOf(*reply);
        if (!object)
            return tl::unexpected(std::move(object.error()));
        Report report;
        if (const auto* changes = object->if_contains("changes"); changes != nullptr && changes->is_array()) {
            for (const auto& change : changes->as_array()) {
                if (change.is_object())
                    report.changes.push_back(textOf(change.as_object(), "action") + " " +
                                             textOf(change.as_object(), "kind") + "/" +
                                             textOf(change.as_object(), "id"));
            }
        }
        report.warnings = textsOf(*object, "warnings");
        report.restart = textsOf(*object, "restart");
        return report;
    }

    Result<std::string> exportText() override {
        auto reply = send("GET", "/config/export", {}, {}, "application/yaml");
        if (!reply)
            return tl::unexpected(std::move(reply.error()));
        return std::move(reply->body);
    }

    Result<void> backup(const store::BackupSink& sink) override {
        auto* reply = m_network.sendCustomRequest(requestFor("/backup", backupPatienceMilliseconds), "POST");
        reply->ignoreSslErrors();
        reply->setReadBufferSize(backupBuffer);
        Result<void> kept;
        std::string refusal;
        const auto take = [&] {
            const auto bytes = reply->readAll();
            const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
            if (statusOf(*reply) != 200)
                refusal.append(view);
            else if (kept)
                kept = sink(view);
            if (!kept)
                reply->abort();
        };
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::readyRead, &loop, take);
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        if (!reply->isFinished())
            loop.exec();
        if (kept)
            take();
        const auto status = statusOf(*reply);
        const bool whole = reply->error() == QNetworkReply::NoError;
        const auto problem = reply->errorString().toStdString();
        reply->deleteLater();
        if (!kept)
            return kept;
        if (status >= 400)
            return tl::unexpected(problemOf({status, refusal}));
        if (!whole)
            return unreachable(problem);
        return {};
    }

    Result<Secret> newKey(const std::string& app) override {
        boost::json::object body;
        body["app"] = app;
        auto reply = send("POST", "/keys", boost::json::serialize(body), "application/json");
        if (!reply)
            return tl::unexpected(std::move(reply.error()));
        auto object = objectOf(*reply);
        if (!object)
            return tl::unexpected(std::move(object.error()));
        std::string key = textOf(*object, "key");
        wipe(reply->body);
        return Secret::take(key);
    }

    Result<void> setSecret(const std::string& name, const Secret& value) override {
        std::string body = R"({"value":)";
        appendJsonString(body, value.reveal());
        body += '}';
        auto reply = send("PUT", "/secrets/" + percentEncode(name), body, "application/json");
        wipe(body);
        if (!reply)
            return tl::unexpected(std::move(reply.error()));
        return {};
    }

    Result<std::vector<SecretLine>> secrets() override {
        std::vector<SecretLine> lines;
        std::string cursor;
        do {
            auto reply = send("GET", "/secrets?limit=100" + (cursor.empty() ? "" : "&cursor=" + percentEncode(cursor)));
            if (!reply)
                return tl::unexpected(std::move(reply.error()));
            auto object = objectOf(*reply);
            if (!object)
                return tl::unexpected(std::move(object.error()));
            if (const auto* items = object->if_contains("items"); items != nullptr && items->is_array()) {
                for (const auto& item : items->as_array()) {
                    if (item.is_object())
                        lines.push_back({textOf(item.as_object(), "reference"), textOf(item.as_object(), "last_four"),
                                         textOf(item.as_object(), "date")});
                }
            }
            cursor = textOf(*object, "next");
        } while (!cursor.empty());
        return lines;
    }

    Result<void> removeSecret(const std::string& name) override {
        auto reply = send("DELETE", "/secrets/" + percentEncode(name));
        if (!reply)
            return tl::unexpected(std::move(reply.error()));
        return {};
    }

    Result<void> rotateVault(const secrets::NewVaultKey& key) override {
        std::string body = R"({"make_key_file":true})";
        if (const auto& text = key.passphrase ? key.passphrase : key.keyFileContent) {
            body = key.passphrase ? R"({"passphrase":)" : R"({"key":)";
            appendJsonString(body, text->reveal());
            body += '}';
        }
        auto reply = send("PUT", "/vault/key", body, "application/json");
        wipe(body);
        if (!reply)
            return tl::unexpected(std::move(reply.error()));
        return {};
    }

    Result<std::string> ask(const char* method, const std::string& path) override {
        auto reply = send(method, path);
        if (!reply)
            return tl::unexpected(std::move(reply.error()));
        return std::move(reply->body);
    }

private:
    QNetworkRequest requestFor(const std::string& path, int patience) const {
        QNetworkRequest request(QUrl(QString::fromStdString(m_url + "/admin/v1" + path)));
        request.setTransferTimeout(patience);
        QByteArray authorization("Bearer ");
        authorization.append(m_token.reveal().data(), static_cast<qsizetype>(m_token.size()));
        request.setRawHeader("Authorization", authorization);
        return request;
    }

    static int statusOf(const QNetworkReply& reply) {
        return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    tl::unexpected<Error> unreachable(const std::string& problem) const {
        return failure(ErrorKind::Unavailable, "gateway_unreachable",
                       "The gateway that runs in this data folder does not answer at " + m_url + " (" + problem + ").");
    }

    Result<Reply> send(const char* method, const std::string& path, const std::string& body = {},
                       const std::string& contentType = {}, const std::string& accept = {}) {
        auto request = requestFor(path, patienceMilliseconds);
        if (!contentType.empty())
            request.setRawHeader("Content-Type", QByteArray::fromStdString(contentType));
        if (!accept.empty())
            request.setRawHeader("Accept", QByteArray::fromStdString(accept));
        auto* reply = m_network.sendCustomRequest(request, method, QByteArray::fromStdString(body));
        reply->ignoreSslErrors();
        QEventLoop loop;
        QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        if (!reply->isFinished())
            loop.exec();
        Reply answer;
        answer.status = statusOf(*reply);
        answer.body = reply->readAll().toStdString();
        const QString problem = reply->errorString();
        reply->deleteLater();
        if (answer.status == 0)
            return unreachable(problem.toStdString());
        if (answer.status >= 400)
            return tl::unexpected(problemOf(answer));
        return answer;
    }

    static Error problemOf(const Reply& reply) {
        Error error;
        error.kind = reply.status == 400 || reply.status == 409 || reply.status == 422 ? ErrorKind::Invalid
                                                                                       : ErrorKind::Internal;
        const auto object = objectOf(reply);
        if (object) {
            error.code = textOf(*object, "code");
            error.message = textOf(*object, "detail");
            if (error.message.empty())
                error.message = textOf(*object, "title");
        }
        if (error.message.empty())
            error.message = "The running gateway answered with status " + std::to_string(reply.status) + ".";
        return error;
    }

    std::string m_url;
    Secret m_token;
    QNetworkAccessManager m_network;
};

} // namespace

std::unique_ptr<Desk> makeRemoteDesk(std::string adminUrl, Secret token) {
    return std::make_unique<RemoteDesk>(std::move(adminUrl), std::move(token));
}

} // namespace gatehouse::app
