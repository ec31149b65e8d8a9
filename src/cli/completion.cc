// SPDX-License-Identifier: Apache-2.0
// Scripts for bash, zsh and fish, each with its own quoting.
#include "cli/completion.h"

#include <map>   // for std::map

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/cpu.h"              // for isa_words
#include "base/parameter_text.h"   // for option_name
#include "cli/help_text.h"        // for group_of
#include "cli/invocation.h"        // for global_options

namespace maek::cli {
namespace {

std::vector<std::string> words_of_global(std::string_view name) {
  return name == "isa" ? isa_words() : std::vector<std::string>{};
}

bool takes_file(const Parameter& parameter) {
  return parameter.kind == ParameterKind::kFile || parameter.kind == ParameterKind::kFileOrText;
}

std::vector<const Operation*> shown(const std::vector<Operation>& operations) {
  std::vector<const Operation*> all;
  for (const Operation& operation : operations) {
    if (!operation.hidden) all.push_back(&operation);
  }
  return all;
}

// First words of verbs, a group once: what can stand after "maek".
std::string verb_words(const std::vector<Operation>& operations) {
  std::string words = "help";
  std::string last;
  for (const Operation* operation : shown(operations)) {
    const std::string group = group_of(*operation);
    const std::string word = group.empty() ? operation->name : group;
    if (word != last) words += ' ' + word;
    last = word;
  }
  return words;
}

// For each group its second words.
std::map<std::string, std::string> groups(const std::vector<Operation>& operations) {
  std::map<std::string, std::string> words;
  for (const Operation* operation : shown(operations)) {
    const std::string group = group_of(*operation);
    if (group.empty()) continue;
    std::string& all = words[group];
    all += (all.empty() ? "" : " ") + operation->name.substr(group.size() + 1);
  }
  return words;
}

// A pattern of the shells' `case`.
std::string pattern(const Operation& operation) {
  return operation.name.find(' ') == std::string::npos ? operation.name : '"' + operation.name + '"';
}

// Inside single quotes of bash and zsh.
std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

// Inside single quotes of fish only \ and ' are special.
std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

// Text inside a specification of zsh's _arguments: brackets and colons end parts of it.
std::string zsh_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string zsh_action(const Parameter& parameter) {
  if (parameter.kind == ParameterKind::kChoice) return fmt::format("({})", fmt::join(parameter.choices, " "));
  return takes_file(parameter) ? "_files" : "";
}

}  // namespace

std::string bash_completion(const std::vector<Operation>& operations) {
  std::string globals, values;
  for (const GlobalOption& option : global_options()) {
    globals += fmt::format(" --{}", option.name);
    if (*option.placeholder == '\0') continue;
    const std::string_view name = option.name;
    const auto words = words_of_global(name);
    if (!words.empty())
      values += fmt::format("    *:--{}) COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return;;\n", name,
                            fmt::join(words, " "));
    else if (name == "out")
      values += fmt::format("    *:--{}) COMPREPLY=($(compgen -d -- \"$cur\")); return;;\n", name);
    else
      values += fmt::format("    *:--{}) return;;\n", name);
  }
  std::string verbs;
  for (const Operation* operation : shown(operations)) {
    std::string options, positional_words;
    bool positional_file = false;
    for (const Parameter& parameter : operation->parameters) {
      const std::string choices = fmt::format("{}", fmt::join(parameter.choices, " "));
      if (parameter.positional) {
        positional_file = positional_file || takes_file(parameter);
        if (!choices.empty()) positional_words += ' ' + choices;
        continue;
      }
      options += ' ' + option_name(parameter);
      if (parameter.kind == ParameterKind::kFlag) continue;
      const std::string pattern_of_value = fmt::format("    {}:{})", pattern(*operation), option_name(parameter));
      if (!choices.empty())
        values += fmt::format("{} COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return;;\n", pattern_of_value, choices);
      else if (takes_file(parameter))
        values += fmt::format("{} COMPREPLY=($(compgen -f -- \"$cur\")); return;;\n", pattern_of_value);
      else
        values += pattern_of_value + " return;;\n";
    }
    verbs += fmt::format("    {}) options='{}{}'; words='{}'; files={};;\n", pattern(*operation),
                         options.empty() ? "" : options.substr(1), globals,
                         positional_words.empty() ? "" : positional_words.substr(1), positional_file ? 1 : 0);
  }
  std::string group_pattern;   // words after which the verb is not yet complete
  for (const auto& [group, words] : groups(operations)) {
    verbs += fmt::format("    {}) options='{}'; words='{}';;\n", group, globals.substr(1), words);
    group_pattern += (group_pattern.empty() ? "" : "|") + group;
  }
  if (group_pattern.empty()) group_pattern = "'...'";
  return fmt::format(R"sh(# bash completion for maek: eval "$(maek completion bash)"
_maek() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} verb='' options='' words='' files=0 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      --seed|--threads|--isa|--out) ((i++));;
      -*) ;;
      *) verb="$verb${{verb:+ }}${{COMP_WORDS[i]}}"; case $verb in {}) ;; *) break;; esac;;
    esac
  done
  case $verb:$prev in
{}  esac
  case $verb in
    '') options='{}'; words='{}';;
    help) words='{}';;
{}  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    ((files)) && COMPREPLY+=($(compgen -f -- "$cur"))
  fi
}}
complete -o filenames -F _maek maek
)sh",
                     group_pattern, values, globals.substr(1), verb_words(operations), verb_words(operations), verbs);
}

