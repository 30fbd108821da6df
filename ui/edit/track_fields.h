#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QButtonGroup;
class QLabel;
class QPushButton;

namespace ottava::ui {

/// Which of the twelve tracks: one, or any number with "All" and "None".
class TrackFields : public QWidget {
    Q_OBJECT
public:
    explicit TrackFields(QWidget* parent = nullptr);

    void setSingle(bool single);
    void setHeading(const QString& heading);
    /// In the model's own order.
    std::vector<std::string> tracks() const;
    void setTracks(const std::vector<std::string>& tracks);

signals:
    void changed();

private:
    void keepOne();

    QLabel* heading_;
    QPushButton *all_, *none_;
    QButtonGroup* boxes_; ///< ids: places in kTrackNames
    bool single_ = false;
};

} // namespace ottava::ui
