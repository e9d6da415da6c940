// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/identity/jose.h"
#include "signing.h"

#include <QTest>
#include <openssl/hmac.h>

using namespace gatehouse;
using namespace gatehouse::identity;
using gatehouse::identity::test::Signer;

namespace {

const std::string claims = R"({"sub":"ada"})";

KeySet keys(const std::string& list) {
    auto set = KeySet::parse("{\"keys\":[" + list + "]}");
    return set ? std::move(*set) : KeySet();
}

bool takes(const KeySet& set, const std::string& token) {
    const auto read = set.verify(token);
    return read && read->at("sub") == "ada";
}

} // namespace

class TestJose : public QObject {
    Q_OBJECT

private:
    const Signer m_rsa = Signer::rsa();
    const Signer m_curve = Signer::curve();

private Q_SLOTS:
    // RFC 7515, appendix A.3.
    void theExampleOfTheStandardHolds() {
        const auto set = keys(
            R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})");
        const auto read = set.verify("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly"
                                     "9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXF"
                                     "CgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
        QVERIFY(read);
        QVERIFY(read->at("iss") == "joe");
    }

    void bothAlgorithmsHold() {
        const auto set = keys(m_rsa.jwk("r") + ',' + m_curve.jwk("e"));
        QCOMPARE(set.size(), std::size_t{2});
        QVERIFY(takes(set, m_rsa.token("r", claims, "RS256")));
        QVERIFY(takes(set, m_curve.token("e", claims, "ES256")));
        QVERIFY(takes(set, m_rsa.token(R"({"alg":"RS256"})", claims))); // without a key's name
    }

    void whatIsAlteredIsRefused() {
        const auto set = keys(m_rsa.jwk("r") + ',' + m_curve.jwk("e"));
        for (const auto& token : {m_rsa.token("r", claims, "RS256"), m_curve.token("e", claims, "ES256")}) {
            const auto first = token.find('.');
            const auto last = token.rfind('.');
            const auto other = toBase64Url(R"({"sub":"bob"})");
            QVERIFY(!set.verify(token.substr(0, first + 1) + other + token.substr(last)));
            auto signature = token.substr(last + 1);
            signature[10] = signature[10] == 'A' ? 'B' : 'A';
            QVERIFY(!set.verify(token.substr(0, last + 1) + signature));
            QVERIFY(!set.verify(token.substr(0, last + 1)));
            QVERIFY(!set.verify(token.substr(0, last)));
            QVERIFY(!set.verify(token + ".x"));
            QVERIFY(!set.verify(token + "="));
        }
    }

    void noOtherAlgorithmIsTaken() {
        const auto set = keys(m_rsa.jwk("r"));
        const auto text = toBase64Url(R"({"alg":"none"})") + '.' + toBase64Url(claims);
        QVERIFY(!set.verify(text + '.'));
        QVERIFY(!set.verify(text));
        for (const auto* name : {"None", "HS256", "RS512", "PS256", "ES384", ""})
            QVERIFY(!set.verify(m_rsa.token("r", claims, name)));
        // The public key as if it were a shared one.
        const auto keyed = toBase64Url(R"({"alg":"HS256","kid":"r"})") + '.' + toBase64Url(claims);
        const auto secret = m_rsa.jwk("r");
        std::string mac(32, '\0');
        unsigned int size = 0;
        HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<const unsigned char*>(keyed.data()), keyed.size(),
             reinterpret_cast<unsigned char*>(mac.data()), &size);
        QVERIFY(!set.verify(keyed + '.' + toBase64Url(mac)));
    }

    void aKeyServesItsOwnAlgorithmAndNameOnly() {
        const auto set = keys(m_rsa.jwk("r") + ',' + m_curve.jwk("e"));
        QVERIFY(!set.verify(m_rsa.token("e", claims, "RS256")));
        QVERIFY(!set.verify(m_rsa.token("x", claims, "RS256")));
        QVERIFY(!set.verify(m_rsa.token("r", claims, "ES256")));
        QVERIFY(!set.verify(Signer::rsa().token("r", claims, "RS256")));
        QVERIFY(!set.knows(m_rsa.token("x", claims, "RS256")));
        QVERIFY(set.knows(m_rsa.token("r", claims, "RS256")));
        // A token that wants to be understood in ways that are not known here.
        QVERIFY(!set.verify(m_rsa.token(R"({"alg":"RS256","kid":"r","crit":["exp"]})", claims)));
        QVERIFY(!set.verify(m_rsa.token(R"({"alg":"ES256","alg":"RS256","kid":"r"})", claims)));
        QVERIFY(!set.verify(m_rsa.token("r", "[1]", "RS256")));
    }

    void keysThatAreWeakOrBrokenAreLeftOut() {
        QVERIFY(!KeySet::parse("{\"keys\":[" + Signer::rsa(1024).jwk("small") + "]}"));
        for (const auto* text :
             {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[{"kty":"oct","k":"AAAA"}]})",
              R"({"keys":[{"kty":"RSA","n":"","e":""}]})", R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})",
              R"({"keys":[{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}]})"})
            QVERIFY(!KeySet::parse(text));
        // Not on the curve.
        const auto zero = toBase64Url(std::string(32, '\1'));
        const auto point = "\"x\":\"" + zero + "\",\"y\":\"" + zero + "\"";
        QVERIFY(!KeySet::parse("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\"," + point + "}]}"));
        auto encryption = m_rsa.jwk("r");
        encryption.replace(encryption.find("\"sig\""), 5, "\"enc\"");
        QVERIFY(!KeySet::parse("{\"keys\":[" + encryption + "]}"));
    }
};

QTEST_APPLESS_MAIN(TestJose)
#include "tst_jose.moc"
