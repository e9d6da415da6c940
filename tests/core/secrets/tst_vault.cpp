// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/vault.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::secrets;

namespace {

bool changesADisk(unsigned long long call) {
    switch (call) {
    case SYS_openat: // makes files
    case SYS_write:
    case SYS_fsync:
#ifdef SYS_rename // newer machines know only the forms that name a folder
    case SYS_rename:
    case SYS_link:
    case SYS_unlink:
#endif
    case SYS_renameat:
    case SYS_linkat:
    case SYS_unlinkat:
        return true;
    default:
        return false;
    }
}

// Runs the work in a child that is killed as it enters its system call number "calls" of those that may change a disk.
// Answers whether it died so; false: the work had ended before. nullopt: tracing is not allowed here.
std::optional<bool> runUntil(int calls, const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
            ::_exit(9);
        (void)::raise(SIGSTOP);
        work();
        ::_exit(0);
    }
    int status = 0;
    (void)::waitpid(child, &status, 0);
    if (!WIFSTOPPED(status))
        return std::nullopt;
    (void)::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD);
    for (int entered = 0; entered <= calls;) {
        (void)::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        (void)::waitpid(child, &status, 0);
        if (!WIFSTOPPED(status))
            return false;
        struct __ptrace_syscall_info info {};
        if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) > 0 && info.op == PTRACE_SYSCALL_INFO_ENTRY &&
            changesADisk(info.entry.nr))
            ++entered;
    }
    (void)::kill(child, SIGKILL);
    (void)::waitpid(child, &status, 0);
    return true;
}

long lockedKilobytes() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const auto& line : status.readAll().split('\n')) {
        if (line.startsWith("VmLck:"))
            return line.mid(6).trimmed().split(' ').first().toLong();
    }
    return 0;
}

} // namespace

class TestVault : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsSecretsAcrossOpenings();
    void openingTouchesNothing();
    void filesAreTheOwnersAlone();
    void namesNeedNoKey();
    void theFileHoldsNoSecret();
    void removes();
    void aPassphraseOpensItToo();
    void aWrongPassphraseChangesNothing();
    void aWrongKeyFileChangesNothing();
    void aMissingKeyIsSaid();
    void anotherKindOfKeyIsSaid();
    void aShortOrOpenKeyFileIsRefused();
    void everyTruncationIsDamage();
    void everyChangedByteIsNoticed();
    void secretsCannotChangePlaces();
    void aFailedWriteChangesNothing();
    void noTemporaryFileStays();
    void rotatesToAnotherKey();
    void rotatesToAKeyThatTheOperatorPutsInPlace();
    void rotatesOnlyWhatThereIs();
    void aFailedRotationKeepsTheOldKey();
    void aRotationKilledAnywhereLeavesOneKeyThatOpens();
    void keysLieInLockedMemory();
    void refusesWrongNamesAndSizes();
    void noMessageHoldsASecret();

