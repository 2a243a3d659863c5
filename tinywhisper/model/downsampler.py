import torch
from torch import nn, Tensor
import torch.nn.functional as F

def mask_after(x:Tensor, # [B, D, T]
               lengths:Tensor|None, # [B], how many of the T steps are real; None: all
              ) -> Tensor: # [B, D, T], zeros from each length on
    "Silence what is padding, so that a clip gives the same numbers alone and in a batch."
    if lengths is None: return x
    return x * (torch.arange(x.shape[-1], device=x.device) < lengths[:, None])[:, None]

class Downsampler(nn.Module):
    "The convolutional stem: `len(strides)` convolutions of width 3, each followed by GELU (Whisper paper §2.2)."
    def __init__(self,
                 n_mels:int, # mel bands that come in, M
                 n_state:int, # channels that go out, D
                 strides:tuple=(1, 2), # one convolution each; their product is how much time is thrown away. Whisper: (1, 2)
                ):
        super().__init__()
        self.strides = tuple(strides)
        widths = [n_mels] + [n_state]*len(self.strides)
        self.convs = nn.ModuleList(nn.Conv1d(i, o, kernel_size=3, stride=s, padding=1)
                                   for i, o, s in zip(widths, widths[1:], self.strides))

    def out_length(self,
                   frames, # int or int tensor: mel frames
                  ): # the same type: steps that come out
        "Each convolution with padding 1 keeps every `stride`-th position: ceil(frames / stride)."
        for s in self.strides: frames = (frames + s - 1) // s
        return frames

    def forward(self,
                mel:Tensor, # [B, M, frames]
                lengths:Tensor|None=None, # [B] real frames of each clip
               ) -> Tensor: # [B, D, T]
        x = mask_after(mel, lengths)
        for conv, s in zip(self.convs, self.strides):
            x = F.gelu(conv(x))
            if lengths is not None: lengths = (lengths + s - 1) // s
            x = mask_after(x, lengths)
        return x
