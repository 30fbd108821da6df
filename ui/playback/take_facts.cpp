#include "ui/playback/take_facts.h"

#include "core/library/export_name.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

namespace ottava::ui {

namespace {

struct TakeTexts {
    Q_DECLARE_TR_FUNCTIONS(TakeTexts)
};

QDateTime madeAt(const StoredTake& take) {
    return QDateTime::fromString(QString::fromStdString(take.created), Qt::ISODate);
}

TakeRecipe recipeOf(const StoredTake& take) {
    const auto request = QJsonDocument::fromJson(QByteArray::fromStdString(take.requestJson)).object();
    TakeRecipe recipe;
    recipe.seed = take.seed;
    recipe.key = request.value(QLatin1String("keyscale")).toString();
    if (const auto bpm = request.value(QLatin1String("bpm")); bpm.isDouble())
        recipe.bpm = bpm.toInt();
    if (const auto steps = request.value(QLatin1String("inference_steps")); steps.isDouble())
        recipe.steps = steps.toInt();
    const auto lmSeeds = request.value(QLatin1String("lm_seeds")).toArray();
    if (const auto own = lmSeeds.at(take.batchIndex); own.isDouble() && own.toDouble() >= 0)
        recipe.lmSeed = own.toInteger();
    return recipe;
}

} // namespace

TakeRecipe readRecipe(const StoredTake& take) {
    auto recipe = recipeOf(take);
    QFile file(toQString(take.folder / "take.json"));
    if (!file.open(QIODevice::ReadOnly))
        return recipe;
    const auto models = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("models")).toObject();
    recipe.model = models.value(QLatin1String("dit")).toString();
    recipe.model.remove(QLatin1String("acestep-v15-"));
    return recipe;
}

QString recipeText(const TakeRecipe& recipe) {
    QStringList parts;
    if (!recipe.model.isEmpty())
        parts << recipe.model;
    if (recipe.steps)
        parts << TakeTexts::tr("%n step(s)", nullptr, *recipe.steps);
    if (recipe.bpm)
        parts << TakeTexts::tr("%1 bpm").arg(*recipe.bpm);
    if (!recipe.key.isEmpty())
        parts << recipe.key;
    parts << TakeTexts::tr("seed %1").arg(recipe.seed);
    if (recipe.lmSeed)
        parts << TakeTexts::tr("planner seed %1").arg(*recipe.lmSeed);
    return parts.join(QStringLiteral(" · "));
}

QString takeTitle(const StoredTake& take) {
    const auto title = QString::fromStdString(take.title).simplified();
    return title.isEmpty() ? TakeTexts::tr("Untitled") : title;
}

QString takeDate(const StoredTake& take) {
    const auto made = madeAt(take);
    return made.isValid() ? QLocale().toString(made, QLocale::ShortFormat) : QString();
}

QString starsText(int stars) {
    return QString(stars, QChar(0x2605)) + QString(5 - stars, QChar(0x2606));
}

TakeFile takeFileOf(const StoredTake& take) {
    const auto recipe = recipeOf(take);
    const ExportFields fields{.title = takeTitle(take).toStdString(),
                              .bpm = recipe.bpm,
                              .key = recipe.key.toStdString(),
                              .take = take.batchIndex + 1};
    auto name = QString::fromStdString(exportName(fields, "wav"));
    name.chop(4);
    TakeFile file{.id = toQString(take.folder.filename()), .audio = take.audio, .stem = name, .origin = originOf(take)};
    file.origin.title = fields.title;
    return file;
}

} // namespace ottava::ui
