import torch
from torch import nn, Tensor
from tinywhisper.model.attention import MultiHeadAttention
from tinywhisper.model.downsampler import Downsampler
from tinywhisper.model.pos_enc import sinusoids

def mlp(n_state:int, # width, D
       ) -> nn.Sequential: # [.., D] -> [.., D]
    "Four times wider in the middle, exact GELU (Whisper paper §2.2; openai/whisper `model.py`)."
    return nn.Sequential(nn.Linear(n_state, 4*n_state), nn.GELU(), nn.Linear(4*n_state, n_state))

class EncoderBlock(nn.Module):
    "Pre-norm: each part reads a normalised copy of the stream and adds its answer to it."
    def __init__(self, n_state:int, n_head:int, dropout:float=0.):
        super().__init__()
        self.attn, self.attn_ln = MultiHeadAttention(n_state, n_head), nn.LayerNorm(n_state)
        self.mlp, self.mlp_ln = mlp(n_state), nn.LayerNorm(n_state)
        self.dropout = nn.Dropout(dropout)

    def forward(self,
                x:Tensor, # [B, T, D]
                mask:Tensor|None=None, # bool [B, 1, 1, T]: True where there is sound
               ) -> Tensor: # [B, T, D]
        x = x + self.dropout(self.attn(self.attn_ln(x), mask=mask))
        return x + self.dropout(self.mlp(self.mlp_ln(x)))

class AudioEncoder(nn.Module):
    "Stem, fixed positions, blocks, a last norm: log-mel in, one vector for each `stride` frames out."
    def __init__(self,
                 n_mels:int, # M
                 n_ctx:int, # the longest input, in steps after the stem
                 n_state:int, # D
                 n_head:int, # H
                 n_layer:int,
                 strides:tuple=(1, 2), # Whisper's
                 dropout:float=0., # Whisper's
                ):
        super().__init__()
        self.stem = Downsampler(n_mels, n_state, strides)
        self.register_buffer('positional_embedding', sinusoids(n_ctx, n_state))
        self.blocks = nn.ModuleList(EncoderBlock(n_state, n_head, dropout) for _ in range(n_layer))
        self.ln_post = nn.LayerNorm(n_state)

    def mask(self,
             lengths:Tensor|None, # [B] real mel frames
             steps:int, # T
            ) -> Tensor|None: # bool [B, 1, 1, T]
        "True where there is sound; None when nothing is padded."
        if lengths is None: return None
        return (torch.arange(steps, device=lengths.device) < self.stem.out_length(lengths)[:, None])[:, None, None]

    def forward(self,
                mel:Tensor, # [B, M, frames]
                lengths:Tensor|None=None, # [B] real frames of each clip; None: all of them, as in Whisper
               ) -> Tensor: # [B, T, D]
        x = self.stem(mel, lengths).transpose(1, 2)
        if x.shape[1] > len(self.positional_embedding):
            raise ValueError(f"{mel.shape[-1]} mel frames make {x.shape[1]} steps, and this encoder has positions for {len(self.positional_embedding)}")
        x = x + self.positional_embedding[:x.shape[1]].to(x.dtype)
        mask = self.mask(lengths, x.shape[1])
        for block in self.blocks: x = block(x, mask)
        return self.ln_post(x)
