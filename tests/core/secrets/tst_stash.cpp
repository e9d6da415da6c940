// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/stash.h"

#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <string>

using namespace gatehouse;
using namespace gatehouse::secrets;

namespace {

class FakeKeyChain final : public KeyChain {
public:
    bool present() const override { return true; }
    Result<Secret> read(std::string_view name) override {
        const auto found = kept.find(name);
        if (found == kept.end())
            return failure(ErrorKind::NotFound, "secret_not_found", "not there");
        return Secret(found->second);
    }
    Result<void> write(std::string_view name, const Secret& secret) override {
        if (locked)
            return failure(ErrorKind::Unavailable, "keychain_locked", "locked");
        kept[std::string(name)] = std::string(secret.reveal());
        return {};
    }
    Result<void> remove(std::string_view name) override {
        if (locked)
            return failure(ErrorKind::Unavailable, "keychain_locked", "locked");
        if (kept.erase(std::string(name)) == 0)
            return failure(ErrorKind::NotFound, "secret_not_found", "not there");
        return {};
    }
    std::map<std::string, std::string, std::less<>> kept;
    bool locked = false;
};

class FakeIndex final : public SecretIndex {
public:
    Result<void> put(const SecretEntry& entry) override {
        if (broken)
            return failure(ErrorKind::Unavailable, "store_locked", "the store is locked");
        entries[entry.name] = entry;
        return {};
    }
    Result<void> remove(std::string_view name) override {
        entries.erase(std::string(name));
        return {};
    }
    Result<std::optional<SecretEntry>> find(std::string_view name) override {
        const auto found = entries.find(name);
        return found == entries.end() ? std::nullopt : std::optional(found->second);
    }
    Result<std::vector<SecretEntry>> list() override {
        std::vector<SecretEntry> all;
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
            all.push_back(entry->second);
        return all;
    }
    std::map<std::string, SecretEntry, std::less<>> entries;
    bool broken = false;
};

class FakeClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return {}; }
    WallMicros wall() const override { return 1234; }
};

} // namespace

class TestStash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void prefersTheKeyChain();
    void fallsBackToTheVault();
    void withoutKeyChainUsesTheVault();
    void aKeptNameStaysWhereItIs();
    void aKeyChainSecretIsNotShadowedByTheVault();
    void listsNamesInOrder();
    void removesFromItsPlace();
    void whatWasRemovedByHandLeavesTheList();
    void anUnlistedSecretIsTakenBack();
    void refusesWrongInput();

private:
    SecretStash stash(KeyChain* keyChain) { return SecretStash(keyChain, *m_vault, *m_index, m_clock); }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Vault> m_vault;
    std::unique_ptr<FakeIndex> m_index;
    std::unique_ptr<FakeKeyChain> m_keyChain;
    FakeClock m_clock;
};

void TestStash::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    VaultKey key;
    key.keyFile = m_folder->filePath(QStringLiteral("key")).toStdString();
    key.makeKeyFile = true;
    m_vault = std::make_unique<Vault>(m_folder->filePath(QStringLiteral("vault")).toStdString(), key);
    m_index = std::make_unique<FakeIndex>();
    m_keyChain = std::make_unique<FakeKeyChain>();
}

void TestStash::prefersTheKeyChain() {
    auto some = stash(m_keyChain.get());
    const auto reference = some.put("openai", Secret("sk-1234567890abcd"));
    QCOMPARE(reference.value(), std::string("keychain:openai"));
    QCOMPARE(m_keyChain->kept.at("openai"), std::string("sk-1234567890abcd"));
    QVERIFY(!m_vault->exists());
    const auto& entry = m_index->entries.at("openai");
    QCOMPARE(entry.lastFour, std::string("abcd"));
    QCOMPARE(entry.date, WallMicros(1234));
    QVERIFY(entry.place == Place::KeyChain);
    QVERIFY(*some.exists("openai"));
    QVERIFY(**some.where("openai") == Place::KeyChain);
    QVERIFY(!some.where("absent")->has_value());
}

