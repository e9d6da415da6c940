// SPDX-License-Identifier: Apache-2.0
#include "core/base/address_kinds.h"
#include "core/base/text.h"
#include "core/contract/product_descriptions.h"
#include "core/contract/size.h"
#include "core/services/balance.h"
#include "core/services/headers.h"
#include "core/services/service.h"
#include "core/services/validation.h"

#include <algorithm>
#include <atomic>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace gatehouse::services {
namespace {

using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::Path;

std::uint64_t nextNumber() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

// Of a name the addresses are looked at when it is connected to.
bool isForbidden(std::string_view host) {
    const auto address = IpAddress::parse(host);
    return address && (isLinkLocal(*address) || isMetadata(*address));
}

class Compiling {
public:
    Compiling(const contract::ServiceSpec& spec, const Surroundings* around)
        : m_spec(spec), m_around(around), m_service(std::make_shared<Service>()) {}

    void run(const Path& path) {
        const auto* same = before();
        m_service->number = same != nullptr ? same->number : nextNumber();
        groups(Path(path, "groups"));
        rules(Path(path, "rules"));
        cors(Path(path, "cors"));
        validation(Path(path, "validation"));
        m_service->compression = m_spec.compression;
        m_service->mostRequest = contract::parseSize(m_spec.mostRequest).value_or(0);
        m_service->mostAnswer = contract::parseSize(m_spec.mostAnswer).value_or(0);
    }

    Faults faults;
    std::vector<std::string> warnings;
    std::shared_ptr<Service> take() { return std::move(m_service); }

private:
    void wrong(const Path& path, std::string found, std::string why) {
        auto fault = contract::makeFault(FaultCode::Conflict, path, "", std::move(found));
        fault.detail = fault.field + ": " + why;
        faults.push_back(std::move(fault));
    }

    // Compiled of the same words, with whatever secrets and files there were then.
    const Service* before() {
        if (m_around == nullptr)
            return nullptr;
        m_service->written =
            sha256(boost::json::serialize(contract::writeSpec(m_spec, contract::Form::Api, contract::Writing::Short)));
        const auto* before = m_around->before;
        return before != nullptr && before->written == m_service->written ? before : nullptr;
    }

    void groups(const Path& path) {
        if (m_spec.groups.empty())
            wrong(path, "nothing", "a service needs a group of servers");
        for (std::size_t i = 0; i < m_spec.groups.size(); ++i) {
            const auto& spec = m_spec.groups[i];
            const Path here(path, i);
            if (groupNamed(spec.id) != nullptr)
                wrong(Path(here, "id"), contract::quoted(spec.id), "another group has this id");
            Group group;
            group.id = spec.id;
            group.balance = balanceNamed(spec.balance);
            group.hashOn = spec.hashOn;
            if (spec.health)
                group.health = HealthCheck{spec.health->path, spec.health->every.value, unsigned(spec.health->healthy),
                                           unsigned(spec.health->unhealthy)};
            group.failures = unsigned(spec.failures);
            group.rest = spec.rest.value;
            group.retries = unsigned(spec.retries);
            group.connect = spec.timeouts.connect.value;
            group.firstByte = spec.timeouts.firstByte.value;
            group.idle = spec.timeouts.idle.value;
            credentials(group, spec, Path(here, "credentials"));
            if (spec.tls.clientKey && spec.tls.clientKey->starts_with("plain:"))
                wrong(Path(Path(here, "tls"), "client_key"), "plain:…", "name the file that holds it");
            if (spec.tls.clientCert.empty() != !spec.tls.clientKey)
                wrong(Path(Path(here, "tls"), "client_key"), "one of two", "client_cert and client_key go together");
            for (std::size_t k = 0; k < spec.servers.size(); ++k)
                server(group, spec, k, Path(Path(here, "servers"), k));
            if (m_around != nullptr)
                group.state = standing(group);
            m_service->groups.push_back(std::move(group));
        }
    }

