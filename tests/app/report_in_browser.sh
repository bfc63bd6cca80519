#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens a report in Chromium without a window: no message on the console, the player moves, and pictures to look at.
#   tests/app/report_in_browser.sh REPORT.html STEP FOLDER
# STEP: of a checkpoint that is not the last one. Not part of ctest: Chromium alone is as large as all else together.
set -euo pipefail
report=$(realpath "$1") step=$2 folder=$(realpath -m "$3")
chromium=$(command -v chromium || command -v chromium-browser) || { echo "Chromium is not installed."; exit 2; }
mkdir -p "$folder"
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
run() {
  "$chromium" --headless=new --no-sandbox --disable-gpu --user-data-dir="$profile" --enable-logging=stderr --v=0 \
    --hide-scrollbars --window-size=1000,1400 --virtual-time-budget=3000 "$@"
}
visible() { grep -oE '<div class="frame" data-step="[^"]*" data-place="[^"]*">' | sed 's/.*data-step="\([^"]*\)".*/\1/'; }
fail() { echo "FAILED: $1"; exit 1; }

run --dump-dom "file://$report#$step" > "$folder/at-step.html" 2> "$folder/log.txt"
[[ $(visible < "$folder/at-step.html") == "$step" ]] || fail "#$step does not show that checkpoint alone"
grep -q '<div class="player">' "$folder/at-step.html" || fail "the player is not shown"
! grep -q 'CONSOLE' "$folder/log.txt" || fail "the console has messages: $(grep CONSOLE "$folder/log.txt" | head -3)"
# Play, as a click would: the last frame is reached and the button offers to play again.
sed 's#})();\n</script>#&#; s#</body>#<script>document.querySelector(".player button").click();</script></body>#; s#, 250);#, 1);#' \
  "$report" > "$profile/played.html"
run --dump-dom "file://$profile/played.html#$step" 2> "$folder/log.txt" > "$folder/played.html"
[[ $(visible < "$folder/played.html") != "$step" ]] || fail "playing does not move the bars"
! grep -q 'CONSOLE' "$folder/log.txt" || fail "the console has messages while it plays"
run --screenshot="$folder/light.png" "file://$report#$step" 2> /dev/null
run --force-dark-mode --blink-settings=preferredColorScheme=0 --screenshot="$folder/dark.png" "file://$report#$step" 2> /dev/null
run --print-to-pdf="$folder/print.pdf" --no-pdf-header-footer "file://$report" 2> /dev/null
echo "Right. Look at light.png, dark.png and print.pdf in $folder"
