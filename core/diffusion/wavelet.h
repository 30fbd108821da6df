#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// Which bands the correction moves. Source: DCW (Yu et al. 2026, arXiv:2604.16044).
enum class WaveletBands { Low, High, Both, Samples };

struct WaveletCorrection {
    bool enabled = true;
    WaveletBands bands = WaveletBands::Both;
    double scaler = 0.05;     ///< low band, or the only one
    double highScaler = 0.02; ///< high band of `Both`
    std::string wavelet = "haar";
};

/// Pushes bands of `x` [B, T, C] away from the predicted clean latents `denoised` along time: one-level discrete
/// wavelet transform with zero padding, low bands by t·scaler, high bands by (1 − t)·scaler. `t`: the step's own
/// timestep. Source: synthesis specification §11, DCW.
at::Tensor correctWavelet(const WaveletCorrection& correction, const at::Tensor& x, const at::Tensor& denoised,
                          double t);

/// Names that `WaveletCorrection::wavelet` may take.
const std::vector<std::string>& waveletNames();

} // namespace ottava
