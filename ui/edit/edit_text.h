#pragma once

#include "ui/edit/edit_draft.h"

#include <string_view>

namespace ottava::ui {

/// "Repaint"
QString taskName(EditTask task);
/// What the task does, one sentence.
QString taskSentence(EditTask task);
/// What the button that starts the edit says: "Repaint 2 regions", "Extract 12 tracks".
QString taskAction(const EditDraft& edit);
/// "Neon Harbor – Vocals": how the takes of an edit are called.
QString editTitle(const EditDraft& edit);
/// A name of kTrackNames in the user's language, capitalised.
QString trackText(std::string_view track);

} // namespace ottava::ui
