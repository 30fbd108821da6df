#pragma once

#include "core/models/vae_chain.h"

namespace ottava::test {

/// A chain of layers that are all there.
template<class Maker, class Vae>
VaeChain chainOf(Vae layers, ChainNumbers numbers) {
    Maker maker{numbers};
    maker.begin(layers.convIn);
    for (auto& block : layers.blocks)
        maker.add(block);
    return maker.finish(layers.snake, layers.convOut);
}

inline VaeChain decoderChain(VaeDecoder layers, ChainNumbers numbers) {
    return chainOf<DecoderChainMaker>(std::move(layers), numbers);
}

inline VaeChain encoderChain(VaeEncoder layers, ChainNumbers numbers) {
    return chainOf<EncoderChainMaker>(std::move(layers), numbers);
}

} // namespace ottava::test
