from contextlib import contextmanager
import torch
from torch import nn, Tensor
import torch.nn.functional as F

def split_heads(x:Tensor, # [B, S, D]
                n_head:int, # H; D = H·K
               ) -> Tensor: # [B, H, S, K]
    "Cut the width into heads: `view` first, then swap; a `view` straight to [B, H, S, K] would mix time with heads."
    return x.view(*x.shape[:2], n_head, -1).transpose(1, 2)

def merge_heads(x:Tensor, # [B, H, S, K]
               ) -> Tensor: # [B, S, D]
    "Undo `split_heads`."
    return x.transpose(1, 2).flatten(2)

class MultiHeadAttention(nn.Module):
    "Self-attention, or cross-attention when `xa` is given. The key has no bias, as in openai/whisper `model.py`."
    def __init__(self,
                 n_state:int, # width, D
                 n_head:int, # heads, H
                ):
        super().__init__()
        if n_state % n_head: raise ValueError(f"{n_state} channels do not divide into {n_head} heads")
        self.n_head = n_head
        self.query = nn.Linear(n_state, n_state)
        self.key   = nn.Linear(n_state, n_state, bias=False)
        self.value = nn.Linear(n_state, n_state)
        self.out   = nn.Linear(n_state, n_state)

    def keys_values(self,
                    x:Tensor, # [B, S, D] the stream itself
                    xa:Tensor|None, # [B, T, D] what cross-attention looks at
                    cache:dict|None, # {attention module: (k, v)} of the steps so far; grows in place
                   ) -> tuple: # k, v, each [B, H, T or all S so far, K]
        "Keys and values, computed once: cross-attention's never change, self-attention's grow by the new steps."
        if xa is not None and cache is not None and self in cache: return cache[self]
        source = x if xa is None else xa
        k, v = split_heads(self.key(source), self.n_head), split_heads(self.value(source), self.n_head)
        if cache is not None:
            if self in cache:
                k, v = (torch.cat([old, new], dim=2) for old, new in zip(cache[self], (k, v)))
            cache[self] = k, v
        return k, v

    def forward(self,
                x:Tensor, # [B, S, D]
                xa:Tensor|None=None, # [B, T, D] for cross-attention
                mask:Tensor|None=None, # bool, broadcast to [B, H, S, T]: True where looking is allowed
                causal:bool=False, # each step sees itself and those before it
                cache:dict|None=None, # see `keys_values`
               ) -> Tensor: # [B, S, D]
        q = split_heads(self.query(x), self.n_head)
        k, v = self.keys_values(x, xa, cache)
        if causal and 1 < q.shape[2] < k.shape[2]: # several new steps after cached ones: the square mask does not fit
            mask, causal = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=q.device).tril(k.shape[2] - q.shape[2]), False
        causal = causal and q.shape[2] > 1 # a single new step may see everything so far
        return self.out(merge_heads(F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)))

@contextmanager
def record_scores(modules, # the `MultiHeadAttention`s to watch
                 ): # yields a list that fills with [B, H, S, T] scores (before mask and softmax), one for each call
    "SDPA does not return its weights; while this context is open they are computed beside it, for looking and for alignment."
    scores = []
    def look(module, args, kwargs, output):
        x, xa = args[0], kwargs.get('xa')
        source = x if xa is None else xa
        q, k = split_heads(module.query(x), module.n_head), split_heads(module.key(source), module.n_head)
        scores.append(q @ k.transpose(-1, -2) * q.shape[-1]**-0.5)
    hooks = [m.register_forward_hook(look, with_kwargs=True) for m in modules]
    try: yield scores
    finally:
        for hook in hooks: hook.remove()
