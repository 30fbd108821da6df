#pragma once

#include <QMap>
#include <QProcess>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

namespace ottava::test {

/// Long enough for a loaded machine; a run that takes longer hangs.
inline constexpr int kTimeoutMs = 60'000;

/// What a run of ottava-cli ended with.
struct Outcome {
    int code = -1;
    QByteArray out, err;
    nlohmann::json object() const {
        return nlohmann::json::parse(out.toStdString(), nullptr, /*allow_exceptions=*/false);
    }
};

/// Runs the program in a home of its own, so that no settings or models of this machine matter.
class Home {
public:
    explicit Home(const QMap<QString, QString>& variables = {}) {
        environment_ = QProcessEnvironment::systemEnvironment();
        for (const auto* name : {"OTTAVA_MODELS", "MAX_CUDA_VRAM"})
            environment_.remove(name);
        for (const auto* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME"})
            environment_.insert(name, folder_.path());
        environment_.insert("CUDA_VISIBLE_DEVICES", "");
        for (auto variable = variables.begin(); variable != variables.end(); ++variable)
            environment_.insert(variable.key(), variable.value());
    }

    Outcome run(const QStringList& words, const QByteArray& input = {}) const {
        QProcess process;
        process.setProcessEnvironment(environment_);
        process.start(OTTAVA_CLI, words);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(kTimeoutMs) || process.exitStatus() != QProcess::NormalExit)
            return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QString path(const QString& name) const { return folder_.filePath(name); }

    QString file(const QString& name, const QByteArray& content) const {
        QFile out{path(name)};
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("the test's own file cannot be written");
        return out.fileName();
    }

private:
    QTemporaryDir folder_;
    QProcessEnvironment environment_;
};

} // namespace ottava::test
