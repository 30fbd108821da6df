#include "app/cli/arguments.h"
#include "app/cli/command_line.h"
#include "core/base/error.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <new>
#include <sstream>

using namespace ottava;
using namespace ottava::cli;

namespace {

int mirror(const Arguments&) {
    return 0;
}

template<class Fault>
int fail(const Arguments&) {
    throw Fault{};
}

int failWithError(const Arguments& arguments) {
    throw Error{static_cast<ErrorCode>(arguments.integer("code", 0, 9).value_or(0)), "It broke.", "Mend it."};
}

/// Takes a file (required), a switch, a choice and two numbers; one operand.
Command testCommand() {
    return {.name = "make",
            .summary = "Make it",
            .operands = {"MODULE"},
            .options = {{.name = "in", .placeholder = "FILE", .help = "source", .required = true},
                        {.name = "loud", .placeholder = "", .help = "louder"},
                        {.name = "mode", .placeholder = "a|b", .help = "how", .choices = {"a", "b"}},
                        {.name = "scale", .placeholder = "X", .help = "how much"},
                        {.name = "count", .placeholder = "N", .help = "how many"}},
            .run = mirror};
}

Command plainCommand(const char* name, int (*run)(const Arguments&)) {
    return {.name = name,
            .summary = "Do it",
            .operands = {},
            .options = {{.name = "code", .placeholder = "N", .help = "which fault"}},
            .run = run};
}

std::vector<std::string> words(const QString& line) {
    std::vector<std::string> list;
    for (const auto& word : line.split(' ', Qt::SkipEmptyParts))
        list.push_back(word.toStdString());
    return list;
}

/// Exit code and what was written.
struct Outcome {
    int code;
    QString out, err;
};

Outcome run(const QString& line) {
    const std::vector<Command> commands = {
        testCommand(), plainCommand("error", failWithError), plainCommand("cancel", fail<Cancelled>),
        plainCommand("memory", fail<std::bad_alloc>), plainCommand("bug", fail<std::bad_function_call>)};
    std::ostringstream out, err;
    const int code = runCommandLine(commands, words(line), out, err);
    return {code, QString::fromStdString(out.str()), QString::fromStdString(err.str())};
}

} // namespace

class TestArguments : public QObject {
    Q_OBJECT

private slots:
    void takesOptions();
    void lastOfEqualOptionsCounts();
    void refusals_data();
    void refusals();
    void numbersOutsideTheirRangeAreRefused_data();
    void numbersOutsideTheirRangeAreRefused();
    void onOffKnowsAuto();
    void exitCodes_data();
    void exitCodes();
    void failureIsToldInJson_data();
    void failureIsToldInJson();
    void usageOfTheCommandFollowsBadWords();
    void helpListsCommandsAndOptions();
    void versionIsPrinted();
};

void TestArguments::takesOptions() {
    const Arguments arguments{testCommand(), words("--in a.json dit --loud --mode=b --scale -1.5 --count=3 --json "
                                                   "--lm=none --models /m=1")};
    QCOMPARE(arguments.required("in"), std::string{"a.json"});
    QCOMPARE(arguments.operand(0), std::string{"dit"});
    QVERIFY(arguments.has("loud") && arguments.has("json"));
    QVERIFY(!arguments.has("progress"));
    QCOMPARE(arguments.value("mode").value_or(""), std::string{"b"});
    QCOMPARE(arguments.number("scale", -2, 2).value_or(0), -1.5);
    QCOMPARE(arguments.integer("count", 1, 8).value_or(0), 3);
    QCOMPARE(arguments.value("lm").value_or(""), std::string{"none"});
    QCOMPARE(arguments.value("models").value_or(""), std::string{"/m=1"});
    QVERIFY(!arguments.value("device"));
    QVERIFY(!arguments.number("max-duration", 0, 1));
}

void TestArguments::lastOfEqualOptionsCounts() {
    const Arguments arguments{testCommand(), words("m --in a --in=b --mode a --mode b")};
    QCOMPARE(arguments.required("in"), std::string{"b"});
    QCOMPARE(arguments.value("mode").value_or(""), std::string{"b"});
}

void TestArguments::refusals_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("names");
    QTest::newRow("unknown option") << "m --in a --lod"
                                    << "--lod";
    QTest::newRow("option of another command") << "m --in a --code 3"
                                               << "--code";
    QTest::newRow("missing value at the end") << "m --in"
                                              << "--in needs a value: FILE";
    QTest::newRow("missing value before an option") << "m --in --loud"
                                                    << "--in needs a value: FILE";
    QTest::newRow("empty value") << "m --in="
                                 << "--in needs a value: FILE";
    QTest::newRow("value for a switch") << "m --in a --loud=yes"
                                        << "--loud takes no value";
    QTest::newRow("required option") << "m --loud"
                                     << "--in FILE is missing";
    QTest::newRow("missing operand") << "--in a"
                                     << "MODULE is missing";
    QTest::newRow("operand too many") << "m n --in a"
                                      << "'n' is one word too many";
    QTest::newRow("none of the choices") << "m --in a --mode c"
                                         << "--mode is 'c', but must be one of a, b";
    QTest::newRow("precision of another kind") << "m --in a --precision fp64"
                                               << "'fp64'";
    QTest::newRow("two dashes alone") << "m --in a --"
                                      << "--";
}

