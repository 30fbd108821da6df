#pragma once

#include "core/base/warning.h"
#include "core/hardware/limits.h"

#include <QFrame>

#include <optional>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QToolButton;

namespace ottava::ui {

class ElidedLabel;

/// The line on top of the window: what this machine is, its tier, what that allows, which language model is used, and
/// why. Shows "looking" until `setLimits`.
class TierBanner : public QFrame {
    Q_OBJECT
public:
    explicit TierBanner(QWidget* parent = nullptr);

    /// `installedLms`: names of the language models on disk.
    void setLimits(const Limits& limits, const Warnings& warnings, const std::vector<std::string>& installedLms);
    /// Shows which language model is in use; unset: none.
    void setLm(const std::optional<std::string>& lm);

    std::optional<std::string> lm() const;

signals:
    /// The user switched the language model; unset: off.
    void lmChosen(std::optional<std::string> lm);
    /// Loaded models are to leave memory.
    void freeRequested();

private:
    void fillLms(const std::vector<std::string>& installedLms);
    void showAllowance();
    void openWhy();

    std::optional<Limits> limits_;
    Warnings warnings_;
    QLabel* sign_;
    ElidedLabel* device_;
    QLabel* tier_;
    ElidedLabel* allowance_;
    QLabel* lmLabel_;
    QComboBox* lms_;
    QToolButton* why_;
    QToolButton* free_;
};

} // namespace ottava::ui
