#pragma once

#include "core/engine/request.h"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace ottava {

/// A request in which every field differs from its default.
inline Request unusualRequest() {
    Request request;
    request.taskType = TaskType::CoverNoFsq;
    request.instruction = "Do this:";
    request.query = "a wish";
    request.caption = "夜 \"quoted\"\n\t\\";
    request.globalCaption = "whole song";
    request.lyrics = "[Verse]\nla\n";
    request.instrumental = true;
    request.vocalLanguage = "yue";
    request.bpm = 92;
    request.keyscale = "C major";
    request.timesignature = "6/8";
    request.duration = 0.1 + 0.2;
    request.referenceAudio = "/music/höre.wav";
    request.srcAudio = "src.flac";
    request.audioCodes = "<|audio_code_1|>";
    request.noFsq = true;
    request.trackName = "backing_vocals";
    request.completeTrackClasses = {"drums", "bass"};
    request.batchSize = 8;
    request.seed = 4'294'967'295;
    request.seeds = {-1, 0, 7};
    request.useRandomSeed = true;
    request.samplingSeed = 1042;
    request.retakeVariance = 0.3;
    request.retakeSeeds = {77, -1};
    request.inferenceSteps = 200;
    request.guidanceScale = 15;
    request.useAdg = true;
    request.cfgIntervalStart = 0.1;
    request.cfgIntervalEnd = 0.9;
    request.shift = 5;
    request.inferMethod = InferMethod::Sde;
    request.samplerMode = SamplerMode::Heun;
    request.velocityNormThreshold = 2.5;
    request.velocityEmaFactor = 0.5;
    request.timesteps = {1, 0.7, 1.0 / 3};
    request.dcwEnabled = false;
    request.dcwMode = DcwMode::Pix;
    request.dcwScaler = 0.1;
    request.dcwHighScaler = 0;
    request.dcwWavelet = "sym8";
    request.autoScore = true;
    request.autoLrc = true;
    request.scoreScale = 0.05;
    request.audioCoverStrength = 0.6;
    request.coverNoiseStrength = 0.2;
    request.repaintingStart = -1;
    request.repaintingEnd = 3.5;
    request.chunkMaskMode = ChunkMaskMode::Explicit;
    request.repaintMode = RepaintMode::Aggressive;
    request.repaintStrength = 0.25;
    request.repaintingRegions = {{-1, 2.5}, {30, -1}};
    request.repaintHardCut = true;
    request.normalizationMode = NormalizationMode::Loudness;
    request.normalizationLufs = -9;
    request.repaintLatentCrossfadeFrames = 0;
    request.repaintWavCrossfadeSec = 0.5;
    request.flowEditMorph = true;
    request.flowEditSourceCaption = "quiet";
    request.flowEditSourceLyrics = "[Instrumental]";
    request.flowEditNMin = 0.25;
    request.flowEditNMax = 0.75;
    request.flowEditNAvg = 2;
    request.thinking = false;
    request.lmTemperature = 0;
    request.lmCfgScale = 3;
    request.lmTopP = 1;
    request.lmTopK = 100;
    request.lmNegativePrompt = "";
    request.useCotMetas = false;
    request.useCotCaption = true;
    request.useCotLanguage = false;
    request.useCotLyrics = true;
    request.useConstrainedDecoding = false;
    request.constrainedDecodingDebug = true;
    request.allowLmBatch = false;
    request.lmBatchChunkSize = 0;
    request.lmSeeds = {5, 6};
    request.audioFormat = AudioFormat::Ogg;
    request.mp3Bitrate = "128k";
    request.mp3SampleRate = 44'100;
    request.enableNormalization = false;
    request.normalizationDb = 1;
    request.fadeInDuration = 0.2;
    request.fadeOutDuration = 10;
    request.latentShift = -0.02;
    request.latentRescale = 0.15;
    request.loraPath = "/adapters/warm";
    request.useLora = true;
    request.loraScale = 0.5;
    return request;
}

/// Reads a request that gives no cause for a warning.
inline Request read(const nlohmann::json& object) {
    Warnings warnings;
    const auto request = requestFromJson(object.dump(), warnings);
    if (!warnings.empty())
        throw std::logic_error(warnings.front().message);
    return request;
}

} // namespace ottava
