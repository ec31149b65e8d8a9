// SPDX-License-Identifier: Apache-2.0
// For tests: operations called as a door calls them, and services of them that run in threads (fixture)
#pragma once

#include <chrono>               // for std::chrono::seconds
#include <condition_variable>   // for std::condition_variable
#include <map>                  // for std::map
#include <mutex>                // for std::mutex
#include <string>               // for std::string
#include <thread>               // for std::thread
#include <vector>               // for std::vector

#include "base/atomic_file.h"           // for read_file
#include "evidence/operations.h"        // for evidence_operations
#include "serve/operations.h"           // for evidence_service_operations

namespace maek::serve::internal {

using Given = std::map<std::string, std::vector<std::string>>;

inline Expected<OperationResult> call(const std::string& name, const Given& given,
                                      const OperationContext& context = {}) {
  std::vector<Operation> all = evidence::evidence_operations();
  for (Operation& operation : evidence_service_operations()) all.push_back(std::move(operation));
  for (const Operation& operation : all) {
    if (operation.name != name) continue;
    const auto arguments = make_arguments(operation, given, [](const std::string& file) -> Expected<Input> {
      auto bytes = read_file(file, std::uint64_t{1} << 20);
      if (!bytes) return bytes.error();
      return Input{file, *std::move(bytes), true};
    });
    if (!arguments) return arguments.error();
    return operation.run(*arguments, context);
  }
  return Error{ErrorCode::kNotFound, "no such operation", name};
}

/// An operation that serves, in a thread until it is stopped.
class RunningOperation {
 public:
  RunningOperation(const std::string& name, const Given& given) {
    context_.cancellation = &cancellation_;
    context_.announce = [this](std::string_view line) {
      const std::lock_guard hold(mutex_);
      lines_.emplace_back(line);
      changed_.notify_all();
    };
    thread_ = std::thread([this, name, given] {
      auto result = call(name, given, context_);
      const std::lock_guard hold(mutex_);
      result_ = std::move(result);
      changed_.notify_all();
    });
  }
  ~RunningOperation() { (void)stop(); }

  /// What it announced, once there are so many lines; fewer when it ended before.
  std::vector<std::string> announced(std::size_t count) {
    std::unique_lock hold(mutex_);
    changed_.wait_for(hold, std::chrono::seconds(30), [&] { return lines_.size() >= count || result_; });
    return lines_;
  }
  Expected<OperationResult> stop() {
    cancellation_.request();
    if (thread_.joinable()) thread_.join();
    return *result_;
  }

 private:
  Cancellation cancellation_;
  OperationContext context_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
  std::optional<Expected<OperationResult>> result_;
  std::thread thread_;
};

}  // namespace maek::serve::internal
