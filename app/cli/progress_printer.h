#pragma once

#include "core/engine/progress.h"

#include <iosfwd>
#include <optional>
#include <string>

namespace ottava::cli {

class Arguments;

/// How progress is shown on stderr.
enum class ProgressMode { None, Bar, Json };

/// --progress, or a bar in a terminal and nothing elsewhere.
ProgressMode progressMode(const Arguments& arguments, bool terminal);

/// {"stage","step","steps","elapsed_s","eta_s"}; eta_s is null while there is nothing to judge by.
std::string progressJson(const Progress& progress);

/// "diffusion  [#####---------------]  2/8  0:12, 0:36 left"
std::string progressBar(const Progress& progress);

/// Writes each report of a job to `err`. A bar is one line that is rewritten in a terminal, and one line a stage
/// elsewhere.
class ProgressPrinter {
public:
    ProgressPrinter(ProgressMode mode, bool terminal, std::ostream& err);
    ~ProgressPrinter();
    ProgressPrinter(const ProgressPrinter&) = delete;
    ProgressPrinter& operator=(const ProgressPrinter&) = delete;

    void show(const Progress& progress);
    /// Ends the bar's line, so that other text can follow; the destructor does it too.
    void finish();

private:
    ProgressMode mode_;
    bool terminal_;
    std::ostream& err_;
    std::optional<Stage> stage_; ///< of the last bar that was written
};

} // namespace ottava::cli
