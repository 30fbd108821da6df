<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>EditTexts</name>
    <message numerus="yes">
        <source>Repaint %n region(s)</source>
        <translation>
            <numerusform>Repaint %n region</numerusform>
            <numerusform>Repaint %n regions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Extract %n track(s)</source>
        <translation>
            <numerusform>Extract %n track</numerusform>
            <numerusform>Extract %n tracks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FactTexts</name>
    <message numerus="yes">
        <source>%n channels</source>
        <translation>
            <numerusform>%n channel</numerusform>
            <numerusform>%n channels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TakeTexts</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TierText</name>
    <message numerus="yes">
        <source>up to %1 min, %n take(s)</source>
        <translation>
            <numerusform>up to %1 min, %n take</numerusform>
            <numerusform>up to %1 min, %n takes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s) at once is the safe limit of %1 while a language model is loaded.</source>
        <translation>
            <numerusform>%n take at once is the safe limit of %1 while a language model is loaded.</numerusform>
            <numerusform>%n takes at once is the safe limit of %1 while a language model is loaded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s) at once is the safe limit of %1.</source>
        <translation>
            <numerusform>%n take at once is the safe limit of %1.</numerusform>
            <numerusform>%n takes at once is the safe limit of %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::CodesFields</name>
    <message numerus="yes">
        <source>%n code(s)</source>
        <translation>
            <numerusform>%n code</numerusform>
            <numerusform>%n codes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::CustomPage</name>
    <message numerus="yes">
        <source>Expert options · %n changed</source>
        <translation>
            <numerusform>Expert options · %n changed</numerusform>
            <numerusform>Expert options · %n changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::FitMeter</name>
    <message numerus="yes">
        <source>Memory of one song, and time of all %n, as far as is known here.</source>
        <translation>
            <numerusform>Memory of one song, and its time, as far as is known here (%n).</numerusform>
            <numerusform>Memory of one song, and time of all %n, as far as is known here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::PlanPanel</name>
    <message numerus="yes">
        <source>%n audio code(s) planned</source>
        <translation>
            <numerusform>%n audio code planned</numerusform>
            <numerusform>%n audio codes planned</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::RegionView</name>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n region</numerusform>
            <numerusform>%n regions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::StageStrip</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakeListModel</name>
    <message numerus="yes">
        <source>%1, %2, %n star(s), %3</source>
        <translation>
            <numerusform>%1, %2, %n star, %3</numerusform>
            <numerusform>%1, %2, %n stars, %3</numerusform>
        </translation>
    </message>
</context>
</TS>
