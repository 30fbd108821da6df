#pragma once

namespace ottava::ui {

class RegionView;

/// Makes screen readers see a RegionView as a slider over time whose value names the regions. Idempotent; GUI thread.
void installRegionAccessibility();

/// Has the view's value spoken after the user changed something.
void announceRegions(RegionView* view);

} // namespace ottava::ui
