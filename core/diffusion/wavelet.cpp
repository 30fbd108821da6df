#include "core/diffusion/wavelet.h"

#include "core/base/error.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv1d.h>
#include <ATen/ops/conv_transpose1d.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ottava {
namespace {

struct Wavelet {
    std::string name;
    std::vector<double> lowPass; ///< decomposition taps; the other three filters follow from them
};

/// Daubechies, symlet and coiflet decomposition low-pass filters. Source: Daubechies 1992.
const std::vector<Wavelet>& wavelets() {
    static const std::vector<Wavelet> table{
        {"haar", {0.7071067811865476, 0.7071067811865476}},
        {"db2", {-0.12940952255126037, 0.2241438680420134, 0.8365163037378079, 0.48296291314453416}},
        {"db4",
         {-0.010597401785069032, 0.0328830116668852, 0.030841381835560764, -0.18703481171909309, -0.027983769416859854,
          0.6308807679298589, 0.7148465705529157, 0.2303778133088965}},
        {"sym4",
         {-0.07576571478927333, -0.02963552764599851, 0.49761866763201545, 0.8037387518059161, 0.29785779560527736,
          -0.09921954357684722, -0.012603967262037833, 0.0322231006040427}},
        {"sym8",
         {-0.0033824159510061256, -0.0005421323317911481, 0.03169508781149298, 0.007607487324917605,
          -0.1432942383508097, -0.061273359067658524, 0.4813596512583722, 0.7771857517005235, 0.3644418948353314,
          -0.05194583810770904, -0.027219029917056003, 0.049137179673607506, 0.003808752013890615, -0.01495225833704823,
          -0.0003029205147213668, 0.0018899503327594609}},
        {"coif2",
         {-0.000720549445520347, -0.0018232088709110323, 0.005611434819368834, 0.02368017194684777,
          -0.05943441864643109, -0.07648859907828076, 0.4170051844232391, 0.8127236354494135, 0.3861100668227629,
          -0.0673725547237256, -0.04146493678687178, 0.01638733646320364}}};
    return table;
}

const Wavelet& waveletNamed(std::string_view name) {
    const auto found = std::ranges::find(wavelets(), name, &Wavelet::name);
    if (found == wavelets().end())
        throw Error{ErrorCode::BadRequest, sentence("dcw_wavelet: '{}' is not a wavelet Ottava has.", name),
                    sentence("Use one of {}.", fmt::format("{}", fmt::join(waveletNames(), ", ")))};
    return *found;
}

/// Low and high band as two channels of one convolution.
struct Filters {
    at::Tensor decompose;   ///< [2, 1, L], reversed because libtorch's convolution correlates
    at::Tensor reconstruct; ///< [2, 1, L]
    std::int64_t length;
};

Filters filtersOf(const Wavelet& wavelet, const at::Device& device) {
    const auto& decLow = wavelet.lowPass;
    const std::vector<double> recLow{decLow.rbegin(), decLow.rend()};
    std::vector<double> decHigh = recLow;
    for (std::size_t i = 0; i < decHigh.size(); i += 2)
        decHigh[i] = -decHigh[i];
    const std::vector<double> recHigh{decHigh.rbegin(), decHigh.rend()};
    const auto rows = [&](const std::vector<double>& low, const std::vector<double>& high) {
        const auto options = at::TensorOptions{}.dtype(at::kDouble);
        return at::stack({at::tensor(low, options), at::tensor(high, options)}).unsqueeze(1).to(device, at::kFloat);
    };
    return Filters{rows(decLow, decHigh).flip(2), rows(recLow, recHigh), static_cast<std::int64_t>(decLow.size())};
}

/// x [N, 1, T] → bands [N, 2, (T + L − 1) / 2]: odd-indexed samples of the full convolution. All our L are even.
at::Tensor decompose(const at::Tensor& x, const Filters& filters) {
    const auto padded = at::constant_pad_nd(x, {filters.length - 2, filters.length - 1}, 0);
    return at::conv1d(padded, filters.decompose, /*bias=*/{}, /*stride=*/2);
}

at::Tensor reconstruct(const at::Tensor& bands, const Filters& filters, std::int64_t length) {
    const auto full = at::conv_transpose1d(bands, filters.reconstruct, /*bias=*/{}, /*stride=*/2);
    return full.slice(2, filters.length - 2, filters.length - 2 + length);
}

} // namespace

const std::vector<std::string>& waveletNames() {
    static const auto names = [] {
        std::vector<std::string> all;
        for (const auto& wavelet : wavelets())
            all.push_back(wavelet.name);
        return all;
    }();
    return names;
}

at::Tensor correctWavelet(const WaveletCorrection& correction, const at::Tensor& x, const at::Tensor& denoised,
                          double t) {
    if (!correction.enabled)
        return x;
    if (correction.bands == WaveletBands::Samples)
        return x + correction.scaler * (x - denoised);
    const bool both = correction.bands == WaveletBands::Both;
    const double low = both || correction.bands == WaveletBands::Low ? t * correction.scaler : 0;
    const double high = both ? (1 - t) * correction.highScaler
                             : (correction.bands == WaveletBands::High ? (1 - t) * correction.scaler : 0);
    const auto filters = filtersOf(waveletNamed(correction.wavelet), x.device());
    const auto rows = [&](const at::Tensor& latents) { // every channel of every item is a signal of its own
        return latents.transpose(1, 2).reshape({-1, 1, latents.size(1)});
    };
    auto bands = decompose(rows(x), filters); // [B · C, 2, n]
    const auto distance = bands - decompose(rows(denoised), filters);
    const auto weights = at::tensor({low, high}, at::kFloat).to(x.device()).view({1, 2, 1});
    bands = bands + weights * distance;
    return reconstruct(bands, filters, x.size(1)).view({x.size(0), x.size(2), x.size(1)}).transpose(1, 2).contiguous();
}

} // namespace ottava
