// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {

/// Asks the C library to keep freed memory for the next allocation instead of returning it to the kernel. Large
/// tensors otherwise get fresh, zeroed pages at every operation: a convolution at batch 1024 ran at 9 instead of 151
/// GFLOP/s. To be called first in main(), before the first large allocation; does nothing without glibc.
void keepFreedMemory();

/// OpenBLAS starts threads of its own when it is loaded, which Spindle does not use: it has one worker a core. Each
/// takes 128 MB of addresses, and under a limit (ulimit -v) waits for them for ever, so that the process never ends. To
/// be called in main(), before anything reads the environment in another thread.
void startNoBlasThreads();

}  // namespace spindle
