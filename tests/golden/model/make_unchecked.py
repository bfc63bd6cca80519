#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes programs/unchecked_*.pt: TorchScript programs whose operators write or read outside their tensors in LibTorch 1.13
(each ended Python with SIGSEGV or SIGABRT), behind a condition that never holds, so that loading them alone does no harm.
tests/core/model/tst_programs.cpp. Debian package python3-torch.

    cd tests/golden/model && /usr/bin/python3 make_unchecked.py
"""

import json

import torch

FAR = 10**11
ops = {
    "compressed": f"torch.ops.aten._sparse_csr_tensor_unsafe(torch.tensor([0, 1, 2]), torch.tensor([{FAR}, 1]), torch.ones([2]), "
                  "[2, 3], dtype=None, layout=None, device=None, pin_memory=None).to_dense()",
    "sparse": "torch.sparse_coo_tensor(torch.tensor([[0]]), torch.ones([1]), [3]).to_dense()",
    "indices": f"x.indices().fill_({FAR})",
    "to_compressed": f"torch.ops.aten._convert_indices_from_coo_to_csr(torch.tensor([{FAR}, {FAR}]), 3)",
    "pooling": f"torch.ops.aten.max_pool2d_with_indices_backward(torch.ones([1, 1, 2, 2]), torch.ones([1, 1, 4, 4]), [2, 2], [2, 2], "
               f"[0, 0], [1, 1], False, torch.full([1, 1, 2, 2], {FAR}))",
    "unfolding": f"torch.ops.aten.unfold_backward(torch.ones([2, 2]), [3], 0, 2, {FAR})",
    "loss": f"torch.ops.aten.ctc_loss(torch.zeros([5, 1, 3]), torch.tensor([[{FAR}, 2]]), [5], [2])",
    "segments": f"torch.ops.aten.segment_reduce(torch.ones([4]), 'sum', lengths=torch.tensor([{FAR}, 2]), axis=0, unsafe=True)",
    "helper": "torch.ops.aten._weight_norm_interface(torch.ones([500000, 5]), torch.ones([1, 1]), 0)[0]",
    "sorter": f"torch.searchsorted(x[0], x[0], out_int32=False, right=False, side=None, sorter=torch.full([12], {FAR}))",
    "pivots": "torch.ops.aten.linalg_ldl_solve(x[:, :2], torch.full([2], 100000000, dtype=torch.int), x[:, :2])",
    "noise": "torch.ops.aten.rrelu_with_noise(x, torch.ones([1]), 0.1, 0.3, False)",
}
for name, call in ops.items():
    module = type("Unchecked" + name, (torch.jit.ScriptModule,), {})()
    module.define(f"""def forward(self, x: Tensor) -> Tensor:
  y = x[:, :3]
  if float(x.sum()) > 1e37:
    y = y + ({call}).sum()
  return y
""")
    module.save(f"programs/unchecked_{name}.pt")
module = type("Checked", (torch.jit.ScriptModule,), {})()
module.define("def forward(self, x: Tensor) -> Tensor:\n"
              "  return torch.searchsorted(torch.tensor([-1.0, 0.0, 1.0]), x[:, :3]).to(torch.float) + x[:, :3].sigmoid()\n")
module.save("programs/checked_search.pt")
rows = torch.linspace(-2, 2, 36).reshape(3, 12)
with open("programs/unchecked.json", "w") as file:
    json.dump({"checked_search": {"inputs": rows.tolist(), "outputs": module(rows).tolist()}}, file)