std::string zsh_completion(const std::vector<Operation>& operations) {
  std::string globals;
  for (const GlobalOption& option : global_options()) {
    std::string spec = fmt::format("--{}[{}]", option.name, zsh_text(option.help));
    if (*option.placeholder != '\0') {
      const std::string_view name = option.name;
      const std::string action = name == "out"   ? "_files -/"
                                 : name == "isa" ? fmt::format("({})", fmt::join(isa_words(), " "))
                                                 : "";
      spec += fmt::format(":{}:{}", option.placeholder, action);
    }
    globals += " \\\n    " + shell_quoted(spec);
  }
  std::string verbs, cases;
  for (const Operation* operation : shown(operations)) {
    if (!group_of(*operation).empty()) continue;   // below, as second words
    verbs += "    " + shell_quoted(operation->name + ':' + operation->help) + '\n';
    std::string specs;
    for (const Parameter& parameter : operation->parameters) {
      std::string spec;
      if (parameter.positional) {
        spec = fmt::format("{}:{}:{}", parameter.repeated ? "*" : "", zsh_text(parameter.help), zsh_action(parameter));
      } else {
        spec = fmt::format("{}{}[{}]", parameter.repeated ? "*" : "", option_name(parameter), zsh_text(parameter.help));
        if (parameter.kind != ParameterKind::kFlag)
          spec += fmt::format(":{}:{}", zsh_text(parameter.name), zsh_action(parameter));
      }
      specs += " \\\n        " + shell_quoted(spec);
    }
    cases += fmt::format("      {}) _arguments $globals{};;\n", operation->name, specs);
  }
  for (const auto& [group, words] : groups(operations)) {
    verbs += "    " + shell_quoted(fmt::format("{}:{}", group, words)) + '\n';
    cases += fmt::format("      {}) _arguments $globals '1:verb:({})' '*:file:_files';;\n", group, words);
  }
  return fmt::format(R"sh(#compdef maek
# zsh completion for maek: put it into a folder of $fpath under the name _maek
_maek() {{
  local -a verbs globals
  verbs=(
    'help:what a verb takes, with an example that works'
{}  )
  globals=({})
  local line state
  _arguments -C $globals '1: :->verb' '*:: :->rest'
  case $state in
    verb) _describe 'verb' verbs;;
    rest) case $line[1] in
      help) _describe 'verb' verbs;;
{}    esac;;
  esac
}}
if [ "$funcstack[1]" = _maek ]; then _maek "$@"; else compdef _maek maek; fi
)sh",
                     verbs, globals, cases);
}

