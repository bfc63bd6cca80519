#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes one PNG of each color type, bit depth and filter, interlaced or not, without any imaging library, and
pictures.csv: file, channels, height, width, then the values in [0, 1], channel first, that a reader must find.
The JPEG file comes from ffmpeg (own coder and decoder), its values as ffmpeg decodes them."""
import os
import struct
import subprocess
import zlib

import numpy as np

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")
os.makedirs(HERE, exist_ok=True)
ROWS = []


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack(samples, depth):
    """samples [H, W * channels] to bytes a row."""
    if depth == 16:
        return [row.astype(">u2").tobytes() for row in samples]
    if depth == 8:
        return [row.astype(np.uint8).tobytes() for row in samples]
    out = []
    for row in samples:
        bits = "".join(format(v, f"0{depth}b") for v in row)
        bits += "0" * (-len(bits) % 8)
        out.append(bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8)))
    return out


def filtered(rows, bpp, kinds):
    out, prior = b"", bytes(len(rows[0])) if rows else b""
    for y, row in enumerate(rows):
        kind, line = kinds[y % len(kinds)], bytearray()
        for x, value in enumerate(row):
            a = row[x - bpp] if x >= bpp else 0
            b = prior[x]
            c = prior[x - bpp] if x >= bpp else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            line.append((value - (0, a, b, (a + b) // 2, paeth)[kind]) % 256)
        out += bytes([kind]) + bytes(line)
        prior = row
    return out


def write(name, color, depth, samples, values, extra=b"", interlaced=False):
    """samples [H, W, stored channels]; values [C, H, W] in [0, 1]."""
    height, width, stored = samples.shape
    bpp = max(1, depth * stored // 8)
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    data = b""
    for top, left, dy, dx in passes if interlaced else [(0, 0, 1, 1)]:
        part = samples[top::dy, left::dx]
        if part.size:
            data += filtered(pack(part.reshape(part.shape[0], -1), depth), bpp, (0, 1, 2, 3, 4))
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    open(os.path.join(HERE, name), "wb").write(png)
    record(name, values)


def record(name, values):
    shape = ",".join(map(str, values.shape))
    ROWS.append(f"{name},{shape}," + ",".join("%.9g" % v for v in np.asarray(values, np.float32).ravel()))


random = np.random.default_rng(11)
H, W = 6, 5
for depth in (1, 2, 4, 8, 16):
    gray = random.integers(0, 2**depth, (H, W, 1))
    values = gray[None, :, :, 0] / (2**depth - 1)
    if depth < 8:  # a reader scales to 8 bits first: 255 / (2^depth - 1) is whole
        values = (gray[None, :, :, 0] * (255 // (2**depth - 1))) / 255
    write(f"gray{depth}.png", 0, depth, gray, values)
for depth in (8, 16):
    top = 2**depth - 1
    rgb = random.integers(0, top + 1, (H, W, 3))
    write(f"rgb{depth}.png", 2, depth, rgb, rgb.transpose(2, 0, 1) / top)
    alpha = random.integers(0, top + 1, (H, W, 1))
    write(f"rgba{depth}.png", 6, depth, np.concatenate([rgb, alpha], 2), rgb.transpose(2, 0, 1) / top)
    gray = random.integers(0, top + 1, (H, W, 1))
    write(f"gray_alpha{depth}.png", 4, depth, np.concatenate([gray, alpha], 2), gray[None, :, :, 0] / top)
palette = random.integers(0, 256, (16, 3))
index = random.integers(0, 16, (H, W, 1))
plte = chunk(b"PLTE", palette.astype(np.uint8).tobytes())
write("palette4.png", 3, 4, index, palette[index[:, :, 0]].transpose(2, 0, 1) / 255, plte)
trns = plte + chunk(b"tRNS", bytes(range(0, 160, 10)))
write("palette8_transparent.png", 3, 8, index, palette[index[:, :, 0]].transpose(2, 0, 1) / 255, trns)
rgb = random.integers(0, 256, (9, 11, 3))
write("rgb8_interlaced.png", 2, 8, rgb, rgb.transpose(2, 0, 1) / 255, interlaced=True)
gamma = chunk(b"gAMA", struct.pack(">I", 100000))
gray = random.integers(0, 256, (H, W, 1))
write("gray8_gamma.png", 0, 8, gray, gray[None, :, :, 0] / 255, gamma)

y, x = np.mgrid[0:16, 0:24]
picture = np.stack([10 * x, 15 * y, 255 - 5 * (x + y)], 2).astype(np.uint8)
path = os.path.join(HERE, "color.jpg")
raw = ["-f", "rawvideo", "-pix_fmt", "rgb24"]
quiet = ["ffmpeg", "-y", "-loglevel", "error"]
codec = ["-pix_fmt", "yuvj444p", "-q:v", "2", "-bitexact", "-frames:v", "1"]
subprocess.run([*quiet, *raw, "-s", "24x16", "-i", "-", *codec, path], input=picture.tobytes(), check=True)
decoded = subprocess.run([*quiet, "-i", path, *raw, "-"], capture_output=True, check=True).stdout
decoded = np.frombuffer(decoded, np.uint8).reshape(16, 24, 3)
print("JPEG: largest difference from the original", abs(decoded.astype(int) - picture).max())
record("color.jpg", decoded.transpose(2, 0, 1) / 255)
open(os.path.join(HERE, "pictures.csv"), "w").write("\n".join(ROWS) + "\n")
