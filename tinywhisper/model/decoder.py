import torch
from torch import nn, Tensor
from tinywhisper.model.attention import MultiHeadAttention
from tinywhisper.model.encoder import mlp

class DecoderBlock(nn.Module):
    "Look back at the text (causal), look across at the sound, think (MLP)."
    def __init__(self, n_state:int, n_head:int, dropout:float=0.):
        super().__init__()
        self.attn, self.attn_ln = MultiHeadAttention(n_state, n_head), nn.LayerNorm(n_state)
        self.cross_attn, self.cross_attn_ln = MultiHeadAttention(n_state, n_head), nn.LayerNorm(n_state)
        self.mlp, self.mlp_ln = mlp(n_state), nn.LayerNorm(n_state)
        self.dropout = nn.Dropout(dropout)

    def forward(self,
                x:Tensor, # [B, S, D]
                xa:Tensor, # [B, T, D] the encoder's output
                mask:Tensor|None=None, # bool [B, 1, 1, T]: True where there is sound
                cache:dict|None=None, # keys and values so far
               ) -> Tensor: # [B, S, D]
        x = x + self.dropout(self.attn(self.attn_ln(x), causal=True, cache=cache))
        x = x + self.dropout(self.cross_attn(self.cross_attn_ln(x), xa=xa, mask=mask, cache=cache))
        return x + self.dropout(self.mlp(self.mlp_ln(x)))

class TextDecoder(nn.Module):
    "Token and learned position embeddings, blocks, a last norm, and logits against the same embedding table (tied)."
    def __init__(self,
                 n_vocab:int, # V
                 n_ctx:int, # the longest text, in tokens
                 n_state:int, # D
                 n_head:int, # H
                 n_layer:int,
                 dropout:float=0., # Whisper's
                ):
        super().__init__()
        self.token_embedding = nn.Embedding(n_vocab, n_state)
        self.positional_embedding = nn.Parameter(torch.zeros(n_ctx, n_state))
        self.blocks = nn.ModuleList(DecoderBlock(n_state, n_head, dropout) for _ in range(n_layer))
        self.ln = nn.LayerNorm(n_state)
        nn.init.normal_(self.token_embedding.weight, std=n_state**-0.5) # tied: PyTorch's std of 1 would make logits of size sqrt(D)
        nn.init.normal_(self.positional_embedding, std=0.01)

    def forward(self,
                tokens:Tensor, # int [B, S]: all of the text, or with a cache only its new end
                xa:Tensor, # [B, T, D]
                mask:Tensor|None=None, # bool [B, 1, 1, T]
                cache:dict|None=None, # pass the same dict at each step; start with {}
               ) -> Tensor: # logits [B, S, V]
        past = cache[self.blocks[0].attn][0].shape[2] if cache else 0
        if past + tokens.shape[1] > len(self.positional_embedding):
            raise ValueError(f"{past + tokens.shape[1]} tokens, and this decoder has positions for {len(self.positional_embedding)}")
        x = self.token_embedding(tokens) + self.positional_embedding[past:past + tokens.shape[1]]
        x = x.to(xa.dtype)
        for block in self.blocks: x = block(x, xa, mask, cache)
        x = self.ln(x)
        return x @ self.token_embedding.weight.to(x.dtype).T
