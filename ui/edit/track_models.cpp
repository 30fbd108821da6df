#include "ui/edit/track_models.h"

#include <QCoreApplication>
#include <QLocale>

namespace ottava::ui {

namespace {

constexpr double kBaseModelGb = 4.8; // acestep-v15-base as it is published

struct TrackTexts {
    Q_DECLARE_TR_FUNCTIONS(TrackTexts)
};

} // namespace

bool TrackModels::allows(EditTask task) const {
    return !worksOnTracks(task) || chosenCan || (chosenAdds && task == EditTask::AddTrack);
}

std::string TrackModels::better() const {
    if (chosenCan)
        return {};
    return other.empty() && !chosenAdds ? otherAdds : other;
}

TrackModels trackModels(const std::vector<InstalledModel>& installed, const std::string& dit) {
    TrackModels models;
    for (const auto& model : installed) {
        if (model.kind != InstalledModel::Kind::Dit || !(model.worksOnTracks || model.addsTracks))
            continue;
        if (model.name == dit) {
            models.chosenCan = model.worksOnTracks;
            models.chosenAdds = true;
        }
        if (model.worksOnTracks && models.other.empty())
            models.other = model.name;
        if (models.otherAdds.empty())
            models.otherAdds = model.name;
    }
    return models;
}

QString trackModelNote(const TrackModels& models) {
    if (models.chosenCan)
        return {};
    const auto size = QLocale().toString(kBaseModelGb);
    const auto name = QString::fromStdString(models.better());
    if (models.chosenAdds)
        return models.other.empty()
                   ? TrackTexts::tr("Extract and Complete need the base model (%1 GB). <a href=\"#\">Get it</a>")
                         .arg(size)
                   : TrackTexts::tr("Extract and Complete need a base model. <a href=\"#\">Use %1</a>").arg(name);
    if (!models.other.empty())
        return TrackTexts::tr("Extract, Add a track and Complete need a base model. <a href=\"#\">Use %1</a>")
            .arg(name);
    if (!models.otherAdds.empty())
        return TrackTexts::tr("Extract and Complete need the base model (%1 GB). Add a track: <a href=\"#\">Use %2</a>")
            .arg(size, name);
    return TrackTexts::tr("Extract, Add a track and Complete need the base model (%1 GB). <a href=\"#\">Get it</a>")
        .arg(size);
}

} // namespace ottava::ui
