#pragma once

#include <string>
#include <vector>

namespace ottava {

/// A card as NVIDIA's management library reports it.
struct VideoCard {
    std::string name; ///< "NVIDIA GeForce RTX 4060 Ti"
    std::string uuid; ///< "GPU-…"
    double totalGb = 0, freeGb = 0;
    int computeMajor = 0; ///< compute capability; bf16 since 8
};

/// The cards of this machine in the order of their PCI slots. Empty without a driver: the library is opened at run
/// time and a machine that lacks it is no fault. A card that cannot be asked is logged and left out.
std::vector<VideoCard> listVideoCards();

} // namespace ottava
