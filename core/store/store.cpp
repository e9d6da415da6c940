// SPDX-License-Identifier: Apache-2.0
#include "core/store/store.h"

#include "core/store/audit_repository.h"
#include "core/store/backup.h"
#include "core/store/cache_table.h"
#include "core/store/call_writer.h"
#include "core/store/connection.h"
#include "core/store/delivery_table.h"
#include "core/store/job_table.h"
#include "core/store/node.h"
#include "core/store/object_repository.h"
#include "core/store/postgres_link.h"
#include "core/store/postgres_notices.h"
#include "core/store/schema.h"
#include "core/store/small_repositories.h"
#include "core/store/sql_reader.h"
#include "core/store/store_size.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::store {
namespace {

constexpr std::string_view scheme = "sqlite:";

tl::unexpected<Error> unwritable(const std::string& path, int code) {
    return failure(ErrorKind::Unavailable, "store_unwritable",
                   "cannot write " + path + ": " + std::strerror(code) +
                       "; choose another data folder (--data-dir) or make this one writable");
}

// Every missing folder of the path, for this user only.
Result<void> makeFolder(const std::string& path) {
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const auto part = path.substr(0, end);
        if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST)
            return unwritable(part, errno);
        if (end == std::string::npos)
            return {};
    }
}

// The file is there, with mode 0600, before the database opens it: its side files take over that mode.
Result<void> makeFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return unwritable(path, errno);
    struct stat info {};
    if (::fstat(file, &info) == 0 && info.st_uid == ::geteuid() && (info.st_mode & 0077U) != 0)
        static_cast<void>(::fchmod(file, 0600));
    ::close(file);
    return {};
}

} // namespace

Result<std::string> sqliteFile(const StoreOptions& options) {
    if (!std::string_view(options.url).starts_with(scheme))
        return failure(ErrorKind::Invalid, "store_unsupported",
                       "store.url: a store is kept at \"sqlite:\", \"sqlite:/PATH\" or "
                       "\"postgres://user:password@host:port/database\"");
    if (auto made = makeFolder(options.dataDirectory); !made)
        return tl::unexpected(made.error());
    const auto path = options.url.substr(scheme.size());
    return path.empty() ? options.dataDirectory + "/gatehouse.db" : path;
}

struct Store::Impl {
    StoreOptions options;
    std::string file;      // of SQLite
    SharedSecret postgres; // or the address of this
    Node node;
    std::shared_ptr<Turns> turns = std::make_shared<Turns>();
    std::unique_ptr<Connection> connection;
    std::unique_ptr<SqlObjectRepository> objects;
    std::unique_ptr<SqlAuditRepository> audit;
    std::unique_ptr<SqlSecretMetadataRepository> secrets;
    std::unique_ptr<SqlSettingsRepository> settings;
    std::unique_ptr<SqlFeedbackRepository> feedback;
    std::unique_ptr<SqlPeopleRepository> people;

    // Where the database is, and that its folder and file are there.
    Result<void> locate() {
        if (isPostgresUrl(options.url)) {
            if (auto made = makeFolder(options.dataDirectory); !made)
                return made;
            postgres = std::make_shared<const Secret>(Secret::take(options.url));
            turns = nullptr; // its own locks are fair, and recorders do not wait for changes
            return checkPostgresUrl(*postgres);
        }
        auto found = sqliteFile(options);
        if (!found)
            return tl::unexpected(found.error());
        file = std::move(*found);
        return makeFile(file);
    }

