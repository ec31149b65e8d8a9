// SPDX-License-Identifier: Apache-2.0
// The only file that meets CLI11. Every value is taken as text: ranges and words are checked by make_arguments, so
// that command line, HTTP and agents refuse with the same sentences.
#include "cli/invocation.h"

#include <CLI/CLI.hpp>

#include <algorithm>     // for std::find_if
#include <charconv>      // for std::from_chars
#include <string_view>   // for std::string_view

#include <fmt/format.h>

#include "base/nearest_word.h"     // for did_you_mean
#include "base/parallel.h"         // for available_cores
#include "base/parameter_text.h"   // for option_name

namespace maek::cli {
namespace {

using Options = std::map<std::string, CLI::Option*>;

constexpr const char* kHelpVerb = "help";   // `maek help VERB`

Error wrong_use(std::string message, std::string where = "", std::string hint = "") {
  return {ErrorCode::kInvalidArgument, std::move(message), std::move(where), std::move(hint)};
}

bool is_option(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

Options declare_globals(CLI::App& app) {
  Options options;
  for (const GlobalOption& global : global_options()) {
    const std::string flag = std::string(std::string_view(global.name) == "help" ? "-h," : "") + "--" + global.name;
    if (*global.placeholder == '\0')
      options[global.name] = app.add_flag(flag);
    else
      options[global.name] = app.add_option(flag)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  return options;
}

// Positional parameters are handed out by place_words: CLI11 would read a repeated "[Na+]" as a list of one, and take
// the brackets of the ion away.
Options declare_parameters(CLI::App& app, const Operation& operation) {
  Options options;
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.positional) continue;
    const std::string name = option_name(parameter);
    if (parameter.kind == ParameterKind::kFlag)
      options[parameter.name] = app.add_flag(name);
    else
      options[parameter.name] = app.add_option(name)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  return options;
}

std::vector<std::string> verbs(const std::vector<Operation>& operations) {
  std::vector<std::string> names = {kHelpVerb};
  for (const Operation& operation : operations) {
    if (!operation.hidden) names.push_back(operation.name);
  }
  return names;
}

Error unknown_verb(const std::string& word, const std::vector<Operation>& operations) {
  const auto names = verbs(operations);
  const std::string meant = did_you_mean(word, names);
  return wrong_use(
      fmt::format("there is no verb '{}'", word), "",
      (meant.empty() ? fmt::format("The verbs: {}.", fmt::join(names, ", ")) : meant) + " `maek --help` tells more.");
}

Error unknown_word(const std::string& word, const Operation* operation, const std::vector<Operation>& operations) {
  if (!word.starts_with('-') || word.size() < 2) {
    if (operation == nullptr) return unknown_verb(word, operations);
    return wrong_use(fmt::format("'{}' is one word too many", word), "",
                     fmt::format("`maek {} --help` shows what it takes.", operation->name));
  }
  std::vector<std::string> names;
  if (operation != nullptr) {
    for (const Parameter& parameter : operation->parameters) {
      if (!parameter.positional) names.push_back(option_name(parameter));
    }
  }
  for (const GlobalOption& global : global_options()) names.push_back(std::string("--") + global.name);
  const std::string typed = word.substr(0, word.find('='));
  const std::string meant = did_you_mean(typed, names);
  if (operation == nullptr) {
    for (const Operation& other : operations) {
      const auto takes_it = [&](const Parameter& p) { return !p.positional && option_name(p) == typed; };
      if (std::none_of(other.parameters.begin(), other.parameters.end(), takes_it)) continue;
      return wrong_use(fmt::format("'{}' stands before the verb", typed), "",
                       fmt::format("The verb comes first: maek {} {} ...", other.name, typed));
    }
  }
  const std::string help = operation == nullptr ? "`maek --help`" : fmt::format("`maek {} --help`", operation->name);
  return wrong_use(fmt::format("there is no option '{}'", typed), "",
                   meant.empty() ? help + " shows what there is." : meant);
}

// The value of a global option, once.
Expected<std::string> single(const Options& options, const std::string& name) {
  const auto& values = options.at(name)->results();
  if (values.size() > 1)
    return wrong_use(fmt::format("is given {} times", values.size()), "--" + name, "Give it once.");
  return values.empty() ? std::string() : values.front();
}

template <class Number>
Expected<Number> whole_number(const Options& options, const std::string& name, Number least, Number most,
                              Number fallback) {
  if (options.at(name)->count() == 0) return fallback;
  const auto text = single(options, name);
  if (!text) return text.error();
  Number value{};
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (failed != std::errc() || end != text->data() + text->size() || value < least || value > most) {
    return wrong_use(fmt::format("'{}' will not do", *text), "--" + name,
                     fmt::format("It must be a whole number between {} and {}.", least, most));
  }
  return value;
}

Expected<void> take_globals(const Options& options, Invocation& invocation) {
  invocation.json = options.at("json")->count() > 0;
  invocation.quiet = options.at("quiet")->count() > 0;
  invocation.evidence = options.at("no-evidence")->count() == 0;
  const auto seed = whole_number<std::uint64_t>(options, "seed", 0, ~std::uint64_t{0}, kDefaultSeed);
  if (!seed) return seed.error();
  invocation.seed = *seed;
  const auto threads =
      whole_number<int>(options, "threads", 1, kMostThreads, std::min(available_cores(), kMostThreads));
  if (!threads) return threads.error();
  invocation.threads = *threads;
  const auto word = single(options, "isa");
  if (!word) return word.error();
  const auto isa = parse_isa(options.at("isa")->count() == 0 ? "auto" : *word);
  if (!isa) return isa.error();
  invocation.isa = *isa;
  const auto out = single(options, "out");
  if (!out) return out.error();
  invocation.out = *out;
  if (options.at("out")->count() > 0 && out->empty())
    return wrong_use("is empty", "--out", "Give the path of a folder.");
  return {};
}

// CLI11's sentence begins with the name of the option: "--seed: 1 required TEXT missing".
Error missing_value(const std::string& sentence) {
  return wrong_use("needs a value", sentence.substr(0, sentence.find(':')));
}

}  // namespace

const std::vector<GlobalOption>& global_options() {
  static const std::vector<GlobalOption> options = {
      {"json", "", "print the result, or the error, as one JSON object"},
      {"seed", "NUMBER", "of all random numbers; the same seed gives the same answer (default 1)"},
      {"threads", "NUMBER", "at most so many cores; no answer depends on it (default: all)"},
      {"isa", "WORD", "portable, avx2, avx512 or auto: which kernels run (default auto)"},
      {"out", "FOLDER", "where files go, if the verb writes any (default maek-VERB-out)"},
      {"quiet", "", "no notes and no progress on stderr"},
      {"no-evidence", "", "do not record this run on the ledger"},
      {"version", "", "print the version"},
      {"help", "", "print what a verb takes, with an example that works"},
  };
  return options;
}

namespace {

// Some verbs are two words: "evidence init". The first of them alone is a group.
bool is_group(const std::vector<Operation>& operations, const std::string& word) {
  return std::any_of(operations.begin(), operations.end(), [&](const Operation& operation) {
    return operation.name.size() > word.size() && operation.name.starts_with(word) &&
           operation.name[word.size()] == ' ';
  });
}

struct Verb {
  std::vector<std::string> words;       // the command line without program and verb, up to "--"
  std::vector<std::string> after;       // what stands after "--": never options
  std::string name;                     // "" when there is none
  std::size_t before = 0;               // so many of the words stand before it
};

bool is_global(std::string_view option) {
  const std::string_view typed = option.substr(0, option.find('='));
  const auto is_it = [&](const GlobalOption& global) { return typed == std::string("--") + global.name; };
  return typed == "-h" || std::any_of(global_options().begin(), global_options().end(), is_it);
}

// The full names of the verbs of a group.
std::vector<std::string> verbs_of(const std::vector<Operation>& operations, const std::string& group) {
  std::vector<std::string> names;
  for (const std::string& name : verbs(operations)) {
    if (name.starts_with(group + " ")) names.push_back(name);
  }
  return names;
}

// The verb is the first word that is neither an option nor the value of an option that every verb takes.
Verb find_verb(const std::vector<std::string>& command, const std::vector<Operation>& operations) {
  Verb verb;
  const auto complete = [&] { return !verb.name.empty() && !is_group(operations, verb.name); };
  for (std::size_t i = 1; i < command.size(); ++i) {
    const std::string& word = command[i];
    if (word == "--") {
      verb.after.assign(command.begin() + static_cast<std::ptrdiff_t>(i) + 1, command.end());
      break;
    }
    if (complete() || is_option(word) || word.empty()) {
      verb.words.push_back(word);
      const bool takes_next =
          !complete() && std::any_of(global_options().begin(), global_options().end(), [&](const GlobalOption& global) {
            return *global.placeholder != '\0' && word == std::string("--") + global.name;
          });
      if (takes_next && i + 1 < command.size()) verb.words.push_back(command[++i]);
      continue;
    }
    verb.name += (verb.name.empty() ? "" : " ") + word;
    verb.before = verb.words.size();
  }
  return verb;
}

const Operation* find_operation(const std::vector<Operation>& operations, const std::string& name) {
  const auto found =
      std::find_if(operations.begin(), operations.end(), [&](const Operation& o) { return o.name == name; });
  return found == operations.end() ? nullptr : &*found;
}

// Hands words to the positional parameters in their order; a repeated one takes all that are left.
Expected<void> place_words(const std::vector<std::string>& words, const std::vector<Operation>& operations,
                           Invocation& invocation) {
  std::size_t next = 0;
  for (const Parameter& parameter : invocation.operation->parameters) {
    if (!parameter.positional) continue;
    const std::size_t end = parameter.repeated ? words.size() : std::min(next + 1, words.size());
    if (next < end)
      invocation.given[parameter.name].assign(words.begin() + static_cast<std::ptrdiff_t>(next),
                                              words.begin() + static_cast<std::ptrdiff_t>(end));
    next = end;
  }
  if (next < words.size()) return unknown_word(words[next], invocation.operation, operations);
  return {};
}

Expected<Invocation> parse(Invocation invocation, const std::vector<Operation>& operations) {
  Verb verb = find_verb(invocation.command, operations);
  const bool help_verb = verb.name == kHelpVerb;
  if (!help_verb && !verb.name.empty()) {
    invocation.operation = find_operation(operations, verb.name);
    // A slip in the verb is told as such, whatever options follow: none of them is known without a verb. Where an
    // unknown option stands before it, the word may be that option's value.
    const auto end = verb.words.begin() + static_cast<std::ptrdiff_t>(verb.before);
    if (invocation.operation == nullptr && !is_group(operations, verb.name) &&
        std::all_of(verb.words.begin(), end,
                    [](const std::string& word) { return !is_option(word) || is_global(word); })) {
      return unknown_verb(verb.name, operations);
    }
  }
  CLI::App app;
  app.set_help_flag();   // help, version and their words are ours
  app.allow_extras();
  const Options globals = declare_globals(app);
  const Options options = invocation.operation == nullptr ? Options() : declare_parameters(app, *invocation.operation);
  std::vector<std::string> reversed(verb.words.rbegin(), verb.words.rend());
  app.parse(reversed);   // CLI11 takes words from the back

  std::vector<std::string> words;
  for (const std::string& word : app.remaining()) {
    if (is_option(word)) return unknown_word(word, invocation.operation, operations);
    words.push_back(word);
  }
  words.insert(words.end(), verb.after.begin(), verb.after.end());
  if (help_verb && !words.empty()) {
    verb.name = words.front();
    words.erase(words.begin());
    if (is_group(operations, verb.name) && !words.empty()) {
      verb.name += " " + words.front();
      words.erase(words.begin());
    }
    invocation.operation = find_operation(operations, verb.name);
  }
  const bool wants_help = help_verb || globals.at("help")->count() > 0;
  if (is_group(operations, verb.name)) {
    invocation.group = verb.name;
    if (wants_help) {
      invocation.kind = Invocation::Kind::kHelp;
      return invocation;
    }
    return wrong_use(fmt::format("{} what?", verb.name), "",
                     fmt::format("The verbs: {}. `maek {} --help` tells more.",
                                 fmt::join(verbs_of(operations, verb.name), ", "), verb.name));
  }
  if (invocation.operation == nullptr && !verb.name.empty() && verb.name != kHelpVerb) {
    return unknown_verb(verb.name, operations);
  }
  if (wants_help || globals.at("version")->count() > 0) {
    invocation.kind = wants_help ? Invocation::Kind::kHelp : Invocation::Kind::kVersion;
    return invocation;
  }
  if (invocation.operation == nullptr) {
    return wrong_use("what shall be done?", "",
                     fmt::format("The verbs: {}. `maek --help` tells more.", fmt::join(verbs(operations), ", ")));
  }
  if (auto taken = take_globals(globals, invocation); !taken) return taken.error();
  if (!invocation.out.empty() && !invocation.operation->writes_files) {
    return wrong_use(fmt::format("has no use here: {} writes no files", invocation.operation->name), "--out",
                     "Leave it out.");
  }
  if (auto placed = place_words(words, operations, invocation); !placed) return placed.error();
  for (const auto& [name, option] : options) {
    if (option->count() > 0) invocation.given[name] = option->results();
  }
  return invocation;
}

}  // namespace

Expected<Invocation> parse_command_line(int argc, const char* const* argv, const std::vector<Operation>& operations) {
  Invocation invocation;
  invocation.command.emplace_back("maek");
  for (int i = 1; i < argc; ++i) invocation.command.emplace_back(argv[i]);
  try {
    return parse(std::move(invocation), operations);
  } catch (const CLI::ArgumentMismatch& mismatch) {
    return missing_value(mismatch.what());
  } catch (const CLI::Error& error) {
    return wrong_use(error.what());
  }
}

bool wants_json(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") return false;
    if (word == "--json") return true;
  }
  return false;
}

}  // namespace maek::cli
