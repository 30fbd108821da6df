#include "core/audio/alsa.h"

#include "core/base/log.h"

#include <alsa/asoundlib.h>

#include <array>
#include <cstdarg>
#include <cstdio>

namespace ottava {
namespace {

void logMessage(const char* /*file*/, int /*line*/, const char* function, int /*code*/, const char* format, ...) {
    std::array<char, 512> text{};
    std::va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text.data(), text.size(), format, arguments);
    va_end(arguments);
    log::debug("ALSA, {}: {}", function, text.data());
}

} // namespace

bool alsaHasDefaultOutput() {
    snd_config_t* node = nullptr;
    return snd_config_update() >= 0 && snd_config_search(snd_config, "pcm.default", &node) == 0;
}

void logAlsaMessages() {
    snd_lib_error_set_handler(&logMessage);
}

} // namespace ottava
