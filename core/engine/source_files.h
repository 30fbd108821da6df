#pragma once

#include "core/engine/regions.h"
#include "core/hardware/limits.h"

#include <ATen/core/Tensor.h>

#include <optional>

namespace ottava {

/// The recordings that a job works on, read and checked: [1, 2, samples] at 48 kHz.
struct SourceFiles {
    std::optional<at::Tensor> source;    ///< as given, without padding
    std::optional<at::Tensor> reference; ///< whole; not silent
    std::optional<RegionPlan> regions;   ///< repaint and lego

    double sourceSeconds() const;
    /// With the silence around it that the regions need: how long the song becomes.
    double songSeconds() const;
    /// The source with the silence around it that the regions need.
    at::Tensor paddedSource() const;
};

/// Whether the request's codes are what the song follows. Morphing text2music leaves them out, and so does a task whose
/// point is the source itself.
bool followsCodes(const Request& request);

/// Throws Error (BadRequest) when the task lacks its source recording, the codes given hold none, or a morph is wanted
/// where there is none.
void requireSources(const Request& request);

/// Reads and checks the recordings that the task works on, before any model is loaded. A source longer than the limits
/// is cut, one of more than two channels loses the others, a silent one is taken as it is: a warning each. Throws Error
/// (BadRequest) when a recording does not do for the task, (FileFault) when a file cannot be read.
SourceFiles readSourceFiles(const Request& request, const Limits& limits, Warnings& warnings);

/// How long the song of this source becomes, s, going by the recording's header; unset: the task reads no source.
/// Throws Error as `readSourceFiles` does for the regions and for a file without a header.
std::optional<double> promisedSongSeconds(const Request& request, const Limits& limits);

} // namespace ottava
