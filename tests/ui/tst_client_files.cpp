// SPDX-License-Identifier: GPL-3.0-or-later
// Settings files of other programs: only ours may change in them.
#include "ui/connect/file_change.h"
#include "ui/connect/merge.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace gatehouse::ui;

namespace {

QVector<Setting> jsonOurs() {
    return {
        {{QStringLiteral("env"), QStringLiteral("ANTHROPIC_BASE_URL")},
         QStringLiteral("http://127.0.0.1:8642"),
         {},
         false},
        {{QStringLiteral("env"), QStringLiteral("ANTHROPIC_AUTH_TOKEN")}, QStringLiteral("gh_a \"b\" \\ ü"), {}, false},
        {{QStringLiteral("model")}, QStringLiteral("demo/echo"), {}, false}};
}

QVector<Setting> tomlOurs() {
    return {{{QStringLiteral("model")}, QStringLiteral("demo/echo"), {}, false},
            {{QStringLiteral("model_provider")}, QStringLiteral("gatehouse"), {}, false},
            {{QStringLiteral("model_providers"), QStringLiteral("gatehouse"), QStringLiteral("base_url")},
             QStringLiteral("http://127.0.0.1:8642/v1"),
             {},
             false}};
}

QVector<Setting> yamlOurs() {
    const QJsonObject entry{{QStringLiteral("name"), QStringLiteral("Gatehouse")},
                            {QStringLiteral("provider"), QStringLiteral("openai")},
                            {QStringLiteral("roles"), QJsonArray{QStringLiteral("chat"), QStringLiteral("edit")}}};
    return {{{QStringLiteral("schema")}, QStringLiteral("v1"), {}, true},
            {{QStringLiteral("models")}, entry, QStringLiteral("name"), false}};
}

QVector<Setting> envOurs() {
    return {{{QStringLiteral("GEMINI_API_KEY")}, QStringLiteral("gh_abc"), {}, false},
            {{QStringLiteral("GOOGLE_GEMINI_BASE_URL")}, QStringLiteral("http://127.0.0.1:8642/gemini"), {}, false}};
}

QVector<Setting> oursOf(FileFormat format) {
    switch (format) {
    case FileFormat::Json:
        return jsonOurs();
    case FileFormat::Toml:
        return tomlOurs();
    case FileFormat::Yaml:
        return yamlOurs();
    case FileFormat::Env:
        break;
    }
    return envOurs();
}

// Every line of the former text that is not one of ours still stands, in the same order.
bool keepsForeignLines(const QByteArray& before, const QByteArray& after, const QByteArrayList& ours) {
    const auto bare = [](QByteArray line) {
        line = line.endsWith('\r') ? line.chopped(1) : line;
        return line.endsWith(',') ? line.chopped(1) : line;
    };
    auto lines = after.split('\n');
    qsizetype at = 0;
    for (const auto& line : before.split('\n')) {
        const bool isOurs =
            std::any_of(ours.begin(), ours.end(), [&](const auto& word) { return line.contains(word); });
        const bool wholeObject = line.contains('{') && line.contains('}'); // a member may have come into it
        if (isOurs || wholeObject || line.trimmed().isEmpty())
            continue;
        while (at < lines.size() && bare(lines[at]) != bare(line))
            ++at;
        if (at++ == lines.size())
            return false;
    }
    return true;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    (void)file.open(QIODevice::ReadOnly);
    return file.readAll();
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class ClientFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatIsNotOurs_data() {
        QTest::addColumn<FileFormat>("format");
        QTest::addColumn<QByteArray>("before");
        const auto json = FileFormat::Json;
        const auto toml = FileFormat::Toml;
        const auto yaml = FileFormat::Yaml;
        const auto env = FileFormat::Env;
        QTest::newRow("json, nothing") << json << QByteArray();
        QTest::newRow("json, empty object") << json << QByteArray("{}");
        QTest::newRow("json, four blanks")
            << json
            << QByteArray("{\n    \"permissions\": {\n        \"allow\": [\"Bash(ls)\"]\n    },\n    \"x\": 1.50\n}\n");
        QTest::newRow("json, tabs") << json << QByteArray("{\n\t\"env\": {\n\t\t\"A\": \"b\"\n\t}\n}");
        QTest::newRow("json, one line") << json
                                        << QByteArray("{\"a\": [1, 2, {\"env\": 3}], \"env\": {\"Z\": \"\\u00e9\"}}");
        QTest::newRow("json, Windows") << json << QByteArray("{\r\n  \"a\": \"}\\\"{\"\r\n}\r\n");
        QTest::newRow("json, ours already")
            << json << QByteArray("{\"model\": \"old\", \"env\": {\"ANTHROPIC_BASE_URL\": \"x\"}}");
        QTest::newRow("json, a name twice") << json << QByteArray("{\"a\": {\"model\": 1}, \"env\": {}, \"b\": null}");
        QTest::newRow("json, a mark") << json << QByteArray("\xef\xbb\xbf{\"a\": 1}\n");
        QTest::newRow("toml, nothing") << toml << QByteArray();
        QTest::newRow("toml, comments") << toml
                                        << QByteArray("# mine\napproval = \"never\" # why\n\n[tools]\nweb = true\n");
        QTest::newRow("toml, ours already")
            << toml << QByteArray("model = \"old\" # keep\n[model_providers.gatehouse]\nname = \"x\"\n[z]\ny = 1\n");
        QTest::newRow("toml, long texts")
            << toml
            << QByteArray("notes = \"\"\"\n[model_providers.gatehouse]\nmodel = 1\n\"\"\"\n[a]\nb = '''\n# '''\n");
        QTest::newRow("toml, lists")
            << toml
            << QByteArray("list = [\n  1,\n  2,\n]\n[[projects]]\npath = \"/a\"\n[[projects]]\npath = \"/b\"\n");
        QTest::newRow("toml, Windows") << toml << QByteArray("a = 1\r\n[b]\r\nc = 1979-05-27T07:32:00Z\r\n");
        QTest::newRow("toml, no line end") << toml << QByteArray("a = 1");
        QTest::newRow("yaml, nothing") << yaml << QByteArray();
        QTest::newRow("yaml, list")
            << yaml
            << QByteArray("name: Mine\nversion: 0.0.1\nschema: v1\n# my models\nmodels:\n  - name: Other # keep\n    "
                          "provider: ollama\n\n    model: llama3\n\nrules:\n  - Be nice\n");
        QTest::newRow("yaml, list at the edge")
            << yaml << QByteArray("models:\n- name: A\n  provider: x\n- name: B\n  provider: y\nz: 1\n");
        QTest::newRow("yaml, ours already") << yaml
                                            << QByteArray("models:\n  - name: Gatehouse\n    provider: old\n    extra: "
                                                          "1\n  # next\n  - name: B\n    provider: y\n");
        QTest::newRow("yaml, Windows") << yaml
                                       << QByteArray("name: Mine\r\nmodels:\r\n  - name: A\r\n    provider: x\r\n");
        QTest::newRow("env, nothing") << env << QByteArray();
        QTest::newRow("env, others") << env << QByteArray("# keys\nexport A='b c'\nGEMINI_API_KEY=old\n\nB=\n");
        QTest::newRow("env, no line end") << env << QByteArray("A=b");
    }
    void keepsWhatIsNotOurs() {
        QFETCH(FileFormat, format);
        QFETCH(QByteArray, before);
        const auto ours = oursOf(format);
        const auto merged = merge(format, before, ours);
        QVERIFY2(merged.ok(), qPrintable(merged.problem));
        QVERIFY(keepsForeignLines(before, merged.text,
                                  {"ANTHROPIC", "model = \"old", "\"env\"", "Gatehouse", "provider: old", "extra",
                                   "GEMINI_API_KEY"}) ||
                !before.contains('\n'));
        QCOMPARE(merged.text.count('\r'), before.contains('\r') ? merged.text.count('\n') : 0);
        const auto again = merge(format, merged.text, ours);
        QCOMPARE(again.text, merged.text); // setting them again changes nothing
    }

    void refusesWhatItCannotRead_data() {
        QTest::addColumn<FileFormat>("format");
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("json, broken") << FileFormat::Json << QByteArray("{\"a\": 1,}");
        QTest::newRow("json, comments") << FileFormat::Json << QByteArray("{// mine\n\"a\": 1}");
        QTest::newRow("json, a list") << FileFormat::Json << QByteArray("[1]");
        QTest::newRow("json, another thing") << FileFormat::Json << QByteArray("{\"env\": \"production\"}");
        QTest::newRow("toml, broken") << FileFormat::Toml << QByteArray("a = \n");
        QTest::newRow("toml, in one line")
            << FileFormat::Toml << QByteArray("model_providers = {gatehouse = {name = \"x\"}}\n");
        QTest::newRow("toml, dotted") << FileFormat::Toml << QByteArray("model_providers.gatehouse.name = \"x\"\n");
        QTest::newRow("yaml, broken") << FileFormat::Yaml << QByteArray("a: [1\n");
        QTest::newRow("yaml, in one line") << FileFormat::Yaml << QByteArray("models: [{name: A}]\n");
        QTest::newRow("yaml, two documents") << FileFormat::Yaml << QByteArray("a: 1\n---\nb: 2\n");
        QTest::newRow("yaml, a list") << FileFormat::Yaml << QByteArray("- a\n");
        QTest::newRow("not UTF-8") << FileFormat::Env << QByteArray("A=\xff\n");
        QTest::newRow("a zero") << FileFormat::Env << QByteArray("A=b\0c", 5);
    }
    void refusesWhatItCannotRead() {
        QFETCH(FileFormat, format);
        QFETCH(QByteArray, before);
        const auto merged = merge(format, before, oursOf(format));
        QVERIFY(!merged.ok());
        QVERIFY(merged.text.isEmpty());
    }

    void saysWhichLineIsWrong() {
        QVERIFY(merge(FileFormat::Json, "{\n\"a\": 1\n\"b\": 2}", jsonOurs()).problem.contains(u'3'));
        QVERIFY(merge(FileFormat::Toml, "a = 1\nb = = 2\n", tomlOurs()).problem.contains(u'2'));
        QVERIFY(merge(FileFormat::Yaml, "a: 1\nb: [\n", yamlOurs()).problem.contains(u'3'));
    }

    // Whatever the bytes: refused, or right by the format's own parser and stable.
    void holdsForTextsAtRandom() {
        QRandomGenerator random(20261121);
        const QByteArrayList pieces{"{",
                                    "}",
                                    "[",
                                    "]",
                                    "\"",
                                    "\\",
                                    "\n",
                                    "\r\n",
                                    " ",
                                    "\t",
                                    "a",
                                    "env",
                                    "model",
                                    "=",
                                    ":",
                                    ",",
                                    "#",
                                    "- ",
                                    "  ",
                                    "'''",
                                    "\"\"\"",
                                    "1",
                                    "true",
                                    "models",
                                    "[model_providers.gatehouse]",
                                    "name",
                                    "\"env\": {",
                                    "model = \"x\"",
                                    "models:\n",
                                    "  - name: A\n"};
        int merged = 0;
        for (int round = 0; round < 20'000; ++round) {
            const auto format = static_cast<FileFormat>(round % 4);
            QByteArray text = format == FileFormat::Json ? QByteArray("{") : QByteArray();
            for (auto n = random.bounded(12); n > 0; --n)
                text += pieces[random.bounded(static_cast<int>(pieces.size()))];
            text += format == FileFormat::Json ? "}" : "";
            const auto once = merge(format, text, oursOf(format));
            if (!once.ok())
                continue;
            ++merged;
            const auto twice = merge(format, once.text, oursOf(format));
            QVERIFY2(twice.ok(), text.constData());
            QCOMPARE(twice.text, once.text);
        }
        QVERIFY(merged > 1000);
    }

    void aNewFileIsPrivateAndUndoTakesItAway() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("new/settings.json"));
        const auto change = planChange(path, FileFormat::Json, jsonOurs());
        QVERIFY2(change.problem.isEmpty(), qPrintable(change.problem));
        const auto done = applyChange(change);
        QVERIFY2(done.problem.isEmpty(), qPrintable(done.problem));
        struct stat status = {};
        QCOMPARE(::stat(qPrintable(path), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        QVERIFY(undoChange(change).problem.isEmpty());
        QVERIFY(!QFileInfo::exists(path));
    }

    void modeBackupAndUndoAreExact() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("settings.json"));
        const QByteArray before("{\n  \"a\":   1\n}");
        write(path, before);
        ::chmod(qPrintable(path), 0640);
        const auto change = planChange(path, FileFormat::Json, jsonOurs());
        const auto done = applyChange(change);
        QVERIFY2(done.problem.isEmpty(), qPrintable(done.problem));
        QCOMPARE(contentOf(path), change.after);
        QCOMPARE(contentOf(done.backup), before);
        struct stat status = {};
        ::stat(qPrintable(path), &status);
        QCOMPARE(status.st_mode & 0777U, 0640U);
        ::stat(qPrintable(done.backup), &status);
        QCOMPARE(status.st_mode & 0777U, 0640U);
        QVERIFY(undoChange(change).problem.isEmpty());
        QCOMPARE(contentOf(path), before);
    }

    void aLinkStaysALink() {
        QTemporaryDir folder;
        const auto real = folder.filePath(QStringLiteral("dotfiles.json"));
        const auto link = folder.filePath(QStringLiteral("settings.json"));
        write(real, "{}");
        QVERIFY(QFile::link(real, link));
        const auto change = planChange(link, FileFormat::Json, jsonOurs());
        QVERIFY(applyChange(change).problem.isEmpty());
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(contentOf(real), change.after);
        const auto round = folder.filePath(QStringLiteral("round"));
        QVERIFY(QFile::link(round, folder.filePath(QStringLiteral("other"))));
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("other")), round));
        QVERIFY(!planChange(round, FileFormat::Json, jsonOurs()).problem.isEmpty());
    }

    // Somebody who can write beside the file must not make us write elsewhere.
    void plantedLinksAreNotFollowed() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("settings.json"));
        const auto victim = folder.filePath(QStringLiteral("victim"));
        write(path, "{}");
        write(victim, "mine");
        QVERIFY(QFile::link(victim, QString(path + QStringLiteral(".gatehouse-new"))));
        const auto change = planChange(path, FileFormat::Json, jsonOurs());
        QVERIFY(applyChange(change).problem.isEmpty());
        QCOMPARE(contentOf(victim), QByteArray("mine"));
        QCOMPARE(contentOf(path), change.after);
    }

    void whatMayNotBeWrittenIsRefused() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("settings.json"));
        write(path, "{}");
        ::chmod(qPrintable(path), 0444);
        QVERIFY(!planChange(path, FileFormat::Json, jsonOurs()).problem.isEmpty());
        QVERIFY(!planChange(folder.path(), FileFormat::Json, jsonOurs()).problem.isEmpty());
        if (::geteuid() == 0) {
            ::chmod(qPrintable(path), 0644);
            QCOMPARE(::chown(qPrintable(path), 12345, 12345), 0);
            QVERIFY(!planChange(path, FileFormat::Json, jsonOurs()).problem.isEmpty());
        }
    }

    void whatChangedMeanwhileIsLeftAlone() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("settings.json"));
        write(path, "{}");
        const auto change = planChange(path, FileFormat::Json, jsonOurs());
        write(path, "{\"mine\": 1}");
        QVERIFY(!applyChange(change).problem.isEmpty());
        QCOMPARE(contentOf(path), QByteArray("{\"mine\": 1}"));
        QVERIFY(!undoChange(change).problem.isEmpty());
        QCOMPARE(contentOf(path), QByteArray("{\"mine\": 1}"));
    }

    void theDifferenceShowsWhatGoesAndComes() {
        const auto shown = differenceOf("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nD\ne\nf\ng\n");
        QCOMPARE(shown, QStringLiteral("  …\n  b\n  c\n- d\n+ D\n  e\n  f\n  …\n"));
        QVERIFY(!differenceOf("a\n", "a\n").contains(u'+'));
    }
};

QTEST_GUILESS_MAIN(ClientFilesTest)
#include "tst_client_files.moc"