void TestArguments::refusals() {
    QFETCH(QString, line);
    QFETCH(QString, names);
    try {
        const Arguments arguments{testCommand(), words(line)};
        QFAIL("the line was taken");
    } catch (const Error& e) {
        QCOMPARE(e.code, ErrorCode::BadRequest);
        QVERIFY2(QString{e.what()}.contains(names), e.what());
        QVERIFY(QString::fromStdString(e.remedy).contains("ottava-cli make MODULE --in FILE [OPTIONS]"));
    }
}

void TestArguments::numbersOutsideTheirRangeAreRefused_data() {
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("text");
    for (const char* text : {"0", "9", "-1", "2.5", "two", "3x", "0x3", "99999999999"})
        QTest::addRow("count %s", text) << "count" << text;
    for (const char* text : {"2.01", "-0.1", "nan", "inf", "1,5", "x", "1e999"})
        QTest::addRow("scale %s", text) << "scale" << text;
}

void TestArguments::numbersOutsideTheirRangeAreRefused() {
    QFETCH(QString, option);
    QFETCH(QString, text);
    const Arguments arguments{testCommand(), words("m --in a --" + option + "=" + text)};
    try {
        if (option == "count")
            arguments.integer("count", 1, 8);
        else
            arguments.number("scale", 0, 2);
        QFAIL("the number was taken");
    } catch (const Error& e) {
        QCOMPARE(e.code, ErrorCode::BadRequest);
        QVERIFY2(QString{e.what()}.contains("--" + option + " is '" + text + "'"), e.what());
    }
}

void TestArguments::onOffKnowsAuto() {
    const Arguments arguments{testCommand(), words("m --in a --offload auto --compile on --flash-attention off")};
    QVERIFY(!arguments.onOff("offload"));
    QVERIFY(arguments.onOff("compile") == true);
    QVERIFY(arguments.onOff("flash-attention") == false);
    const Arguments without{testCommand(), words("m --in a")};
    QVERIFY(!without.onOff("compile"));
}

void TestArguments::exitCodes_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("code");
    QTest::newRow("done") << "make m --in a" << 0;
    QTest::newRow("help") << "--help" << 0;
    QTest::newRow("help of a command without its required option") << "make --help" << 0;
    QTest::newRow("version") << "--version" << 0;
    QTest::newRow("no command") << "" << 2;
    QTest::newRow("unknown command") << "bake" << 2;
    QTest::newRow("bad usage") << "make" << 2;
    QTest::newRow("bad log level") << "make m --in a --log-level loud" << 2;
    QTest::newRow("bad request") << "error --code 0" << 2;
    QTest::newRow("model missing") << "error --code 1" << 3;
    QTest::newRow("model corrupt") << "error --code 2" << 3;
    QTest::newRow("out of memory") << "error --code 3" << 4;
    QTest::newRow("file fault") << "error --code 4" << 5;
    QTest::newRow("audio fault") << "error --code 5" << 6;
    QTest::newRow("internal") << "error --code 6" << 1;
    QTest::newRow("cancelled") << "cancel" << 130;
    QTest::newRow("allocation failed") << "memory" << 4;
    QTest::newRow("another exception") << "bug" << 1;
}

void TestArguments::exitCodes() {
    QFETCH(QString, line);
    QFETCH(int, code);
    const auto outcome = run(line);
    QCOMPARE(outcome.code, code);
    QCOMPARE(outcome.err.isEmpty(), code == 0);
    if (code != 0)
        QVERIFY(outcome.out.isEmpty());
}

void TestArguments::failureIsToldInJson_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("code");
    QTest::newRow("of a command") << "error --json --code 4"
                                  << "file_fault";
    QTest::newRow("of the words themselves") << "make --json --lod"
                                             << "bad_request";
    QTest::newRow("cancelled") << "cancel --json"
                               << "cancelled";
    QTest::newRow("bug") << "bug --json"
                         << "internal";
}

void TestArguments::failureIsToldInJson() {
    QFETCH(QString, line);
    const auto outcome = run(line);
    const auto object = nlohmann::json::parse(outcome.out.toStdString());
    const auto& error = object.at("error");
    QTEST(QString::fromStdString(error.at("code").get<std::string>()), "code");
    const auto message = QString::fromStdString(error.at("message").get<std::string>());
    const auto remedy = QString::fromStdString(error.at("remedy").get<std::string>());
    QVERIFY(!message.isEmpty());
    QCOMPARE(outcome.err, message + '\n' + (remedy.isEmpty() ? "" : remedy + '\n'));
}

void TestArguments::usageOfTheCommandFollowsBadWords() {
    QCOMPARE(run("make m --lod").err,
             QString{"There is no option --lod.\nUsage: ottava-cli make MODULE --in FILE [OPTIONS]\n"});
}

void TestArguments::helpListsCommandsAndOptions() {
    const auto program = run("--help").out;
    QVERIFY(program.contains("  make        Make it\n") && program.contains("  cancel "));
    const auto command = run("make --help").out;
    QVERIFY(command.contains("Usage: ottava-cli make MODULE --in FILE [OPTIONS]"));
    for (const auto* option : {"--loud ", "--mode a|b ", "--models DIR ", "--json ", "--flash-attention on|off "})
        QVERIFY2(command.contains(option), option);
}

void TestArguments::versionIsPrinted() {
    QCOMPARE(run("--version").out, QString{"ottava-cli " OTTAVA_VERSION "\n"});
}

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
