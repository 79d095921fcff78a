"""What the processor can do: bfloat16 where it has it; elsewhere f32, as emulating bfloat16 is several times slower."""

import torch

DTYPE = torch.bfloat16 if any(torch.cpu.get_capabilities().get(name) for name in ("amx_bf16", "avx512_bf16", "bf16")) else torch.float32


def autocast() -> torch.autocast:
    """bfloat16 inside, where that is fast."""
    return torch.autocast("cpu", torch.bfloat16, enabled=DTYPE == torch.bfloat16)
