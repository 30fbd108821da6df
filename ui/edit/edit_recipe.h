#pragma once

#include "core/engine/request.h"
#include "ui/edit/edit_draft.h"

namespace ottava::ui {

/// Whether the request changes a recording.
bool changesRecording(const Request& request);

/// The fields of the Edit page that ask for `request` again; the source itself is not among them. Which parts are made
/// anew, and whether that goes beyond the source, depends on its length; 0: not known.
EditDraft toEdit(const Request& request, double sourceSeconds);

} // namespace ottava::ui
