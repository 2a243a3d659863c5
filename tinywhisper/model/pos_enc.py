import math
import torch
from torch import Tensor

def sinusoids(length:int, # positions, T
              channels:int, # width, D (even)
              max_timescale:float=10_000., # longest wavelength / 2π, in positions
             ) -> Tensor: # [T, D]: sines in the first half of the channels, cosines in the second
    "The encoder's fixed positions: openai/whisper `model.py`, `sinusoids`."
    if channels % 2: raise ValueError(f"sinusoids need an even number of channels, got {channels}")
    step = math.log(max_timescale) / (channels//2 - 1)
    frequencies = torch.exp(-step * torch.arange(channels//2))
    angles = torch.arange(length)[:, None] * frequencies[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)
