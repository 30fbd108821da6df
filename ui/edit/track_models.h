#pragma once

#include "core/engine/engine.h"
#include "ui/edit/edit_task.h"

#include <QString>

#include <string>
#include <vector>

namespace ottava::ui {

/// Which diffusion models can work on single tracks. Some have learnt to add one and no more.
struct TrackModels {
    bool chosenCan = false;  ///< the one that songs are made with knows all of it
    bool chosenAdds = false; ///< it adds a track, at least
    std::string other;       ///< an installed one that knows all of it; empty: none
    std::string otherAdds;   ///< an installed one that adds a track, at least; empty: none

    /// With the chosen one.
    bool allows(EditTask task) const;
    /// The installed model that is worth a change; empty: none.
    std::string better() const;
};
TrackModels trackModels(const std::vector<InstalledModel>& installed, const std::string& dit);

/// What the chosen model lacks and which one has it, with a link; empty: it lacks nothing.
QString trackModelNote(const TrackModels& models);

} // namespace ottava::ui