std::string fish_completion(const std::vector<Operation>& operations) {
  std::string text = "# fish completion for maek: maek completion fish | source\ncomplete -c maek -f\n";
  text += "complete -c maek -n __fish_use_subcommand -a help -d 'what a verb takes, with an example that works'\n";
  for (const GlobalOption& option : global_options()) {
    const std::string_view name = option.name;
    text += fmt::format("complete -c maek -l {} -d {}", name, fish_quoted(option.help));
    if (name == "out")
      text += " -r -a '(__fish_complete_directories)'";
    else if (const auto words = words_of_global(name); !words.empty())
      text += fmt::format(" -x -a '{}'", fmt::join(words, " "));
    else if (*option.placeholder != '\0')
      text += " -x";
    text += '\n';
  }
  for (const auto& [group, words] : groups(operations)) {
    text += fmt::format("complete -c maek -n __fish_use_subcommand -a {} -d {}\n", group, fish_quoted(words));
  }
  for (const Operation* operation : shown(operations)) {
    const std::string group = group_of(*operation);
    std::string seen;
    if (group.empty()) {
      text += fmt::format("complete -c maek -n __fish_use_subcommand -a {} -d {}\n", operation->name,
                          fish_quoted(operation->help));
      text += fmt::format("complete -c maek -n '__fish_seen_subcommand_from help' -a {}\n", operation->name);
      seen = fmt::format("complete -c maek -n '__fish_seen_subcommand_from {}'", operation->name);
    } else {
      const std::string second = operation->name.substr(group.size() + 1);
      text += fmt::format("complete -c maek -n '__fish_seen_subcommand_from {}' -a {} -d {}\n", group, second,
                          fish_quoted(operation->help));
      seen = fmt::format("complete -c maek -n '__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}'",
                         group, second);
    }
    for (const Parameter& parameter : operation->parameters) {
      std::string line = seen;
      if (!parameter.positional) line += fmt::format(" -l {}", parameter.name);
      if (parameter.kind == ParameterKind::kChoice) {
        line += fmt::format(" {}-a '{}'", parameter.positional ? "" : "-x ", fmt::join(parameter.choices, " "));
      } else if (takes_file(parameter)) {
        line += parameter.positional ? " -F" : " -r -F";
      } else if (parameter.positional) {
        continue;   // free text: nothing to offer
      } else if (parameter.kind != ParameterKind::kFlag) {
        line += " -x";
      }
      text += line + " -d " + fish_quoted(parameter.help) + '\n';
    }
  }
  return text;
}

void add_completion_operation(std::vector<Operation>& operations) {
  Operation completion;
  completion.name = "completion";
  completion.help = "Print the script that lets a shell complete verbs, options, choices and files.";
  completion.details =
      "bash: add `eval \"$(maek completion bash)\"` to ~/.bashrc.\n"
      "zsh: save it as _maek in a folder of $fpath.\n"
      "fish: save it as ~/.config/fish/completions/maek.fish.";
  completion.example = "maek completion bash";
  completion.parameters = {{.name = "shell",
                            .kind = ParameterKind::kChoice,
                            .help = "whose script",
                            .choices = {"bash", "zsh", "fish"},
                            .required = true,
                            .positional = true}};
  std::vector<Operation> known = operations;
  known.push_back(completion);
  completion.run = [known = std::move(known)](const Arguments& arguments,
                                              const OperationContext&) -> Expected<OperationResult> {
    const std::string& shell = arguments.text("shell");
    OperationResult result;
    result.table = shell == "bash"  ? bash_completion(known)
                   : shell == "zsh" ? zsh_completion(known)
                                    : fish_completion(known);
    result.summary_json = nlohmann::ordered_json{{"shell", shell}, {"script", result.table}}.dump();
    return result;
  };
  operations.push_back(std::move(completion));
}

}  // namespace maek::cli