    static Balance balanceNamed(std::string_view name) {
        if (name == "weighted")
            return Balance::Weighted;
        if (name == "least_busy")
            return Balance::LeastBusy;
        return name == "consistent_hash" ? Balance::ConsistentHash : Balance::RoundRobin;
    }

    void credentials(Group& group, const contract::ServiceGroupSpec& spec, const Path& path) {
        if (!spec.credentials)
            return;
        group.credentialHeader = spec.credentials->header;
        group.credentialPrefix = spec.credentials->prefix;
        if (!maySet(group.credentialHeader))
            wrong(Path(path, "header"), contract::quoted(group.credentialHeader),
                  "this header belongs to the connection or to the gateway");
        if (m_around == nullptr)
            return;
        if (auto secret = m_around->secret(spec.credentials->secret)) {
            group.credential = std::move(*secret);
        } else {
            group.credentialProblem = secret.error().message;
            warnings.push_back("the credential of group " + group.id + " cannot be read: " + group.credentialProblem);
        }
    }

    void server(Group& group, const contract::ServiceGroupSpec& spec, std::size_t index, const Path& path) {
        const auto& given = spec.servers[index];
        Server server;
        server.weight = unsigned(given.weight);
        if (!takeUrl(server, given.url)) {
            wrong(Path(path, "url"), contract::quoted(given.url), "this is not the URL of a host");
            return;
        }
        if (isForbidden(server.host)) {
            wrong(Path(path, "url"), contract::quoted(given.url),
                  "link-local addresses and those where clouds tell machines their credentials are not called");
            return;
        }
        server.place = hashOf(server.origin + server.basePath);
        for (const auto& other : group.servers) {
            if (other.place == server.place)
                wrong(Path(path, "url"), contract::quoted(given.url), "another server of the group has this URL");
        }
        if (m_around != nullptr) {
            if (auto way = m_around->way(spec.tls, server.tls, server.host, server.port)) {
                server.way = std::move(*way);
            } else {
                server.broken = way.error().message;
                warnings.push_back("server " + server.origin + " is left out: " + server.broken);
            }
            server.state = standing(group.id, server);
        }
        group.servers.push_back(std::move(server));
    }

