// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/scripted_upstream.h"
#include "ui/client/gateway_address.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMutex>
#include <QMutexLocker>
#include <QUrl>
#include <QVector>
#include <functional>

namespace gatehouse::ui {

// An admin API that says what a test wants it to: collections that are read, added to and changed, and single answers.
// For what no gateway would say by itself, such as hostile texts or thousands of objects. Its event stream stays open
// and silent. Thread-safe.
class ScriptedGateway {
public:
    struct Request {
        QString method;
        QString path; // below /admin/v1
        QString query;
        QJsonObject body;
    };
    struct Said {
        int status = 200;
        QJsonObject body;
    };
    using Script = std::function<Said(const Request&)>;

    ScriptedGateway() {
        m_server.answerWith([this](const test::ArrivedRequest& arrived) { return answerTo(arrived); });
    }

    GatewayAddress address() const {
        GatewayAddress address;
        address.name = QStringLiteral("Scripted");
        address.admin = QUrl(QString::fromStdString(m_server.baseUrl()));
        address.gateway = QUrl(QStringLiteral("http://127.0.0.1:8642"));
        address.token = "token-of-the-test";
        return address;
    }
    // GET tells all of it; POST adds, PUT, PATCH and DELETE of path/ID change it.
    void hold(const QString& path, const QJsonArray& items) {
        const QMutexLocker lock(&m_mutex);
        m_lists[path] = items;
    }
    QJsonArray held(const QString& path) const {
        const QMutexLocker lock(&m_mutex);
        return m_lists.value(path);
    }
    // In place of that: "POST /apis/mood/versions/1/publish".
    void on(const QString& what, Script script) {
        const QMutexLocker lock(&m_mutex);
        m_scripts[what] = std::move(script);
    }
    void say(const QString& what, const QJsonObject& body, int status = 200) {
        on(what, [body, status](const Request&) { return Said{status, body}; });
    }
    QVector<Request> requests(const QString& method = {}, const QString& path = {}) const {
        const QMutexLocker lock(&m_mutex);
        QVector<Request> fitting;
        for (const auto& request : m_requests) {
            if ((method.isEmpty() || request.method == method) && (path.isEmpty() || request.path == path))
                fitting.append(request);
        }
        return fitting;
    }

private:
    static test::Answer whole(int status, const QJsonObject& body) {
        const auto text =
            status == 204 ? std::string() : QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
        return test::wholeAnswer(status, text, {{"Content-Type", "application/json"}, {"ETag", "\"1\""}});
    }

    test::Answer answerTo(const test::ArrivedRequest& arrived) {
        const QUrl target(QString::fromStdString(arrived.target));
        Request request;
        request.method = QString::fromStdString(arrived.method);
        request.path = target.path(QUrl::FullyDecoded).mid(static_cast<int>(sizeof "/admin/v1") - 1);
        request.query = target.query(QUrl::FullyDecoded);
        request.body = QJsonDocument::fromJson(QByteArray::fromStdString(arrived.body)).object();
        if (request.path == QLatin1String("/events"))
            return test::rawAnswer("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: here\n\n",
                                   test::After::Silence);
        Script script;
        {
            const QMutexLocker lock(&m_mutex);
            m_requests.append(request);
            script = m_scripts.value(QString(request.method + u' ' + request.path));
        }
        const auto said = script ? script(request) : usual(request);
        return whole(said.status, said.body);
    }

    Said usual(const Request& request) {
        const QMutexLocker lock(&m_mutex);
        if (m_lists.contains(request.path)) {
            if (request.method == QLatin1String("POST"))
                m_lists[request.path].append(request.body);
            else
                return {200, {{QStringLiteral("items"), m_lists[request.path]}}};
            return {201, request.body};
        }
        const auto slash = request.path.lastIndexOf(u'/');
        const auto list = m_lists.find(request.path.left(slash));
        if (list == m_lists.end())
            return {404, problem(QStringLiteral("not_found"), QStringLiteral("There is no such thing."))};
        for (int i = 0; i < list->size(); ++i) {
            if (list->at(i).toObject().value(QLatin1String("id")).toString() != request.path.mid(slash + 1))
                continue;
            if (request.method == QLatin1String("PUT"))
                list->replace(i, request.body);
            if (request.method == QLatin1String("DELETE")) {
                list->removeAt(i);
                return {204, {}};
            }
            return {200, list->at(i).toObject()};
        }
        return {404, problem(QStringLiteral("not_found"), QStringLiteral("There is no such thing."))};
    }

public:
    static QJsonObject problem(const QString& code, const QString& detail) {
        return {{QStringLiteral("code"), code}, {QStringLiteral("detail"), detail}};
    }

private:
    mutable QMutex m_mutex;
    QHash<QString, QJsonArray> m_lists;
    QHash<QString, Script> m_scripts;
    QVector<Request> m_requests;
    test::ScriptedUpstream m_server; // the last one: its threads end first
};

} // namespace gatehouse::ui