void TestStash::fallsBackToTheVault() {
    m_keyChain->locked = true;
    auto some = stash(m_keyChain.get());
    QCOMPARE(some.put("openai", Secret("sk-1")).value(), std::string("vault:openai"));
    QVERIFY(m_vault->read("openai")->reveal() == "sk-1");
    QVERIFY(m_index->entries.at("openai").place == Place::Vault);
    QCOMPARE(m_index->entries.at("openai").lastFour, std::string()); // too short to show any of it
}

void TestStash::withoutKeyChainUsesTheVault() {
    QCOMPARE(stash(nullptr).put("openai", Secret("sk-1")).value(), std::string("vault:openai"));
}

void TestStash::aKeptNameStaysWhereItIs() {
    m_keyChain->locked = true;
    auto some = stash(m_keyChain.get());
    QCOMPARE(some.put("openai", Secret("sk-1")).value(), std::string("vault:openai"));
    m_keyChain->locked = false;
    QCOMPARE(some.put("openai", Secret("sk-2")).value(), std::string("vault:openai"));
    QVERIFY(m_vault->read("openai")->reveal() == "sk-2");
    QVERIFY(m_keyChain->kept.empty());
}

void TestStash::aKeyChainSecretIsNotShadowedByTheVault() {
    QVERIFY(stash(m_keyChain.get()).put("openai", Secret("sk-1")).has_value());
    m_keyChain->locked = true;
    QCOMPARE(stash(m_keyChain.get()).put("openai", Secret("sk-2")).error().code, std::string("keychain_locked"));
    QCOMPARE(stash(nullptr).put("openai", Secret("sk-2")).error().code, std::string("keychain_unavailable"));
    QCOMPARE(stash(nullptr).remove("openai").error().code, std::string("keychain_unavailable"));
    QVERIFY(!m_vault->exists());
}

void TestStash::listsNamesInOrder() {
    auto some = stash(m_keyChain.get());
    for (const char* name : {"c", "a", "b"})
        QVERIFY(some.put(name, Secret("sk-1")).has_value());
    const auto entries = some.list();
    QCOMPARE(entries->size(), std::size_t(3));
    QCOMPARE((*entries)[0].name, std::string("a"));
    QCOMPARE((*entries)[2].name, std::string("c"));
}

void TestStash::removesFromItsPlace() {
    auto some = stash(m_keyChain.get());
    QVERIFY(some.put("a", Secret("sk-1")).has_value());
    QVERIFY(stash(nullptr).put("b", Secret("sk-2")).has_value());
    QVERIFY(some.remove("a").has_value());
    QVERIFY(some.remove("b").has_value());
    QVERIFY(m_keyChain->kept.empty());
    QVERIFY(m_vault->names()->empty());
    QVERIFY(m_index->entries.empty());
    QCOMPARE(some.remove("a").error().code, std::string("secret_not_found"));
}

void TestStash::whatWasRemovedByHandLeavesTheList() {
    auto some = stash(m_keyChain.get());
    QVERIFY(some.put("a", Secret("sk-1")).has_value());
    m_keyChain->kept.clear();
    QVERIFY(some.remove("a").has_value());
    QVERIFY(m_index->entries.empty());
}

void TestStash::anUnlistedSecretIsTakenBack() {
    m_index->broken = true;
    auto some = stash(m_keyChain.get());
    QCOMPARE(some.put("a", Secret("sk-1")).error().code, std::string("store_locked"));
    QVERIFY(m_keyChain->kept.empty());
}

void TestStash::refusesWrongInput() {
    auto some = stash(m_keyChain.get());
    QCOMPARE(some.put("a b", Secret("sk-1")).error().code, std::string("invalid_secret_name"));
    QCOMPARE(some.put("", Secret("sk-1")).error().code, std::string("invalid_secret_name"));
    QCOMPARE(some.put("a", Secret()).error().code, std::string("invalid_secret"));
    QCOMPARE(some.put("a", Secret(std::string(64 * 1024 + 1, 'x'))).error().code, std::string("invalid_secret"));
    QVERIFY(m_keyChain->kept.empty());
}

QTEST_APPLESS_MAIN(TestStash)
#include "tst_stash.moc"
