#include "core/input/read_samples.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/input/file_bytes.h"
#include "core/input/folder_samples.h"
#include "core/input/table_samples.h"

namespace spindle {
namespace {

namespace fs = std::filesystem;

SampleSet readFolder(const fs::path& folder, const SampleHints& hints) {
  const auto source = folder.filename().string();
  const auto pictures = listClassFolder(folder, {".png", ".jpg", ".jpeg"}, hints);
  if (!pictures.files.empty()) return samplesFromPictures(pictures, source, hints);
  throw UserError(folder.string() + ": no samples were found in the folder; put pictures at CLASS/NAME.png.");
}

}  // namespace

SampleSet readSamples(const fs::path& path, const SampleHints& hints) {
  if (fs::is_directory(path)) return readFolder(path.has_filename() ? path : path.parent_path(), hints);
  const auto source = path.filename().string();
  const auto extension = lowerCase(path.extension().string());
  if (extension == ".csv" || extension == ".tsv" || extension == ".txt") {
    return samplesFromTable(asText(readFileBytes(path)), source, hints);
  }
  throw UserError(path.string() + ": is in no format of samples that is known; export it as .npz, .csv or .jsonl.");
}

}  // namespace spindle