private:
    std::string file(const char* name) const { return m_folder->filePath(QLatin1String(name)).toStdString(); }
    VaultKey keyFile(const char* name = "vault-key") const {
        VaultKey key;
        key.keyFile = file(name);
        key.makeKeyFile = true;
        return key;
    }
    static VaultKey passphrase(std::string_view text) {
        VaultKey key;
        key.passphrase = std::make_shared<const Secret>(text);
        return key;
    }
    static NewVaultKey toPassphrase(std::string_view text) {
        NewVaultKey key;
        key.passphrase = std::make_shared<const Secret>(text);
        return key;
    }
    Vault vault(VaultKey key) const { return Vault(file("vault"), std::move(key)); }
    Vault vault() const { return vault(keyFile()); }
    QByteArray bytes(const char* name = "vault") const {
        QFile in(QString::fromStdString(file(name)));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    void setBytes(const QByteArray& content, const char* name = "vault") const {
        QFile out(QString::fromStdString(file(name)));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write");
        out.close();
        (void)::chmod(file(name).c_str(), 0600);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestVault::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestVault::keepsSecretsAcrossOpenings() {
    {
        auto first = vault();
        QVERIFY(first.write("openai", Secret("sk-one")).has_value());
        QVERIFY(first.write("anthropic", Secret("sk-two")).has_value());
        QVERIFY(first.write("openai", Secret("sk-three")).has_value());
    }
    auto second = vault();
    QVERIFY(second.read("openai")->reveal() == "sk-three");
    QVERIFY(second.read("anthropic")->reveal() == "sk-two");
    const auto absent = second.read("absent");
    QVERIFY(!absent.has_value());
    QVERIFY(absent.error().kind == ErrorKind::NotFound);
    QCOMPARE(absent.error().code, std::string("secret_not_found"));
    QVERIFY(*second.contains("openai"));
    QVERIFY(!*second.contains("absent"));
}

void TestVault::openingTouchesNothing() {
    QElapsedTimer timer;
    timer.start();
    auto some = vault(passphrase("long enough to be slow"));
    QVERIFY(!some.exists());
    QVERIFY(some.names()->empty());
    QVERIFY(!some.read("x").has_value());
    auto other = vault();
    QVERIFY(!*other.contains("x"));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void TestVault::filesAreTheOwnersAlone() {
    const auto before = ::umask(0);
    auto some = vault();
    const bool written = some.write("a", Secret("secret")).has_value();
    ::umask(before);
    QVERIFY(written);
    for (const char* name : {"vault", "vault-key"}) {
        struct stat status {};
        QCOMPARE(::stat(file(name).c_str(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
    }
}

void TestVault::namesNeedNoKey() {
    QVERIFY(vault().write("b", Secret("secret")).has_value());
    QVERIFY(vault().write("a", Secret("secret")).has_value());
    QFile::remove(QString::fromStdString(file("vault-key")));
    const auto names = vault(VaultKey{}).names();
    QVERIFY(names.has_value());
    QVERIFY((*names == std::vector<std::string>{"a", "b"}));
}

void TestVault::theFileHoldsNoSecret() {
    auto some = vault();
    QVERIFY(some.write("a", Secret("planted-secret-text")).has_value());
    QVERIFY(!bytes().contains("planted"));
    const auto before = bytes();
    QVERIFY(some.write("a", Secret("planted-secret-text")).has_value());
    QVERIFY(before != bytes()); // sealed anew each time
}

void TestVault::removes() {
    auto some = vault();
    QVERIFY(some.write("a", Secret("one")).has_value());
    QVERIFY(some.remove("a").has_value());
    QCOMPARE(some.remove("a").error().code, std::string("secret_not_found"));
    QVERIFY(vault().names()->empty());
    QVERIFY(vault().write("b", Secret("two")).has_value());
    QVERIFY(vault().read("b")->reveal() == "two");
}

void TestVault::aPassphraseOpensItToo() {
    QVERIFY(vault(passphrase("correct horse")).write("a", Secret("one")).has_value());
    QVERIFY(vault(passphrase("correct horse")).read("a")->reveal() == "one");
    QVERIFY(!QFile::exists(QString::fromStdString(file("vault-key"))));
}

void TestVault::aWrongPassphraseChangesNothing() {
    QVERIFY(vault(passphrase("correct horse")).write("a", Secret("one")).has_value());
    const auto before = bytes();
    auto wrong = vault(passphrase("planted wrong horse"));
    for (const auto& error : {wrong.read("a").error(), wrong.write("b", Secret("two")).error(),
                              wrong.remove("a").error(), wrong.rotate(toPassphrase("new")).error()}) {
        QCOMPARE(error.code, std::string("vault_wrong_key"));
        QVERIFY(error.message.find("passphrase") != std::string::npos);
        QVERIFY(error.message.find("planted") == std::string::npos);
    }
    QCOMPARE(bytes(), before);
}

void TestVault::aWrongKeyFileChangesNothing() {
    QVERIFY(vault().write("a", Secret("one")).has_value());
    const auto before = bytes();
    setBytes(QByteArray(64, 'x'), "other-key");
    auto wrong = vault(keyFile("other-key"));
    QCOMPARE(wrong.read("a").error().code, std::string("vault_wrong_key"));
    QCOMPARE(wrong.write("a", Secret("two")).error().code, std::string("vault_wrong_key"));
    QCOMPARE(bytes(), before);
    QVERIFY(vault().read("a")->reveal() == "one");
}

void TestVault::aMissingKeyIsSaid() {
    QVERIFY(vault().write("a", Secret("one")).has_value());
    QFile::remove(QString::fromStdString(file("vault-key")));
    const auto missing = vault().read("a"); // and no new one is made for an old vault
    QCOMPARE(missing.error().code, std::string("vault_no_key"));
    QVERIFY(missing.error().message.find(file("vault-key")) != std::string::npos);
    QVERIFY(!QFile::exists(QString::fromStdString(file("vault-key"))));

    VaultKey named;
    named.keyFile = file("never-made");
    QCOMPARE(Vault(file("vault2"), named).write("a", Secret("one")).error().code, std::string("vault_no_key"));
    QCOMPARE(Vault(file("vault2"), VaultKey{}).write("a", Secret("one")).error().code, std::string("vault_no_key"));
    QVERIFY(!QFile::exists(QString::fromStdString(file("vault2"))));
}

void TestVault::anotherKindOfKeyIsSaid() {
    QVERIFY(vault().write("a", Secret("one")).has_value());
    const auto wrong = vault(passphrase("correct horse")).read("a");
    QCOMPARE(wrong.error().code, std::string("vault_wrong_key"));
    QVERIFY(wrong.error().message.find("--vault-key-file") != std::string::npos);
    QVERIFY(Vault(file("vault2"), passphrase("p")).write("a", Secret("one")).has_value());
    const auto none = Vault(file("vault2"), keyFile()).read("a");
    QCOMPARE(none.error().code, std::string("vault_no_key"));
    QVERIFY(none.error().message.find("GATEHOUSE_VAULT_PASSPHRASE") != std::string::npos);
}

void TestVault::aShortOrOpenKeyFileIsRefused() {
    setBytes("short", "vault-key");
    QCOMPARE(vault().write("a", Secret("one")).error().code, std::string("vault_no_key"));
    setBytes(QByteArray(64, 'x'), "vault-key");
    (void)::chmod(file("vault-key").c_str(), 0644);
    QCOMPARE(vault().write("a", Secret("one")).error().code, std::string("secret_file_permissions"));
    QVERIFY(!vault().exists());
}

void TestVault::everyTruncationIsDamage() {
    QVERIFY(vault().write("a", Secret("one")).has_value());
    const auto whole = bytes();
    for (qsizetype size = 0; size < whole.size(); ++size) {
        setBytes(whole.left(size));
        const auto secret = vault().read("a");
        QVERIFY(!secret.has_value());
        QCOMPARE(secret.error().code, std::string("vault_damaged"));
        QCOMPARE(vault().write("b", Secret("two")).error().code, std::string("vault_damaged"));
        QCOMPARE(bytes().size(), size);
    }
    setBytes(whole + "x");
    QCOMPARE(vault().read("a").error().code, std::string("vault_damaged"));
}

void TestVault::everyChangedByteIsNoticed() {
    QVERIFY(vault().write("a", Secret("one")).has_value());
    const auto whole = bytes();
    for (qsizetype at = 0; at < whole.size(); ++at) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x40);
        setBytes(changed);
        const auto secret = vault().read("a");
        QVERIFY(!secret.has_value());
        QVERIFY2(secret.error().code == "vault_damaged" || secret.error().code == "vault_version",
                 secret.error().code.c_str());
    }
}

// Somebody who can write the file can compute its checksum, but not what the key authenticates.
void TestVault::secretsCannotChangePlaces() {
    auto some = vault();
    QVERIFY(some.write("aa", Secret("one")).has_value());
    QVERIFY(some.write("bb", Secret("two")).has_value());
    auto changed = bytes();
    const auto first = changed.indexOf("aa");
    const auto second = changed.lastIndexOf("bb");
    QVERIFY(first > 0 && second > first);
    const qsizetype size = 72 + 4 + 40 + 3; // sealed data key, length, sealed secret
    const auto one = changed.mid(first + 2, size);
    const auto two = changed.mid(second + 2, size);
    changed.replace(first + 2, size, two);
    changed.replace(second + 2, size, one);
    setBytes(changed);
    QVERIFY(!vault().read("aa").has_value());
}

void TestVault::aFailedWriteChangesNothing() {
    auto some = vault();
    QVERIFY(some.write("a", Secret("one")).has_value());
    const auto before = bytes();
    // The folder is away for a moment: nothing can be written there, not even by root.
    const QString kept = m_folder->path() + QStringLiteral("-kept");
    QVERIFY(QDir().rename(m_folder->path(), kept));
    const auto failed = some.write("b", Secret("two"));
    QVERIFY(QDir().rename(kept, m_folder->path()));
    QVERIFY(!failed.has_value());
    QCOMPARE(failed.error().code, std::string("vault_unwritable"));
    QCOMPARE(bytes(), before);
    QVERIFY(!*some.contains("b"));
    QVERIFY(some.read("a")->reveal() == "one");
}

void TestVault::noTemporaryFileStays() {
    auto some = vault();
    for (int i = 0; i < 5; ++i)
        QVERIFY(some.write("a", Secret("one")).has_value());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 2);
}

void TestVault::rotatesToAnotherKey() {
    auto some = vault();
    QVERIFY(some.write("a", Secret("one")).has_value());
    QVERIFY(some.write("b", Secret("two")).has_value());
    QVERIFY(some.rotate(toPassphrase("new horse")).has_value());
    QVERIFY(some.read("a")->reveal() == "one");
    QVERIFY(some.write("c", Secret("three")).has_value());
    QVERIFY(vault(passphrase("new horse")).read("b")->reveal() == "two");
    QCOMPARE(vault().read("a").error().code, std::string("vault_no_key"));
    const auto before = bytes("vault-key");
    QVERIFY(some.rotate({}).has_value());
    QVERIFY(bytes("vault-key") != before);
    QVERIFY(some.read("b")->reveal() == "two");
    QVERIFY(vault().read("c")->reveal() == "three");
    QCOMPARE(vault(passphrase("new horse")).read("c").error().code, std::string("vault_wrong_key"));
    setBytes(before, "old-key");
    QCOMPARE(vault(keyFile("old-key")).read("c").error().code, std::string("vault_wrong_key"));
}

void TestVault::rotatesToAKeyThatTheOperatorPutsInPlace() {
    const std::string fresh(48, 'k');
    auto some = vault();
    QVERIFY(some.write("a", Secret("one")).has_value());
    NewVaultKey given;
    given.keyFileContent = std::make_shared<const Secret>(fresh);
    QVERIFY(some.rotate(given).has_value());
    QVERIFY(some.write("b", Secret("two")).has_value());
    QCOMPARE(vault().read("a").error().code, std::string("vault_wrong_key"));
    setBytes(QByteArray::fromStdString(fresh), "vault-key");
    QVERIFY(vault().read("a")->reveal() == "one");
    VaultKey content;
    content.keyFileContent = given.keyFileContent;
    auto byContent = vault(content);
    QVERIFY(byContent.read("b")->reveal() == "two");
    // Such a key is nobody's file: there is no place to make another.
    QCOMPARE(byContent.rotate({}).error().code, std::string("vault_no_key"));
    given.keyFileContent = std::make_shared<const Secret>("short");
    QCOMPARE(byContent.rotate(given).error().code, std::string("vault_no_key"));
    QVERIFY(vault().read("a")->reveal() == "one");
}

void TestVault::rotatesOnlyWhatThereIs() {
    QCOMPARE(vault().rotate({}).error().code, std::string("vault_absent"));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void TestVault::aFailedRotationKeepsTheOldKey() {
    auto some = vault();
    QVERIFY(some.write("a", Secret("one")).has_value());
    const auto before = bytes();
    const QString kept = m_folder->path() + QStringLiteral("-kept");
    QVERIFY(QDir().rename(m_folder->path(), kept));
    const auto toNewFile = some.rotate({});
    const auto toWords = some.rotate(toPassphrase("new"));
    QVERIFY(QDir().rename(kept, m_folder->path()));
    QVERIFY(!toNewFile.has_value());
    QVERIFY(!toWords.has_value());
    QCOMPARE(bytes(), before);
    QVERIFY(some.read("a")->reveal() == "one");
    QVERIFY(some.write("b", Secret("two")).has_value());
    QVERIFY(vault().read("b")->reveal() == "two");
}

// The process dies before each system call of a rotation in turn: all that reaches the disk is made by one of them.
void TestVault::aRotationKilledAnywhereLeavesOneKeyThatOpens() {
    QVERIFY(vault().write("a", Secret("one")).has_value());
    bool finished = false;
    int oldKey = 0;
    int newKey = 0;
    for (int calls = 0; !finished; ++calls) {
        QVERIFY(calls < 2'000);
        const auto before = bytes("vault-key");
        const auto died = runUntil(calls, [this] { (void)vault().rotate({}); });
        if (!died)
            QSKIP("this machine lets no process trace another");
        finished = !*died;
        setBytes(before, "kept-key");
        auto again = vault();
        const auto secret = again.read("a");
        QVERIFY2(secret.has_value(), secret ? "" : secret.error().message.c_str());
        QVERIFY(secret->reveal() == "one");
        ++(vault(keyFile("kept-key")).read("a").has_value() ? oldKey : newKey);
        QVERIFY(again.write("b", Secret("two")).has_value());
        QVERIFY(vault().read("b")->reveal() == "two");
    }
    QVERIFY(oldKey > 5);
    QVERIFY(newKey > 1);
    // To a passphrase: one file only, so a few deaths are enough.
    finished = false;
    for (int calls = 0; !finished; calls += 2) {
        const auto died = runUntil(calls, [this] { (void)vault().rotate(toPassphrase("horse")); });
        finished = !*died;
        QVERIFY(vault().read("a").has_value() != vault(passphrase("horse")).read("a").has_value());
        auto words = passphrase("horse");
        words.keyFile = file("vault-key");
        if (vault(words).read("a").has_value())
            QVERIFY(vault(words).rotate({}).has_value());
    }
}

void TestVault::keysLieInLockedMemory() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("sanitizers lock no memory");
#endif
    struct rlimit limit {};
    QCOMPARE(::getrlimit(RLIMIT_MEMLOCK, &limit), 0);
    if (limit.rlim_cur < 1024 * 1024)
        QSKIP("this machine lets no memory be locked");
    const auto before = lockedKilobytes();
    {
        auto some = vault();
        QVERIFY(some.write("a", Secret("one")).has_value());
        const auto secret = some.read("a");
        // A page each at the least: the master key and the opened secret.
        QVERIFY(lockedKilobytes() >= before + 8);
    }
    QCOMPARE(lockedKilobytes(), before);
}

void TestVault::refusesWrongNamesAndSizes() {
    auto some = vault();
    QCOMPARE(some.write("a/b", Secret("one")).error().code, std::string("invalid_secret_name"));
    QCOMPARE(some.write("a", Secret()).error().code, std::string("invalid_secret"));
    QCOMPARE(some.write("a", Secret(std::string(64 * 1024 + 1, 'x'))).error().code, std::string("invalid_secret"));
    const std::string largest(64 * 1024, 'x');
    QVERIFY(some.write("a", Secret(largest)).has_value());
    QVERIFY(vault().read("a")->reveal() == largest);
    QVERIFY(some.write("bytes", Secret(std::string_view("\0\n\xFF", 3))).has_value());
    QVERIFY(vault().read("bytes")->reveal() == std::string_view("\0\n\xFF", 3));
}

void TestVault::noMessageHoldsASecret() {
    QVERIFY(vault().write("a", Secret("planted-one")).has_value());
    auto changed = bytes();
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
    setBytes(changed);
    auto some = vault();
    for (const auto& error : {some.read("a").error(), some.write("a", Secret("planted-two")).error(),
                              some.write("!", Secret("planted-two")).error()})
        QVERIFY(error.message.find("planted") == std::string::npos);
}

QTEST_APPLESS_MAIN(TestVault)
#include "tst_vault.moc"
