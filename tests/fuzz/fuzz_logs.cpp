#include "tests/fuzz/fuzz_logs.h"

#include "core/run/event_file.h"
#include "core/run/run_description.h"
#include "core/run/training_log.h"
#include "tests/fuzz/entry.h"

#include <string_view>

namespace spindle::fuzz {
namespace {

template <class Read>
int tried(const std::uint8_t* data, std::size_t size, Read read) {
  return readOrRefused([&] { read(std::string_view(reinterpret_cast<const char*>(data), size)); });
}

}  // namespace

int fuzzEvents(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view bytes) { (void)readEventScalars(bytes, "input"); });
}

int fuzzTableLog(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view text) { (void)readTableLog(text, "input"); });
}

int fuzzJsonLinesLog(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view text) { (void)readJsonLinesLog(text, "input"); });
}

int fuzzJsonLog(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view text) { (void)readJsonLog(text, "input"); });
}

int fuzzRunDescription(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] { (void)readRunDescription(fileWith("run.json", data, size)); });
}

}  // namespace spindle::fuzz
