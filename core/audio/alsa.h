#pragma once

namespace ottava {

/// Whether ALSA's configuration names a default output at all (there need not be a card behind it). PortAudio 19.6 ends
/// the whole program on a machine where it does not, such as one without ALSA's files.
bool alsaHasDefaultOutput();

/// Sends what ALSA would print on stderr, also about devices that are merely absent, to the log at level debug.
void logAlsaMessages();

} // namespace ottava