    ConnectionOptions forRole(ConnectionOptions::Role role, std::chrono::milliseconds patience) const {
        ConnectionOptions out;
        out.file = file;
        out.role = role;
        out.patience = patience;
        out.mostPages = options.mostPages;
        out.turns = turns;
        out.postgres = postgres;
        out.node = node.id;
        return out;
    }
};

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(StoreOptions options) {
    auto impl = std::make_unique<Impl>();
    impl->options = std::move(options);
    if (auto done = impl->locate(); !done)
        return tl::unexpected(done.error());
    auto connection = Connection::open(impl->forRole(ConnectionOptions::Role::Control, impl->options.patience));
    if (!connection)
        return tl::unexpected(connection.error());
    impl->connection = std::move(*connection);
    if (auto done = migrate(*impl->connection); !done)
        return tl::unexpected(done.error());
    if (auto done = prepareForVacuum(*impl->connection); !done)
        return tl::unexpected(done.error());
    auto node = nodeOf(*impl->connection, impl->options.dataDirectory);
    if (!node)
        return tl::unexpected(node.error());
    impl->node = std::move(*node);
    impl->objects = std::make_unique<SqlObjectRepository>(*impl->connection);
    impl->audit = std::make_unique<SqlAuditRepository>(*impl->connection);
    impl->secrets = std::make_unique<SqlSecretMetadataRepository>(*impl->connection);
    impl->settings = std::make_unique<SqlSettingsRepository>(*impl->connection);
    impl->feedback = std::make_unique<SqlFeedbackRepository>(*impl->connection);
    impl->people = std::make_unique<SqlPeopleRepository>(*impl->connection);
    return std::unique_ptr<Store>(new Store(std::move(impl)));
}

ObjectRepository& Store::objects() {
    return *m_impl->objects;
}
AuditRepository& Store::audit() {
    return *m_impl->audit;
}
SecretMetadataRepository& Store::secrets() {
    return *m_impl->secrets;
}
FeedbackRepository& Store::feedback() {
    return *m_impl->feedback;
}

PeopleRepository& Store::people() {
    return *m_impl->people;
}

SettingsRepository& Store::settings() {
    return *m_impl->settings;
}

std::unique_ptr<telemetry::RecordWriter> Store::recordWriter(RetentionSettings retention) const {
    // Short: the recorder has a queue to look after, and tries again by itself.
    return std::make_unique<CallWriter>(
        m_impl->forRole(ConnectionOptions::Role::Recorder, std::chrono::milliseconds(500)), retention);
}

Result<std::unique_ptr<cache::EntryKeeper>> Store::cacheKeeper() const {
    return CacheTable::open(m_impl->forRole(ConnectionOptions::Role::Beside, m_impl->options.patience));
}

// A job is acknowledged when it is on the disk.
Result<std::unique_ptr<jobs::JobKeeper>> Store::jobKeeper() const {
    return JobTable::open(m_impl->forRole(ConnectionOptions::Role::Control, m_impl->options.patience));
}

Result<std::unique_ptr<notices::DeliveryKeeper>> Store::deliveryKeeper() const {
    return DeliveryTable::open(m_impl->forRole(ConnectionOptions::Role::Beside, m_impl->options.patience));
}

Result<std::unique_ptr<Reader>> Store::reader() const {
    return SqlReader::open(m_impl->forRole(ConnectionOptions::Role::Read, std::chrono::milliseconds(1'000)));
}

Result<BackupFacts> Store::backup(const BackupOptions& options, const BackupSink& sink) const {
    auto connection =
        Connection::open(m_impl->forRole(ConnectionOptions::Role::Read, std::chrono::milliseconds(4'000)));
    if (!connection)
        return tl::unexpected(connection.error());
    return writeBackup(**connection, options, sink);
}

std::unique_ptr<ChangeNotices> Store::changeNotices(ChangeNotices::Tell tell) const {
    if (!postgres())
        return nullptr;
    return std::make_unique<PostgresNotices>(m_impl->postgres, std::move(tell));
}

std::string Store::sequenceFile() const {
    const auto& store = m_impl->node.store;
    return m_impl->options.dataDirectory + (store.empty() ? "/calls.sequence" : "/calls-" + store + ".sequence");
}
std::string Store::databaseFile() const {
    return m_impl->file;
}

bool Store::postgres() const {
    return m_impl->postgres != nullptr;
}

Result<std::string> Store::integrity() {
    if (postgres()) {
        const auto answer = m_impl->connection->value(QStringLiteral("SELECT 'ok'"));
        return answer ? Result<std::string>(fromQt(answer->toString())) : tl::unexpected(answer.error());
    }
    const auto answer = m_impl->connection->value(QStringLiteral("PRAGMA integrity_check(5)"));
    if (!answer)
        return tl::unexpected(answer.error());
    return fromQt(answer->toString());
}

} // namespace gatehouse::store
