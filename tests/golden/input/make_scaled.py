#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures scaled and cut as torchvision's Resize and CenterCrop do it on PIL images (their arithmetic of sizes is written
out below; the scaling itself is PIL's BILINEAR): scaled/photo.png, and scaled/HEIGHTxWIDTH.png. Debian package python3-pil."""
import math
import os

import numpy as np
from PIL import Image

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scaled")
os.makedirs(HERE, exist_ok=True)
y, x = np.mgrid[0:150, 0:203]
photo = np.stack([128 + 100 * np.sin(0.21 * x + 0.013 * y * y / 20), 2 * (x % 100) + 0 * y, 255 * (((x // 7) + (y // 5)) % 2)], -1)
image = Image.fromarray(photo.clip(0, 255).astype(np.uint8))
image.save(os.path.join(HERE, "photo.png"))
for height, width in [(32, 32), (128, 128), (160, 160), (40, 24)]:
    tall, broad = (side if side < 128 else round(side * 8 / 7) for side in (height, width))
    w, h = image.size
    if h * broad <= w * tall:
        size = (max(broad, int(tall * w / h)), tall)
    else:
        size = (broad, max(tall, int(broad * h / w)))
    scaled = image.resize(size, Image.BILINEAR)
    left, top = int(round((size[0] - width) / 2.0)), int(round((size[1] - height) / 2.0))
    scaled.crop((left, top, left + width, top + height)).save(os.path.join(HERE, f"{height}x{width}.png"))
