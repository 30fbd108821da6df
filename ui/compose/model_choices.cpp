#include "ui/compose/model_choices.h"

#include "core/engine/request.h"

#include <QStringList>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr int kSftSteps = 50, kBaseSteps = 32;
constexpr double kPlannedDcwScaler = 0.02, kPlannedDcwHighScaler = 0.06; // codes settle the low bands

} // namespace

DitVariant ModelChoices::variant() const {
    const auto found = std::ranges::find(dits, dit, &InstalledModel::name);
    if (found != dits.end())
        return found->variant;
    const auto named = [&](const char* word) { return dit.find(word) != std::string::npos; };
    return named("sft") ? DitVariant::Sft : named("base") ? DitVariant::Base : DitVariant::Turbo;
}

QString ditShortName(const std::string& folder) {
    auto name = QString::fromStdString(folder);
    for (const auto* common : {"acestep-v15-", "acestep-"}) {
        if (name.startsWith(QLatin1String(common))) {
            name = name.mid(static_cast<qsizetype>(qstrlen(common)));
            break;
        }
    }
    QStringList words;
    for (const auto& word : name.split(QLatin1Char('-'), Qt::SkipEmptyParts)) {
        const auto initials = word == QLatin1String("xl") || word == QLatin1String("sft");
        words << (initials ? word.toUpper() : word.left(1).toUpper() + word.mid(1));
    }
    return words.join(QLatin1Char(' '));
}

Request usualRequest(DitVariant variant, bool thinking) {
    Request request;
    request.thinking = thinking;
    if (thinking) {
        request.dcwScaler = kPlannedDcwScaler;
        request.dcwHighScaler = kPlannedDcwHighScaler;
    }
    if (variant == DitVariant::Turbo)
        return request;
    request.inferenceSteps = variant == DitVariant::Sft ? kSftSteps : kBaseSteps;
    request.dcwEnabled = false; // the correction is for few, large steps
    return request;
}

} // namespace ottava::ui
