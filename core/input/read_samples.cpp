#include "core/input/read_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/file_bytes.h"
#include "core/input/folder_samples.h"
#include "core/input/table_rows.h"
#include "core/input/table_samples.h"
#include "core/input/text_samples.h"
#include "core/input/vocabulary_file.h"

namespace spindle {
namespace {

namespace fs = std::filesystem;

SampleSet readFolder(const fs::path& folder, const SampleHints& hints) {
  const auto source = folder.filename().string();
  const auto pictures = listClassFolder(folder, {".png", ".jpg", ".jpeg"}, hints);
  if (!pictures.files.empty()) return samplesFromPictures(pictures, source, hints);
  throw UserError(folder.string() + ": no samples were found in the folder; put pictures at CLASS/NAME.png.");
}

SampleSet readTable(const fs::path& path, const SampleHints& hints) {
  const auto source = path.filename().string();
  const auto bytes = readFileBytes(path);
  const auto text = withoutMark(asText(bytes), source);
  const bool tabs = lowerCase(path.extension().string()) == ".tsv";
  const char delimiter = tabs ? '\t' : sniffDelimiter(text);
  const bool isText = hints.kind ? *hints.kind == InputKind::text : namesTextColumn(text, delimiter, !tabs);
  if (!isText) return samplesFromTable(text, source, hints);
  const auto tokenizer = vocabularyFor(path, hints);
  return samplesFromTextTable(text, source, hints, tokenizer ? &*tokenizer : nullptr, delimiter, !tabs);
}

}  // namespace

SampleSet readSamples(const fs::path& path, const SampleHints& hints) {
  std::error_code error;
  if (fs::is_directory(path, error)) return readFolder(path.has_filename() ? path : path.parent_path(), hints);
  const auto source = path.filename().string();
  const auto extension = lowerCase(path.extension().string());
  if (extension == ".csv" || extension == ".tsv" || extension == ".txt") return readTable(path, hints);
  if (extension == ".jsonl" || extension == ".ndjson") {
    const auto tokenizer = vocabularyFor(path, hints);
    const auto bytes = readFileBytes(path);
    return samplesFromJsonLines(asText(bytes), source, hints, tokenizer ? &*tokenizer : nullptr);
  }
  throw UserError(path.string() + ": is in no format of samples that is known; export it as .npz, .csv or .jsonl.");
}

}  // namespace spindle
