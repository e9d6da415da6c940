// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/file_change.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

namespace gatehouse::ui {
namespace {

constexpr mode_t privateMode = S_IRUSR | S_IWUSR;
constexpr int nameTries = 20;

QString tell(const char* sentence) {
    return QCoreApplication::translate("FileChange", sentence);
}

QString because(const char* sentence) {
    return tell(sentence).arg(QString::fromLocal8Bit(std::strerror(errno)));
}

// A descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

std::optional<QByteArray> readAll(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.read(merging::largest + 1);
}

bool writeAll(int descriptor, const QByteArray& bytes) {
    for (qsizetype done = 0; done < bytes.size();) {
        const auto count = ::write(descriptor, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += count;
    }
    return ::fsync(descriptor) == 0;
}

// A new file beside the target that nobody can have planted: never through a link, never over what is there.
QString writeBeside(const QString& target, const QString& ending, const QByteArray& bytes, mode_t mode) {
    for (int i = 0; i < nameTries; ++i) {
        const QString name = i == 0 ? QString(target + ending) : QString(target + ending + u'-' + QString::number(i));
        const auto encoded = QFile::encodeName(name);
        const Descriptor file(
            ::open(encoded.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, privateMode));
        if (!file.isOpen() && errno == EEXIST)
            continue;
        if (!file.isOpen())
            return {};
        if (::fchmod(file.number(), mode) == 0 && writeAll(file.number(), bytes))
            return name;
        const int why = errno;
        ::unlink(encoded.constData());
        errno = why;
        return {};
    }
    return {};
}

void syncFolder(const QString& path) {
    const Descriptor folder(
        ::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen())
        (void)::fsync(folder.number());
}

QString replace(const QString& target, const QByteArray& bytes, mode_t mode) {
    const auto fresh = writeBeside(target, QStringLiteral(".gatehouse-new"), bytes, mode);
    const auto from = QFile::encodeName(fresh);
    if (fresh.isEmpty())
        return because(QT_TRANSLATE_NOOP("FileChange", "The file could not be written: %1."));
    if (std::rename(from.constData(), QFile::encodeName(target).constData()) != 0) {
        const auto problem = because(QT_TRANSLATE_NOOP("FileChange", "The file could not be replaced: %1."));
        ::unlink(from.constData());
        return problem;
    }
    syncFolder(target);
    return {};
}

// Where the path leads in the end, also where a link leads to a file that is not there yet.
QString targetOf(const QString& path) {
    QString at = path;
    for (int i = 0; i < nameTries; ++i) {
        const QFileInfo info(at);
        if (!info.isSymLink())
            return info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
        at = info.symLinkTarget();
    }
    return {};
}

QString whyNot(const struct stat& status) {
    if (!S_ISREG(status.st_mode))
        return tell(QT_TRANSLATE_NOOP("FileChange", "This is no ordinary file. Copy the settings by hand."));
    if (status.st_uid != ::geteuid())
        return tell(QT_TRANSLATE_NOOP("FileChange", "The file belongs to somebody else. Copy the settings by hand."));
    if ((status.st_mode & S_IWUSR) == 0)
        return tell(QT_TRANSLATE_NOOP("FileChange", "The file is write-protected. Copy the settings by hand."));
    return {};
}

QString changedSince() {
    return tell(
        QT_TRANSLATE_NOOP("FileChange", "The file has changed meanwhile, so it was left alone. Look at it again."));
}

} // namespace

QString inHome(const QString& path) {
    return path.startsWith(QLatin1String("~/")) ? QString(QDir::homePath() + path.mid(1)) : path;
}

FileChange planChange(const QString& path, FileFormat format, const QVector<Setting>& settings) {
    FileChange change;
    change.path = path;
    change.target = targetOf(inHome(path));
    if (change.target.isEmpty()) {
        change.problem = tell(QT_TRANSLATE_NOOP("FileChange", "The link to this file leads round in a circle."));
        return change;
    }
    struct stat status = {};
    change.exists = ::stat(QFile::encodeName(change.target).constData(), &status) == 0;
    if (change.exists) {
        change.mode = status.st_mode & 07777U;
        change.problem = whyNot(status);
        if (!change.problem.isEmpty())
            return change;
        const auto bytes = readAll(change.target);
        if (!bytes) {
            change.problem = tell(QT_TRANSLATE_NOOP("FileChange", "The file cannot be read."));
            return change;
        }
        change.before = *bytes;
    }
    const auto merged = merge(format, change.before, settings);
    change.after = merged.text;
    change.problem = merged.problem;
    return change;
}

FileDone applyChange(const FileChange& change) {
    FileDone done;
    const bool there = QFileInfo::exists(change.target);
    if (there != change.exists || (there && readAll(change.target) != change.before)) {
        done.problem = changedSince();
        return done;
    }
    if (!there && !QDir().mkpath(QFileInfo(change.target).absolutePath())) {
        done.problem = tell(QT_TRANSLATE_NOOP("FileChange", "The folder of the file cannot be made."));
        return done;
    }
    if (there) {
        const QString ending = QStringLiteral(".gatehouse-backup-") +
                            QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
        done.backup = writeBeside(change.target, ending, change.before, change.mode);
        if (done.backup.isEmpty()) {
            done.problem = because(QT_TRANSLATE_NOOP("FileChange", "No backup could be written: %1."));
            return done;
        }
    }
    done.problem = replace(change.target, change.after, change.mode);
    return done;
}

FileDone undoChange(const FileChange& change) {
    FileDone done;
    if (readAll(change.target) != change.after) {
        done.problem = changedSince();
        return done;
    }
    if (change.exists) {
        done.problem = replace(change.target, change.before, change.mode);
        return done;
    }
    if (!QFile::remove(change.target))
        done.problem = tell(QT_TRANSLATE_NOOP("FileChange", "The file could not be removed."));
    return done;
}

QString differenceOf(const QByteArray& before, const QByteArray& after) {
    constexpr qsizetype around = 2;
    const auto linesOf = [](const QByteArray& text) {
        auto split = text.split('\n');
        if (split.last().isEmpty())
            split.removeLast(); // what ends a line is no line
        return split;
    };
    const auto old = linesOf(before);
    const auto now = linesOf(after);
    // The longest common sequence; settings files are small, and the rest is shown as one block.
    constexpr qsizetype mostLines = 2000;
    qsizetype head = 0;
    while (head < old.size() && head < now.size() && old[head] == now[head])
        ++head;
    qsizetype tail = 0;
    while (tail < old.size() - head && tail < now.size() - head &&
           old[old.size() - 1 - tail] == now[now.size() - 1 - tail])
        ++tail;
    const auto rows = old.size() - head - tail;
    const auto columns = now.size() - head - tail;
    QVector<QPair<char, QByteArray>> lines;
    for (qsizetype i = 0; i < head; ++i)
        lines.append({' ', old[i]});
    const bool small = rows <= mostLines && columns <= mostLines;
    QVector<QVector<int>> common(small ? rows + 1 : 0, QVector<int>(columns + 1, 0));
    for (qsizetype i = rows - 1; small && i >= 0; --i) {
        for (qsizetype j = columns - 1; j >= 0; --j)
            common[i][j] = old[head + i] == now[head + j] ? common[i + 1][j + 1] + 1
                                                          : std::max(common[i + 1][j], common[i][j + 1]);
    }
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < rows || j < columns) {
        const bool both = i < rows && j < columns;
        if (small && both && old[head + i] == now[head + j]) {
            lines.append({' ', old[head + i++]});
            ++j;
        } else if (i < rows && (!both || !small || common[i + 1][j] >= common[i][j + 1])) {
            lines.append({'-', old[head + i++]});
        } else {
            lines.append({'+', now[head + j++]});
        }
    }
    for (qsizetype k = old.size() - tail; k < old.size(); ++k)
        lines.append({' ', old[k]});
    QString out;
    bool gap = false;
    for (qsizetype k = 0; k < lines.size(); ++k) {
        bool near = false;
        for (auto n = std::max<qsizetype>(0, k - around); n <= std::min(k + around, lines.size() - 1); ++n)
            near = near || lines[n].first != ' ';
        if (near)
            out += QLatin1Char(lines[k].first) + QLatin1Char(' ') + QString::fromUtf8(lines[k].second) + u'\n';
        else if (!gap)
            out += QStringLiteral("  …\n");
        gap = !near;
    }
    return out;
}

} // namespace gatehouse::ui
