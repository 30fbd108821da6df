#pragma once

namespace ottava::ui {

class WaveformView;

/// Makes screen readers see a WaveformView as a slider over time whose value is the position, with the actions of the
/// selection. Idempotent; GUI thread.
void installWaveformAccessibility();

/// Has the view's value spoken: after the user moved the playhead or the selection, not while it plays.
void announceWaveform(WaveformView* view);

} // namespace ottava::ui
