"""The network on top of the frozen tagger: which candidate a pronoun refers to. crates/nn runs the same with int8 weights."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from networks import Layer, Dropout
from passages import FEATURE_ROWS, FLAGS


class Antecedent(nn.Module):
    def __init__(self, layers=2, width=96, dropout=0.1, mixed=1):
        super().__init__()
        self.drop = Dropout(dropout)
        self.flags = nn.Embedding(FLAGS, 384)
        nn.init.zeros_(self.flags.weight)
        self.mix = nn.Parameter(torch.zeros(mixed)) if mixed > 1 else None
        self.layers = nn.ModuleList(Layer(384, 12, 1536, self.drop) for _ in range(layers))
        self.pronoun = nn.Linear(384, 3 * width)  # added, multiplied, for "none"
        self.candidate = nn.Linear(768, 2 * width)
        self.features = nn.Embedding(sum(FEATURE_ROWS), width)
        nn.init.normal_(self.features.weight, std=0.05)
        self.score, self.none = nn.Linear(width, 1), nn.Linear(width, 1)
        self.width = width

    def forward(self, b):
        x = b["states"]
        x = x + self.flags(b["flags"])
        mask = b["mask"].to(torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype)
        for layer in self.layers[:-1]:
            x = layer(x, mask)
        # of the last layer only these rows are wanted
        rows, back = torch.cat([b["asked"], b["first"], b["last"]]).unique(return_inverse=True)
        x = self.drop(self.last(self.layers[-1], x, mask, rows), self.training)[back]
        asked, first, last = x.split([len(b["asked"]), len(b["first"]), len(b["last"])])
        added, times, none = self.pronoun(asked).split(self.width, -1)  # queries
        c = self.candidate(torch.cat([first, last], -1))[b["pairs"]]  # queries, candidates, 2 width
        c_added, c_times = c.split(self.width, -1)
        z = added[:, None] + c_added + times[:, None] * c_times + self.features(b["features"]).sum(2)
        scores = self.score(self.drop(F.relu(z), self.training))[..., 0].float().masked_fill(~b["valid"], -1e4)
        return torch.cat([self.none(F.relu(none)).float(), scores], 1)  # column 0: none of them

    def last(self, layer, x, mask, rows):
        b, t, h = x.shape
        q, k, v = layer.qkv(x).view(b, t, 3, layer.heads, h // layer.heads).permute(2, 0, 3, 1, 4)
        a = ((q * (h // layer.heads) ** -0.5) @ k.transpose(-1, -2) + mask).softmax(-1, dtype=q.dtype) @ v
        a, x = a.transpose(1, 2).reshape(-1, h)[rows], x.reshape(-1, h)[rows]
        x = layer.norm1(x + self.drop(layer.out(a), self.training))
        return layer.norm2(x + self.drop(layer.ffn2(F.gelu(layer.ffn1(x))), self.training))
