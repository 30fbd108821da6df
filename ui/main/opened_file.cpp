#include "ui/main/opened_file.h"

#include "core/audio/audio_facts.h"
#include "core/audio/metadata_read.h"
#include "core/base/error.h"
#include "ui/playback/take_file.h"
#include "ui/widgets/core_words.h"

namespace ottava::ui {

OpenedFile readOpenedFile(const std::filesystem::path& file, const std::filesystem::path& library) {
    OpenedFile opened;
    if (toQString(file.extension()).compare(QLatin1String(".json"), Qt::CaseInsensitive) == 0) {
        opened.isSound = false;
        opened.recipe = recipeInJson(file);
        return opened;
    }
    readAudioFacts(file); // throws for what is no sound
    const auto notes = readMetadata(file);
    for (const auto& problem : notes.problems)
        opened.problems << QString::fromStdString(problem);
    if (notes.metadata.recipe.empty())
        return opened;
    try {
        opened.recipe = recipeInSound(file, notes.metadata, TakeLibrary{library});
    } catch (const Error& error) { // files come from anywhere: the sound can be used all the same
        opened.recipeProblem = inWindowLanguage(error.message);
    }
    return opened;
}

} // namespace ottava::ui