    static bool takeUrl(Server& server, const std::string& text) {
        const auto url = boost::urls::parse_uri(text);
        if (url.has_error() || url->has_userinfo() || url->has_query() || url->has_fragment())
            return false;
        const bool known =
            url->scheme_id() == boost::urls::scheme::https || url->scheme_id() == boost::urls::scheme::http;
        server.tls = url->scheme_id() == boost::urls::scheme::https;
        server.host = url->host_address();
        server.port = server.tls ? 443 : 80;
        if (url->has_port() && !url->port().empty()) {
            const auto port = parseUnsigned(std::string_view(url->port().data(), url->port().size()));
            if (!port || *port == 0 || *port > 65'535)
                return false;
            server.port = static_cast<std::uint16_t>(*port);
        }
        server.basePath = std::string(url->encoded_path());
        while (server.basePath.ends_with('/'))
            server.basePath.pop_back();
        if (!known || server.host.empty() || (!server.basePath.empty() && server.basePath.front() != '/'))
            return false;
        server.origin = server.tls ? "https://" : "http://";
        server.origin += server.host.find(':') != std::string::npos ? "[" + server.host + "]" : server.host;
        if (server.port != (server.tls ? 443 : 80))
            server.origin += ":" + std::to_string(server.port);
        return cleanPath(server.basePath).has_value();
    }

    const Group* groupNamed(std::string_view id) const { return groupOf(*m_service, id); }
    static const Group* groupOf(const Service& service, std::string_view id) {
        const auto found = std::find_if(service.groups.begin(), service.groups.end(),
                                        [id](const Group& group) { return group.id == id; });
        return found != service.groups.end() ? &*found : nullptr;
    }

    // What stood before in the same place keeps what was learned of it.
    std::shared_ptr<ServerState> standing(std::string_view group, const Server& server) const {
        const auto* before = m_around->before != nullptr ? groupOf(*m_around->before, group) : nullptr;
        if (before != nullptr) {
            for (const auto& other : before->servers) {
                if (other.place == server.place && other.origin == server.origin && other.basePath == server.basePath)
                    return other.state;
            }
        }
        return std::make_shared<ServerState>();
    }
    std::shared_ptr<GroupState> standing(const Group& group) const {
        const auto* before = m_around->before != nullptr ? groupOf(*m_around->before, group.id) : nullptr;
        if (before == nullptr)
            return std::make_shared<GroupState>();
        // Nobody asks any more: what the checks found must not stay for ever.
        if (!group.health) {
            for (const auto& server : group.servers)
                server.state->checkedWell.store(true, std::memory_order_relaxed);
        }
        return before->state;
    }

    void rules(const Path& path) {
        for (std::size_t i = 0; i < m_spec.rules.size(); ++i)
            rule(m_spec.rules[i], Path(path, i));
        if (m_spec.rules.empty())
            rule({}, path);
    }

    void rule(const contract::ServiceRuleSpec& spec, const Path& path) {
        Rule rule;
        const Path matchPath(path, "match");
        auto pattern = PathPattern::parse(spec.match.path);
        if (!pattern) {
            wrong(Path(matchPath, "path"), contract::quoted(spec.match.path), pattern.error().message);
            return;
        }
        rule.path = std::move(*pattern);
        rule.name = spec.name.value_or(spec.match.path);
        rule.methods = spec.match.methods;
        rule.headers = spec.match.headers;
        rule.query = spec.match.query;
        rule.host = spec.match.host.value_or("");
        for (const auto& [name, ignored] : rule.headers) {
            if (!isOfTheClient(name))
                wrong(Path(matchPath, "headers"), contract::quoted(name), "rules cannot look at this header");
        }
        shares(rule, spec, Path(path, "groups"));
        request(rule, spec.request, Path(path, "request"));
        answer(rule, spec.response, Path(path, "response"));
        if (spec.cache) {
            rule.cacheFor = spec.cache->ttl.value;
            rule.vary = spec.cache->vary;
        }
        if (spec.timeout)
            rule.timeout = spec.timeout->value;
        m_service->rules.push_back(std::move(rule));
    }

    void shares(Rule& rule, const contract::ServiceRuleSpec& spec, const Path& path) {
        for (std::size_t i = 0; i < spec.groups.size(); ++i) {
            const auto found = std::find_if(m_spec.groups.begin(), m_spec.groups.end(),
                                            [&](const auto& group) { return group.id == spec.groups[i].group; });
            if (found == m_spec.groups.end())
                wrong(Path(Path(path, i), "group"), contract::quoted(spec.groups[i].group),
                      "the service has no group of this id");
            else
                rule.shares.push_back({std::size_t(found - m_spec.groups.begin()), unsigned(spec.groups[i].weight)});
        }
        if (rule.shares.empty())
            rule.shares.push_back({0, 1});
    }

    void request(Rule& rule, const contract::ServiceRequestSpec& spec, const Path& path) {
        if (spec.path) {
            auto target = PathTarget::parse(*spec.path, rule.path);
            if (target)
                rule.target = std::move(*target);
            else
                wrong(Path(path, "path"), contract::quoted(*spec.path), target.error().message);
        }
        headers(rule.setHeaders, spec.setHeaders, Path(path, "set_headers"));
        placed(rule.setQuery, spec.setQuery, Path(path, "set_query"));
        rule.removeHeaders = spec.removeHeaders;
        rule.removeQuery = spec.removeQuery;
        body(rule.body, spec.body, Path(path, "body"));
        rule.readsRequest = rule.body.has_value() || uses(rule.setHeaders, "body") || uses(rule.setQuery, "body");
        if (uses(rule.setHeaders, "status") || uses(rule.setQuery, "status") ||
            (rule.body && rule.body->uses("status")))
            wrong(path, "\"/status\"", "a request has no status yet");
    }

    void answer(Rule& rule, const contract::ServiceResponseSpec& spec, const Path& path) {
        headers(rule.setAnswerHeaders, spec.setHeaders, Path(path, "set_headers"));
        rule.removeAnswerHeaders = spec.removeHeaders;
        rule.passHeaders = spec.passHeaders;
        for (const auto& [from, to] : spec.status) {
            const auto code = from.ends_with("xx") ? parseUnsigned(from.substr(0, 1)) : parseUnsigned(from);
            rule.status.emplace(int(code.value_or(0)), int(parseUnsigned(to).value_or(0)));
        }
        body(rule.answerBody, spec.body, Path(path, "body"));
        rule.readsAnswer = rule.answerBody.has_value() || uses(rule.setAnswerHeaders, "body");
    }

    static bool uses(const std::vector<std::pair<std::string, PlacedText>>& texts, std::string_view member) {
        return std::any_of(texts.begin(), texts.end(),
                           [member](const auto& entry) { return entry.second.uses(member); });
    }

    void headers(std::vector<std::pair<std::string, PlacedText>>& out, const std::map<std::string, std::string>& given,
                 const Path& path) {
        for (const auto& [name, ignored] : given) {
            if (!maySet(name))
                wrong(Path(path, name), contract::quoted(name),
                      "this header belongs to the connection or to the gateway");
        }
        placed(out, given, path);
    }

    void placed(std::vector<std::pair<std::string, PlacedText>>& out, const std::map<std::string, std::string>& given,
                const Path& path) {
        for (const auto& [name, text] : given) {
            auto parsed = PlacedText::parse(text);
            if (parsed)
                out.emplace_back(name, std::move(*parsed));
            else
                wrong(Path(path, name), contract::quoted(text), parsed.error().message);
        }
    }

    void body(std::optional<PlacedBody>& out, const std::optional<boost::json::value>& given, const Path& path) {
        if (!given)
            return;
        auto parsed = PlacedBody::parse(*given);
        if (parsed)
            out = std::move(*parsed);
        else
            wrong(path, "a JSON value", parsed.error().message);
    }

    void cors(const Path& path) {
        if (!m_spec.cors)
            return;
        const auto& spec = *m_spec.cors;
        const bool any = std::find(spec.origins.begin(), spec.origins.end(), "*") != spec.origins.end();
        if (any && spec.credentials)
            wrong(Path(path, "credentials"), "true", "not with the origin *: name the origins");
        Cors cors{spec.origins, spec.methods, spec.headers, spec.expose, {}, spec.credentials};
        cors.maxAge = std::chrono::duration_cast<std::chrono::seconds>(spec.maxAge.value);
        m_service->cors = std::move(cors);
    }

    void validation(const Path& path) {
        const auto& spec = m_spec.validation;
        m_service->checksRequests = spec.requests;
        m_service->checksAnswers = spec.responses == "log";
        if (!spec.document)
            return;
        if (m_around != nullptr && m_around->before != nullptr && m_around->before->written == m_service->written) {
            m_service->validation = m_around->before->validation;
            return;
        }
        auto made = Validation::make(*spec.document);
        if (made)
            m_service->validation = std::move(*made);
        else
            wrong(Path(path, "document"), "a document", made.error().message);
    }

    const contract::ServiceSpec& m_spec;
    const Surroundings* m_around;
    std::shared_ptr<Service> m_service;
};

} // namespace

contract::Checked<Compiled> compileService(const contract::ServiceSpec& spec, const Surroundings& around,
                                           const Path& path) {
    Compiling compiling(spec, &around);
    compiling.run(path);
    if (!compiling.faults.empty())
        return tl::unexpected<Faults>(std::move(compiling.faults));
    return Compiled{compiling.take(), std::move(compiling.warnings)};
}

Faults checkService(const contract::ServiceSpec& spec, const Path& path) {
    Compiling compiling(spec, nullptr);
    compiling.run(path);
    return std::move(compiling.faults);
}

} // namespace gatehouse::services
