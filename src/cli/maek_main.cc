// SPDX-License-Identifier: Apache-2.0
// The program maek.
#include <unistd.h>   // for STDERR_FILENO

#include <clocale>    // for std::setlocale
#include <csignal>    // for std::signal, SIGXFSZ
#include <iostream>   // for std::cin

#include "base/progress_bar.h"   // for is_terminal
#include "cli/command_line.h"    // for maek_main

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::signal(SIGXFSZ, SIG_IGN);   // a file beyond the user's limit is then an error with a name, not the end
  std::setlocale(LC_ALL, "C");   // no library may read or write a decimal comma
  return maek::cli::maek_main(
      argc, argv, {std::cin, std::cout, std::cerr, maek::is_terminal(STDERR_FILENO), &maek::system_calls(), true});
}
