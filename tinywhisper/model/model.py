import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
import torch
from torch import nn, Tensor
from tinywhisper.model.encoder import AudioEncoder
from tinywhisper.model.decoder import TextDecoder

@dataclass(frozen=True)
class Dims:
    "Ten numbers with openai/whisper's own names make a Whisper; the last three are what a small model wants besides, and default to Whisper's values."
    n_mels:int=80
    n_audio_ctx:int=1500 # steps after the stem: 30 s for Whisper
    n_audio_state:int=384
    n_audio_head:int=6
    n_audio_layer:int=4
    n_vocab:int=51864
    n_text_ctx:int=448
    n_text_state:int=384
    n_text_head:int=6
    n_text_layer:int=4
    strides:tuple=(1, 2) # of the stem's convolutions
    dropout:float=0.
    ctc:bool=False # a second head on the encoder, for the CTC loss beside the decoder's

class TinyWhisper(nn.Module):
    "The whole model: sound in, a score for every next token out."
    def __init__(self, dims:Dims):
        super().__init__()
        self.dims = dims
        self.encoder = AudioEncoder(dims.n_mels, dims.n_audio_ctx, dims.n_audio_state, dims.n_audio_head,
                                    dims.n_audio_layer, dims.strides, dims.dropout)
        self.decoder = TextDecoder(dims.n_vocab, dims.n_text_ctx, dims.n_text_state, dims.n_text_head,
                                   dims.n_text_layer, dims.dropout)
        self.ctc_head = nn.Linear(dims.n_audio_state, dims.n_vocab + 1) if dims.ctc else None # the last output is CTC's blank

    def forward(self,
                mel:Tensor, # [B, M, frames]
                tokens:Tensor, # int [B, S]
                lengths:Tensor|None=None, # [B] real frames of each clip; None: no padding to hide, as in Whisper
               ) -> Tensor: # logits [B, S, V]
        xa = self.encoder(mel, lengths)
        return self.decoder(tokens, xa, self.encoder.mask(lengths, xa.shape[1]))

    @property
    def device(self): return self.decoder.token_embedding.weight.device
