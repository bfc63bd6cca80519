// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {

/// One thread a worker: LibTorch's own threads gain little at these sizes. The setting belongs to the calling thread.
void useOneThread();

}  // namespace spindle
